// Every fault that is planted in a log is found in its case, on its cell, and nothing is found in any other case.
import { expect, it } from 'vitest';
import { FAULTS } from '../../suites/audit/planting/fault.ts';
import type { PlantedCase } from '../../suites/audit/planting/plant.ts';
import { makeTables } from '../../suites/audit/sql/embedded.ts';
import { embeddedDatabase } from './embedded.ts';
import { eventsOfAll, judgedFlows, linesOf, plantedIn, type Saying, saidBySql, saidInMemory } from './judged.ts';

const CASES = Number(process.env.REGLAMENT_CASES ?? (process.env.REGLAMENT_ALL === undefined ? 60 : 200));

const databaseFor = embeddedDatabase();

/** What was planted and is not found, and what is found and was not planted. */
function astray(planted: readonly PlantedCase[], said: Saying): string[] {
  return planted.flatMap(({ case: owner, fault, breaks, touches, right }) => {
    const failed = (said.get(owner) ?? []).flatMap((saying) => {
      const [assertion = '', verdict] = saying.split(' ');
      return verdict === 'fail' ? [assertion] : [];
    });
    const missed = breaks.filter((assertion) => !failed.includes(assertion));
    const wrong = failed.filter(
      (assertion) => !breaks.includes(assertion) && !touches.some((action) => assertion.includes(`/${action}/`)),
    );
    return [
      ...missed.map((assertion) => `${owner} ${fault}: ${assertion} does not fail, although ${right}`),
      ...wrong.map((assertion) => `${owner} ${fault ?? 'right'}: ${assertion} fails`),
    ];
  });
}

const flows = judgedFlows('second');
const planted = new Map(flows.map((judged) => [judged.name, plantedIn(judged, CASES)]));

it('plants every fault', () => {
  const faults = new Set([...planted.values()].flat().map(({ fault }) => fault));
  expect([...faults].filter((fault) => fault !== null).toSorted()).toEqual(FAULTS.toSorted());
});

it('plants the same log from the same seed', () => {
  for (const judged of flows.slice(0, 1)) expect(plantedIn(judged, CASES)).toEqual(planted.get(judged.name));
});

it.each(flows)('finds all of them in $name, in memory', (judged) => {
  const cases = planted.get(judged.name) ?? [];
  expect(astray(cases, saidInMemory(judged, eventsOfAll(cases)))).toEqual([]);
});

it.for(flows)('finds all of them in $name, by SQL', async (judged, test) => {
  const database = databaseFor(test);
  const cases = planted.get(judged.name) ?? [];
  const events = eventsOfAll(cases);
  await makeTables(database, judged.plan.setting.calendar);
  await database.add('events', linesOf(judged, events));
  expect(astray(cases, await saidBySql(database, judged, events))).toEqual([]);
});
