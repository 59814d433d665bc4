// A month of nights, by a virtual clock on the wall, over all regulations: every day term is judged when it has become decidable.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Obligation, RunEvent } from '../schemas/run/report.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import type { Sut } from '../suites/sut/sut.ts';
import { Interrupted } from './interrupting.ts';
import { type Fate, type Nightly, setWall, startNightly } from './nights.ts';

/** Every term of days, and some of seconds. */
const DAY_TERMS = '*/*/{receive-result,register,process-request,form-result}/term*';
const PERIODICALS = 'foreign-periodicals-registration/portal/receive-result/term';
const EXPORT = 'cultural-property-export-certificate/portal/receive-result/term';
const DAY_MS = 86_400_000;
const at = (date: string, time = '10:00:00') => Date.parse(`${date}T${time}+06:00`);

/** Where a walk would really wait, the clock on the wall goes on. */
const withoutWaiting = (sut: Sut): Sut => ({
  ...sut,
  openDrive: async (...walk) => {
    const drive = await sut.openDrive(...walk);
    return { ...drive, pass: async (seconds) => setWall(Date.now() + seconds * 1000) };
  },
});

const events = (run: Interrupted): RunEvent[] => [...readJournal(run.journal)];
const obligations = (run: Interrupted): Obligation[] =>
  events(run).flatMap((event) => (event.type === 'scenario-suspended' ? [event.obligation] : []));
const verdictOn = (run: Interrupted, id: string) => run.report.verdicts.find(({ assertion }) => assertion === id);

let portal: Nightly;
beforeAll(async () => {
  portal = await startNightly();
});
afterAll(() => portal.close());
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

/** Runs a part on each of these nights, at two o'clock, or until nothing is left open. */
async function nights(run: Interrupted, from: number, count: number): Promise<void> {
  for (let night = 1; night <= count; night += 1) {
    setWall(from + night * DAY_MS - 8 * 3_600_000);
    await run.part();
    if (run.report.counts.pending === 0) return;
  }
}

describe('due dates', () => {
  // DOMAIN 4.4: receipt, what is judged, and the due dates from the next day and from the day of receipt.
  it.each([
    ['2012-04-20', EXPORT, ['2012-05-07'], ['2012-05-04']],
    ['2013-04-26', EXPORT, ['2013-05-15'], ['2013-05-14']],
    ['2013-12-20', EXPORT, ['2014-01-08'], ['2014-01-06']],
    ['2015-09-14', EXPORT, ['2015-09-29'], ['2015-09-28']],
  ])('of an application on %s', async (date, assertion, nextDay, receiptDay) => {
    setWall(at(date));
    portal.fateOf = () => ({ decidedAt: null, lostAt: null });
    const run = new Interrupted(assertion, portal, withoutWaiting);
    expect(await run.part()).toBe(true);
    const [obligation] = obligations(run);
    const dues = (convention: string) =>
      obligation?.dues.filter((due) => due.convention === convention).map(({ due }) => due.slice(0, 10));
    expect([dues('next-day'), dues('receipt-day')]).toEqual([nextDay, receiptDay]);
    expect(verdictOn(run, assertion)).toMatchObject({ verdict: 'pending' });
  });
});
