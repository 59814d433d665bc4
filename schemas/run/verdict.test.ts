// Tests the table of outcomes: every set of verdicts, with and without a dispute, and with the demand for everything.
import { describe, expect, it } from 'vitest';
import { conclude, count, groupOf, type RunOutcome, VERDICTS, type VerdictGroup, type VerdictName } from './verdict.ts';

type Short = Parameters<typeof conclude>[0][number];
const of = (verdict: VerdictName, disputed = false): Short => ({ verdict, disputed });
/** Every kind of verdict that can stand in a report. */
const KINDS = [...VERDICTS.map((verdict) => of(verdict)), of('inconclusive', true)];
const SETS = Array.from({ length: 2 ** KINDS.length }, (_, bits) => KINDS.filter((_, i) => (bits >> i) & 1));

/** The rule of DESIGN section 5, said once more in another way. */
function expected(set: readonly Short[], requireFull: boolean): RunOutcome {
  const has = (verdict: VerdictName) => set.some((one) => one.verdict === verdict && !one.disputed);
  if (has('fail')) return 'failed';
  if (!has('pass')) return 'incomplete';
  if (has('inconclusive') || has('pending') || has('error')) return 'incomplete';
  return requireFull && has('not-applicable') ? 'incomplete' : 'passed';
}

describe('groupOf', () => {
  it.each<[VerdictName, VerdictGroup, VerdictGroup, VerdictGroup]>([
    ['pass', 'passed', 'passed', 'passed'],
    ['fail', 'failed', 'failed', 'failed'],
    ['inconclusive', 'open', 'excused', 'open'],
    ['pending', 'open', 'open', 'open'],
    ['not-applicable', 'excused', 'excused', 'open'],
    ['error', 'open', 'open', 'open'],
  ])(
    'says of %s: %s, %s where only the reading is disputed, %s where all is required',
    (verdict, alone, read, full) => {
      expect(groupOf(of(verdict))).toBe(alone);
      expect(groupOf(of(verdict, true))).toBe(read);
      expect(groupOf(of(verdict), true)).toBe(full);
    },
  );
});

it('calls a failure expected only where the baseline knows it, and nothing else', () => {
  const known = { flaky: false, reason: 'r', link: 'l', expires: 'e' };
  for (const verdict of VERDICTS)
    expect(groupOf({ ...of(verdict), known })).toBe(verdict === 'fail' ? 'expected' : groupOf(of(verdict)));
});

describe('conclude', () => {
  it('lets a run pass on known failures where something passed and the baseline holds', () => {
    const known = { ...of('fail'), known: { flaky: false, reason: 'r', link: 'l', expires: 'e' } };
    expect(conclude([of('pass'), known])).toBe('passed');
    expect(conclude([of('pass'), known, of('fail')])).toBe('failed');
    expect(conclude([of('pass'), known, of('inconclusive')])).toBe('incomplete');
    expect(conclude([known])).toBe('incomplete');
    expect(conclude([of('pass'), known], false, false)).toBe('failed');
  });

  it('has 128 sets of verdicts to tell apart', () => {
    expect(SETS).toHaveLength(128);
  });

  it.each([false, true])('gives every set of verdicts its outcome, all required: %s', (requireFull) => {
    for (const set of SETS) {
      const listed = set.map(({ verdict, disputed }) => `${verdict}${disputed ? ' (disputed)' : ''}`).join();
      expect(conclude(set, requireFull), listed).toBe(expected(set, requireFull));
      expect(conclude([...set].reverse(), requireFull), listed).toBe(expected(set, requireFull));
    }
  });

  it.each<[string, Short[], boolean, RunOutcome]>([
    ['nothing at all', [], false, 'incomplete'],
    ['one pass', [of('pass')], false, 'passed'],
    ['a pass and a fail', [of('pass'), of('fail')], false, 'failed'],
    ['a fail and an error', [of('fail'), of('error')], false, 'failed'],
    ['a pass and an open one', [of('pass'), of('inconclusive')], false, 'incomplete'],
    ['a pass and a disputed one', [of('pass'), of('inconclusive', true)], false, 'passed'],
    ['a disputed one alone', [of('inconclusive', true)], false, 'incomplete'],
    ['a disputed pending one', [of('pass'), of('pending', true)], false, 'incomplete'],
    ['only what is not applicable', [of('not-applicable')], false, 'incomplete'],
    ['a pass and what is not applicable', [of('pass'), of('not-applicable')], false, 'passed'],
    ['the same, all required', [of('pass'), of('not-applicable')], true, 'incomplete'],
    ['a disputed one, all required', [of('pass'), of('inconclusive', true)], true, 'passed'],
  ])('concludes from %s', (_, set, requireFull, outcome) => {
    expect(conclude(set, requireFull)).toBe(outcome);
  });
});

describe('count', () => {
  it('counts each kind, all of them, and those that were judged', () => {
    const counts = count([...KINDS, of('pass')]);
    expect(counts).toEqual({
      pass: 2,
      fail: 1,
      inconclusive: 2,
      pending: 1,
      'not-applicable': 1,
      error: 1,
      total: 8,
      judged: 3,
    });
    expect(VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0)).toBe(counts.total);
  });

  it('counts nothing as nothing', () => {
    expect(new Set(Object.values(count([])))).toEqual(new Set([0]));
  });
});
