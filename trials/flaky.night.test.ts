// A portal that is late now and then: what the baseline calls flaky is tried again, and what was late stays a failure.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Baseline } from '../schemas/run/baseline.ts';
import { groupOf } from '../schemas/run/verdict.ts';
import { type Alter, judgeAltered, type Outcome } from './altered-simulator.ts';
import { slowAt } from './altering.ts';
import { PAID } from './honest.ts';

const TERM = `${PAID}/pay/term`;
const baseline = (attempts: number): Baseline => ({
  ...{ on: '2026-11-27', failures: [], unknown: [] },
  flaky: [{ assertion: TERM, reason: 'r', link: 'https://t.example/1', expires: '2026-12-31', attempts }],
});

/** Is late with the payment in the first worlds that pay. */
function lateIn(worlds: number): Alter {
  const late = slowAt('pay', 100);
  const seen = new Set<string | null>();
  return (asked, pass) => {
    if (asked.path.endsWith('/payment') && asked.method === 'POST' && seen.size < worlds) seen.add(asked.world);
    return seen.has(asked.world) ? late(asked, pass) : pass();
  };
}

describe('an assertion on a term that the baseline calls flaky', () => {
  const outcomes: Record<string, Outcome> = {};
  const found = (name: string) => {
    const { report } = outcomes[name] ?? expect.unreachable();
    const [verdict] = report.verdicts;
    return { report, verdict: verdict ?? expect.unreachable() };
  };
  beforeAll(async () => {
    outcomes.once = await judgeAltered(TERM, lateIn(1), { baseline: baseline(3) });
    outcomes.always = await judgeAltered(TERM, lateIn(9), { baseline: baseline(3) });
    outcomes.never = await judgeAltered(TERM, lateIn(0), { baseline: baseline(3) });
  });

  it('stays a failure where it was late once, shows every attempt, and does not fail the run', () => {
    const { verdict, report } = found('once');
    expect(verdict.verdict).toBe('fail');
    expect(groupOf(verdict)).toBe('expected');
    // Nothing else was tried, and a run in which nothing passed has not passed.
    expect(report.outcome).toBe('incomplete');
    expect(verdict.attempts?.map(({ holds, actual }) => [holds, actual])).toEqual([
      [false, expect.stringContaining('it takes more than 9')],
      [true, expect.stringContaining('it takes at most 90 s')],
    ]);
    for (const { evidence } of verdict.attempts ?? [])
      expect(evidence.length > 0 && evidence.every((id) => Object.hasOwn(report.exchanges, id))).toBe(true);
  });

  it('is an unexpected failure where it was late at every attempt', () => {
    const { verdict, report } = found('always');
    expect(groupOf(verdict)).toBe('failed');
    expect(verdict.attempts?.map(({ scenario, holds }) => [scenario.replace(/.*-attempt/u, ''), holds])).toEqual([
      [expect.stringContaining(PAID), false],
      ['-2', false],
      ['-3', false],
    ]);
    expect(report.outcome).toBe('failed');
  });

  it('is tried once where it holds, and is not called stale', () => {
    const { verdict, report } = found('never');
    expect([verdict.verdict, verdict.attempts]).toEqual(['pass', undefined]);
    expect(report.baseline?.problems).toEqual([]);
  });
});
