// A run whose due dates lean on a year that the calendar does not settle says so, and passes all the same; days are those of the act's region.

import { expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { RunEvent } from '../schemas/run/report.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { connectDriver } from '../suites/sut/driver.ts';

/** The report of a run whose worlds start at an instant. */
async function reportFrom(start: string, id = 'passenger-transport-licence', assertion = '**/register/term') {
  const regulations = knownRegulations(id);
  const door = await startSimulator(regulations, { port: 0, seed: 1 });
  const sut = await connectDriver(door.url, { start });
  const events: RunEvent[] = [];
  await run({
    sut,
    regulations,
    plan: plan(regulations, { assertion }, sut.description),
    calendar: kazakhstan(),
    convention: 'next-day',
    seed: 1,
    concurrency: 2,
    requireFull: false,
    tool: 'test',
    onEvent: (event) => events.push(event),
  });
  await sut.close();
  await door.close();
  return foldReport(events);
}

it('warns once of the year', async () => {
  const report = await reportFrom('2027-03-01T10:00:00+06:00');
  expect(report.outcome).toBe('passed');
  expect(report.warnings).toEqual([
    {
      code: 'calendar-incomplete',
      message: expect.stringContaining('does not settle the days off of 2027'),
      says: expect.arrayContaining(['2027']),
    },
  ]);
});

it('warns of nothing in a year that is settled', async () => {
  expect((await reportFrom('2013-04-26T10:00:00+06:00')).warnings).toEqual([]);
});

it.each([
  [
    'foreign-periodicals-registration',
    '**/portal/receive-result/term',
    'at 25 April 2013, 23:3',
    'by 14 May 2013, 23:59:59 (UTC+5)',
  ],
  [
    'cultural-property-export-certificate',
    '**/portal/receive-result/term',
    'at 26 April 2013, 00:3',
    'by 15 May 2013, 23:59:59 (UTC+6)',
  ],
])('counts the days of %s from the date of its region', async (id, assertion, from, by) => {
  // Half past eleven in the evening in Mangystau, half past midnight in the capital.
  const report = await reportFrom('2013-04-25T18:30:00Z', id, assertion);
  expect(report.outcome).toBe('passed');
  expect(report.verdicts[0]?.expected).toContain(from);
  expect(report.verdicts[0]?.expected).toContain(by);
});
