// A log gets the very same verdicts from the predicates in memory and from the SQL, whatever is wrong with it.
import { expect, it } from 'vitest';
import { makeTables } from '../../suites/audit/sql/embedded.ts';
import { embeddedDatabase } from './embedded.ts';
import { eventsOfAll, judgedFlows, linesOf, plantedIn, saidBySql, saidInMemory, tear, unlike } from './judged.ts';

const CASES = Number(process.env.REGLAMENT_CASES ?? (process.env.REGLAMENT_ALL === undefined ? 60 : 200));

const databaseFor = embeddedDatabase();

it.for([...judgedFlows('second'), ...judgedFlows('millisecond').slice(0, 2)])('in $name', async (judged, test) => {
  const database = databaseFor(test);
  const right = eventsOfAll(plantedIn(judged, CASES));
  const cases = [...right, ...tear(judged, right)];
  await makeTables(database, judged.plan.setting.calendar);
  await database.add('events', linesOf(judged, cases));
  expect(unlike(saidInMemory(judged, cases), await saidBySql(database, judged, cases))).toEqual([]);
});
