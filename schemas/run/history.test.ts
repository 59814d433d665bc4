// Tests what many runs say together: what broke and what healed, since when, and how long the steps take.
import { describe, expect, it } from 'vitest';
import type { TestAssertion } from './assertion.ts';
import { compare } from './comparison.ts';
import { foldReport } from './fold.ts';
import { historyOf, type RunOf, shareOf } from './history.ts';
import type { RunEvent } from './report.ts';
import type { Elapsed, VerdictName } from './verdict.ts';

const ID = 'act/portal/pay/term';
const night = (day: number) => `2026-11-${String(day).padStart(2, '0')}T20:00:00.000Z`;
/** What is found of the one assertion in a night; null where it is not tried. */
type Found = VerdictName | null | { verdict: VerdictName; elapsed: Elapsed };

function run(day: number, found: Found): RunOf {
  const { verdict, elapsed } =
    found !== null && typeof found === 'object' ? found : { verdict: found, elapsed: undefined };
  const assertion = { ...ASSERTION, id: verdict === null ? 'act/portal/other/term' : ID };
  const events: RunEvent[] = [
    {
      ...{ type: 'run-started', at: night(day), tool: 'reglament 0', target: 't', portal: 'p', seed: 1, nonce: null },
      ...{ convention: 'next-day', requireFull: false, regulations: ['act'], digests: { regulations: {}, suite: '' } },
      ...{ assertions: [assertion], scenarios: [] },
    },
    {
      type: 'verdict',
      verdict: {
        ...{ assertion: assertion.id, verdict: verdict ?? 'pass', at: night(day), clock: null, reason: null },
        ...{
          expected: 'e',
          actual: `seen on ${day}`,
          evidence: [],
          scenario: null,
          disputed: false,
          says: { expected: ['e'], actual: ['a'] },
        },
        ...(elapsed === undefined ? {} : { elapsed }),
      },
    },
    { type: 'run-finished', at: night(day).replace('20:', '21:'), stopped: null },
  ];
  return { dir: `night-${day}`, report: foldReport(events) };
}
const ASSERTION: Omit<TestAssertion, 'id'> = {
  ...{
    family: 'term',
    title: 't',
    titled: ['t'],
    regulation: 'act',
    flow: 'portal',
    action: 'pay',
    source: [{ clause: 6 }],
  },
  ...{ printed: 'p', level: 'required', because: null, predicate: 'finished-within', arguments: {}, walk: {} },
  ...{ needs: [], errata: [] },
};

const historyIn = (nights: readonly Found[]) =>
  historyOf(nights.map((found, at) => run(at + 1, found))).assertions.find(({ assertion }) => assertion === ID);

describe('trends', () => {
  it.each<[string, Found[], string, number | null, number]>([
    ['broke on the first night that fails after a pass', ['pass', 'pass', 'fail', 'fail'], 'broke', 3, 1],
    ['broke again', ['pass', 'fail', 'pass', 'fail'], 'broke', 4, 3],
    ['healed', ['fail', 'fail', 'pass'], 'healed', 3, 1],
    ['failing since the first night', ['fail', 'fail'], 'failing', 1, 0],
    ['passing since the first night', ['pass', 'pass'], 'passing', 1, 0],
    ['not broken by a night that decides nothing', ['pass', 'inconclusive', 'pass'], 'passing', 1, 0],
    ['not healed by a night that does not try it', ['fail', null, 'fail'], 'failing', 1, 0],
    ['broke while nobody could tell', ['pass', 'error', 'fail'], 'broke', 3, 1],
    ['lost since the first night that does not judge it', ['pass', 'pass', 'inconclusive', 'pending'], 'lost', 3, 0],
    ['lost where the portal offers it no more', ['fail', 'not-applicable'], 'lost', 2, 0],
    ['never judged', ['inconclusive', 'pending'], 'undecided', null, 0],
  ])('%s', (_, nights, trend, since, changes) => {
    expect(historyIn(nights)).toMatchObject({ trend, changes, since: since === null ? null : night(since) });
  });

  it('puts the nights in order, whatever the order of the folders, and tells what was seen last', () => {
    const found = historyOf([run(3, 'fail'), run(1, 'pass'), run(2, null)]);
    expect(found.runs.map(({ dir }) => dir)).toEqual(['night-1', 'night-2', 'night-3']);
    const one = found.assertions.find(({ assertion }) => assertion === ID);
    expect(one).toMatchObject({ verdicts: ['pass', null, 'fail'], actual: 'seen on 3', trend: 'broke' });
  });
});

describe('times', () => {
  const took = (withinMs: number | null, verdict: VerdictName = 'pass', termMs = 1000): Found => ({
    verdict,
    elapsed: { overMs: 10, withinMs, termMs },
  });

  it('are percentiles by nearest rank, ranked by the share of the term', () => {
    const nights = [400, 100, 300, 200, 1000, 500, 600, 700, 800, 900].map((ms) => took(ms));
    const times = historyIn(nights)?.times;
    expect([times?.p50.withinMs, times?.p90.withinMs, times?.slowest.withinMs]).toEqual([500, 900, 1000]);
    expect(times?.samples).toHaveLength(10);
    // A term that was longer over a holiday leaves more time.
    expect(historyIn([took(900, 'pass', 1000), took(1000, 'pass', 4000)])?.times?.slowest.withinMs).toBe(900);
  });

  it('count what was not seen to end as the slowest, and nothing that was not judged', () => {
    const times = historyIn([took(100), took(null, 'fail'), took(5, 'inconclusive')])?.times;
    expect(times?.slowest).toMatchObject({ withinMs: null, startedAt: night(2) });
    expect(times?.samples).toHaveLength(2);
    expect(historyIn(['pass'])?.times).toBeNull();
    expect(shareOf({ overMs: 0, withinMs: 1, termMs: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('compare', () => {
  const beside = (one: Found, other: Found) => {
    const of = (day: number, found: Found, took: number[]) => ({
      ...run(day, found),
      tookMs: new Map([['pay', took]]),
    });
    return compare(of(1, one, [5, 1, 3]), of(2, other, []));
  };

  it.each<[Found, Found, boolean]>([
    ['pass', 'pass', true],
    ['pass', 'fail', false],
    ['inconclusive', 'pending', false],
    ['pass', null, false],
  ])('of %s with %s is the same: %s', (one, other, same) => expect(beside(one, other).same).toBe(same));

  it('tells how long runs, steps and exchanges took', () => {
    const elapsed = { overMs: 1, withinMs: 2, termMs: 3 };
    const found = beside({ verdict: 'pass', elapsed }, { verdict: 'pass', elapsed: { ...elapsed, withinMs: 3 } });
    expect(found.tookMs).toEqual({ before: 3_600_000, after: 3_600_000 });
    expect(found.times).toMatchObject([{ before: { withinMs: 2 }, after: { withinMs: 3 } }]);
    expect(found.operations).toEqual([
      { operation: 'pay', before: { count: 3, medianMs: 3 }, after: { count: 0, medianMs: null } },
    ]);
  });
});
