// A month of nights, by a virtual clock on the wall, over all regulations: every day term is judged when it has become decidable.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Obligation, RunEvent } from '../schemas/run/report.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import type { Sut } from '../suites/sut/sut.ts';
import { connectTo, Interrupted } from './interrupting.ts';
import { type Fate, type Nightly, setWall, startNightly } from './nights.ts';

const PERIODICALS = 'foreign-periodicals-registration/portal/receive-result/term';
const BROADCASTING = 'tv-radio-distribution-licence/portal/receive-result/term';
const EXPORT = 'cultural-property-export-certificate/portal/receive-result/term';
const DAY_MS = 86_400_000;
const at = (date: string, time = '10:00:00') => Date.parse(`${date}T${time}+06:00`);

/** Where a walk would really wait, the clock on the wall goes on. */
async function connect(): Promise<Sut> {
  const sut = await connectTo(portal.url)();
  return {
    ...sut,
    openDrive: async (...walk) => {
      const drive = await sut.openDrive(...walk);
      return { ...drive, pass: async (seconds) => setWall(Date.now() + seconds * 1000) };
    },
  };
}

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

const ALL = process.env.REGLAMENT_ALL !== undefined;
/** The nights after the first day on which the portal is looked at: every one, or those around the due dates. */
const NIGHTS = ALL ? Array.from({ length: 28 }, (_, n) => n + 1) : [1, 2, 17, 18, 19, 20, 21, 26, 27];

/** Goes on with a run at two o'clock on these nights, until nothing is left open. */
async function wake(run: Interrupted, from: number, nights: readonly number[]): Promise<void> {
  for (const night of nights) {
    setWall(from + night * DAY_MS - 8 * 3_600_000);
    await run.part();
    if (!run.isOpen) return;
  }
}

// Counted here once more: 1, 7, 9 and 10 May 2013 are days off, and the Saturday before them is worked.
const OFF: readonly string[] = ['2013-05-01', '2013-05-07', '2013-05-09', '2013-05-10'];
const WORKED: readonly string[] = ['2013-05-04'];
const isWorked = (date: string) =>
  WORKED.includes(date) || (![0, 6].includes(new Date(date).getUTCDay()) && !OFF.includes(date));
const nextDay = (date: string) => new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
function workingDaysAfter(date: string, count: number): string {
  let day = date;
  for (let left = count; left > 0; left -= isWorked(day) ? 1 : 0) day = nextDay(day);
  return day;
}
function calendarDaysAfter(date: string, count: number): string {
  let day = new Date(Date.parse(date) + count * DAY_MS).toISOString().slice(0, 10);
  while (!isWorked(day)) day = nextDay(day);
  return day;
}

describe('due dates', () => {
  // By hand from the calendars of those years: receipt, what is judged, and the due dates from the next day and from the day of receipt.
  it.each([
    ['2012-03-01', BROADCASTING, '2012-03-28', '2012-03-27'],
    ['2012-04-20', EXPORT, '2012-05-07', '2012-05-04'],
    ['2012-12-10', BROADCASTING, '2013-01-04', '2013-01-03'],
    ['2013-04-26', EXPORT, '2013-05-15', '2013-05-14'],
    ['2013-12-20', EXPORT, '2014-01-08', '2014-01-06'],
    ['2014-04-25', EXPORT, '2014-05-14', '2014-05-13'],
    ['2015-03-16', EXPORT, '2015-04-02', '2015-04-01'],
    ['2015-09-14', EXPORT, '2015-09-29', '2015-09-28'],
    // Of 15 calendar days the last one is moved from a holiday, and from a Saturday before three days off.
    ['2013-04-22', PERIODICALS, '2013-05-08', null],
    ['2013-03-08', PERIODICALS, '2013-03-26', null],
  ])('of an application on %s', async (date, assertion, nextDay, receiptDay) => {
    setWall(at(date));
    portal.fateOf = () => ({ decidedAt: null, lostAt: null });
    const run = new Interrupted(assertion, {}, connect);
    expect(await run.part()).toBe(true);
    const [obligation] = obligations(run);
    const dues = (convention: string) =>
      obligation?.dues.filter((due) => due.convention === convention).map(({ due }) => due.slice(0, 10));
    if (receiptDay === null) expect(dues('next-day')).toContain(nextDay);
    else expect([dues('next-day'), dues('receipt-day')]).toEqual([[nextDay], [receiptDay]]);
    expect(verdictOn(run, assertion)).toMatchObject({ verdict: 'pending' });
  });
});

