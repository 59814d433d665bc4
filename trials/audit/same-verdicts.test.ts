// A log gets the very same verdicts from the predicates in memory and from the SQL, whatever is wrong with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openEmbedded } from '../../suites/audit/sql/database.ts';
import { makeTables } from '../../suites/audit/sql/embedded.ts';
import { eventsOfAll, judgedFlows, linesOf, plantedIn, saidBySql, saidInMemory, tear, unlike } from './judged.ts';

const CASES = Number(process.env.REGLAMENT_CASES ?? (process.env.REGLAMENT_ALL === undefined ? 60 : 200));

let folder = '';
let database: Database | null = null;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reglament-chdb-'));
  // It is an optional package, which not every machine can run.
  database = await openEmbedded(folder).catch(() => null);
});
afterAll(async () => {
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each([...judgedFlows('second'), ...judgedFlows('millisecond').slice(0, 2)])('in $name', async (judged) => {
  if (database === null) return;
  const right = eventsOfAll(plantedIn(judged, CASES));
  const cases = [...right, ...tear(judged, right)];
  await makeTables(database, judged.plan.setting.calendar);
  await database.add('events', linesOf(judged, cases));
  expect(unlike(saidInMemory(judged, cases), await saidBySql(database, judged, cases))).toEqual([]);
});
