// A run whose due dates lean on a year that the calendar does not settle says so, and passes all the same.
import { expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { calendar, knownRegulations } from '../cli/workspace.ts';
import { foldReport, type RunEvent } from '../schemas/run/report.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { connectDriver } from '../suites/sut/driver.ts';

/** What a run warns of whose worlds start at an instant. */
async function warningsFrom(start: string) {
  const regulations = knownRegulations().filter(({ id }) => id === 'passenger-transport-licence');
  const door = await startSimulator(regulations, { port: 0, seed: 1 });
  const sut = await connectDriver(door.url, { start });
  const events: RunEvent[] = [];
  await run({
    sut,
    regulations,
    plan: plan(regulations, { assertion: '**/register/term' }, sut.description),
    calendar: calendar(),
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
  const report = await warningsFrom('2027-03-01T10:00:00+06:00');
  expect(report.outcome).toBe('passed');
  expect(report.warnings).toEqual([
    { code: 'calendar-incomplete', message: expect.stringContaining('does not settle the days off of 2027') },
  ]);
});

it('warns of nothing in a year that is settled', async () => {
  expect((await warningsFrom('2013-04-26T10:00:00+06:00')).warnings).toEqual([]);
});
