// An audit in a database makes the very same report as one in memory, of a log in which anything may be wrong.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { audit, CaseRows } from '../../suites/audit/audit.ts';
import { auditBySql, RowsInDatabase } from '../../suites/audit/sql/audit-by-sql.ts';
import { embeddedJudging } from '../../suites/audit/sql/embedded.ts';
import type { Deviation } from '../../suites/audit/totals.ts';
import { eventsOfAll, judgedFlows, plantedIn, tear } from './judged.ts';

it('of a log with faults of every kind', async (context) => {
  const [judged] = judgedFlows('second');
  if (judged === undefined) throw new TypeError('there is no flow');
  const right = eventsOfAll(plantedIn(judged, 150));
  const events = [...right, ...tear(judged, right)].flat().toSorted((a, b) => a.row - b.row);
  const mapped = events.map((event, n) => ({
    events: [{ ...event, row: n + 1 }],
    faults:
      n % 97 === 0 ? [{ file: 0, row: n + 1, case: event.case, problem: 'no-time' as const, column: 'done' }] : [],
  }));
  const { plan, source } = judged;
  const options = (into: Deviation[]) => ({
    ...{ plan, regulations: [source.regulation], files: [{ path: 'log.csv', sha256: 'a', rows: mapped.length }] },
    ...{ mapping: { path: 'mapping.yaml', sha256: 'b' }, key: null, tool: 'test', requireFull: false, warnings: [] },
    ...{ unsettled: new Set<number>(), onDeviation: (one: Deviation) => void into.push(one) },
  });
  const folder = mkdtempSync(join(tmpdir(), 'reglament-chdb-'));
  const judging = await embeddedJudging(folder, plan.setting.calendar).catch(() => null);
  if (judging === null) {
    rmSync(folder, { recursive: true, force: true });
    return context.skip('chdb does not run here');
  }
  const deviations = { memory: [] as Deviation[], sql: [] as Deviation[] };
  try {
    const rows = new CaseRows();
    for (const one of mapped) rows.add(one);
    const inMemory = audit({ ...options(deviations.memory), rows });
    const taken = new RowsInDatabase(judging, plan);
    for (const one of mapped) await taken.add(one);
    const bySql = await auditBySql(judging, taken, options(deviations.sql));
    expect(bySql.audit?.engine).toBe('clickhouse');
    expect({ ...bySql, audit: { ...bySql.audit, engine: 'memory' } }).toEqual(inMemory);
    expect(deviations.sql).toEqual(deviations.memory);
  } finally {
    await judging.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