describe('a month of nights', () => {
  const START = '2013-04-26';
  const TEN = workingDaysAfter(START, 10);
  const FIFTEEN = workingDaysAfter(START, 15);
  const decided = (date: string, time = '17:00:00'): Fate => ({ decidedAt: at(date, time), lostAt: null });
  const FATES: Record<string, Fate> = {
    'tv-radio-distribution-licence/portal': decided(FIFTEEN),
    'communications-licence/internal': decided(START, '13:00:00'),
    'foreign-periodicals-registration/psc': decided(nextDay(TEN), '09:00:00'),
    'foreign-periodicals-registration/portal': decided(nextDay(calendarDaysAfter(START, 15))),
    'foreign-periodicals-registration/messages': { decidedAt: null, lostAt: at('2013-05-03') },
    'cultural-property-export-certificate/portal': decided(TEN, '23:30:00'),
    'cultural-property-export-certificate/provider': decided(nextDay(TEN), '00:30:00'),
    'passenger-transport-licence/portal': { decidedAt: null, lostAt: null },
    'passenger-transport-licence/provider': decided('2013-05-02'),
  };
  const EXPECTED = {
    'tv-radio-distribution-licence/portal/receive-result/term': 'pass',
    'communications-licence/internal/form-result/term-for-licence': 'pass',
    'communications-licence/internal/form-result/term-for-re-issue': 'pass',
    'communications-licence/internal/form-result/term-for-reorganisation': 'pass',
    'communications-licence/internal/form-result/term-for-duplicate': 'pass',
    'foreign-periodicals-registration/psc/receive-result/term': 'fail',
    'foreign-periodicals-registration/portal/receive-result/term': 'inconclusive',
    'foreign-periodicals-registration/messages/process-request/term': 'fail',
    'cultural-property-export-certificate/portal/receive-result/term': 'pass',
    'cultural-property-export-certificate/provider/receive-result/term': 'fail',
    'passenger-transport-licence/portal/register/term': 'fail',
    'passenger-transport-licence/provider/register/term': 'pass',
  };

  it('judges every term of days, and sends no application twice', { timeout: 600_000 }, async () => {
    setWall(at(START));
    portal.opened = 0;
    portal.fateOf = (flow) => FATES[flow] ?? { decidedAt: null, lostAt: null };
    const run = new Interrupted(`{${Object.keys(EXPECTED).join(',')}}`, {}, connect);
    await run.part();
    const { opened } = portal;
    expect(run.report.verdicts.map(({ verdict }) => verdict)).toEqual(Object.keys(EXPECTED).map(() => 'pending'));
    const dues = obligations(run).flatMap(({ dues }) => dues.map(({ due }) => due.slice(0, 10)));
    expect(dues).toEqual(expect.arrayContaining([TEN, FIFTEEN, calendarDaysAfter(START, 15)]));

    await wake(run, at(START), NIGHTS);
    const { verdicts } = run.report;
    expect(Object.fromEntries(verdicts.map(({ assertion, verdict }) => [assertion, verdict]))).toEqual(EXPECTED);
    expect(verdicts.filter(({ disputed }) => disputed).map(({ assertion }) => assertion)).toEqual([PERIODICALS]);
    expect(portal.opened).toBe(opened);
  });

  it('concludes nothing where the portal was replaced in between', async () => {
    setWall(at(START));
    portal.fateOf = () => decided(START, '13:00:00');
    const run = new Interrupted(EXPORT, {}, connect);
    await run.part();
    const { additions } = portal;
    portal.additions = ['idempotency'];
    await wake(run, at(START), [1]);
    portal.additions = additions;
    expect(verdictOn(run, EXPORT)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('it is another one'),
    });
  });
});
