// Tests what a baseline excuses, and that nothing in it stays without effect.
import { describe, expect, it } from 'vitest';
import type { Scenario, TestAssertion } from './assertion.ts';
import { attemptsAt, type Baseline, heldAgain, markKnown, standingOf } from './baseline.ts';
import type { Attempt, Verdict, VerdictName } from './verdict.ts';

const ID = 'act/portal/pay/term';
const entry = (expires = '2026-12-31') => ({ assertion: ID, reason: 'r', link: 'https://t.example/1', expires });
const baseline = (changes: Partial<Baseline> = {}): Baseline => ({
  ...{ on: '2026-12-31', failures: [], flaky: [], unknown: [] },
  ...changes,
});
const verdict = (name: VerdictName, changes: Partial<Verdict> = {}): Verdict => ({
  ...{ assertion: ID, verdict: name, at: '', clock: null, reason: null, expected: 'e', actual: 'a', evidence: [] },
  ...{ scenario: 'one', disputed: false, says: { expected: ['e'], actual: ['a'] }, ...changes },
});
const attempt = (repeats: string, holds: boolean | null): Attempt => ({
  ...{ scenario: `${repeats}-attempt`, repeats, holds, actual: '', says: [''], evidence: ['one#1'] },
});
const knownIn = (one: Baseline, found: Verdict) => markKnown([found], one)[0]?.known ?? null;

describe('markKnown', () => {
  it('marks a failure that the baseline knows, until the day on which the entry expires, that day included', () => {
    const fail = verdict('fail');
    expect(knownIn(baseline({ failures: [entry()] }), fail)).toMatchObject({ flaky: false, reason: 'r' });
    expect(knownIn(baseline({ failures: [entry('2026-12-30')] }), fail)).toBeNull();
    expect(knownIn(baseline(), fail)).toBeNull();
    expect(markKnown([fail], undefined)).toEqual([fail]);
  });

  it.each(['pass', 'inconclusive', 'pending', 'not-applicable', 'error'] as const)('marks no %s', (name) => {
    expect(knownIn(baseline({ failures: [entry()] }), verdict(name))).toBeNull();
  });

  it('marks a flaky failure only where it held on every scenario on which it had failed', () => {
    const flaky = baseline({ flaky: [{ ...entry(), attempts: 3 }] });
    const tried = (...attempts: Attempt[]) => knownIn(flaky, verdict('fail', { attempts }));
    expect(knownIn(flaky, verdict('fail'))).toBeNull();
    expect(tried(attempt('one', false))).toBeNull();
    expect(tried(attempt('one', false), attempt('one', null))).toBeNull();
    expect(tried(attempt('one', false), attempt('one', false))).toBeNull();
    expect(tried(attempt('one', false), attempt('two', false), attempt('one', true))).toBeNull();
    expect(tried(attempt('one', false), attempt('one', false), attempt('one', true))).toMatchObject({ flaky: true });
    expect(heldAgain([])).toBe(false);
  });
});

describe('standingOf', () => {
  const kinds = (one: Baseline, found: readonly Verdict[]) => standingOf(one, found).problems.map(({ kind }) => kind);

  it.each<[string, Verdict[], string[]]>([
    ['fails', [verdict('fail')], []],
    ['passes', [verdict('pass')], ['stale']],
    ['is not applicable any more', [verdict('not-applicable', { reason: 'not-observable: x' })], ['stale']],
    ['is open only because the text is disputed', [verdict('inconclusive', { disputed: true })], ['stale']],
    ['could not be decided, which shows nothing', [verdict('inconclusive')], []],
    ['was not tried in this run', [], []],
  ])('says of an entry whose assertion %s what does not hold', (_, found, expected) => {
    expect(kinds(baseline({ failures: [entry()] }), found)).toEqual(expected);
  });

  it('tells an entry that has expired and one that is unknown, each once', () => {
    const unknown = [{ assertion: 'act/portal/pay/trem', near: ID }];
    expect(kinds(baseline({ failures: [entry('2026-01-01')] }), [verdict('fail')])).toEqual(['expired']);
    expect(kinds(baseline({ failures: [entry('2026-01-01')] }), [verdict('pass')])).toEqual(['stale']);
    expect(kinds(baseline({ flaky: [{ ...entry('2026-01-01'), attempts: 2 }] }), [verdict('pass')])).toEqual([
      'expired',
    ]);
    const stale = { ...entry('2026-01-01'), assertion: 'act/portal/pay/trem' };
    const { problems } = standingOf(baseline({ failures: [stale], unknown }), []);
    expect(problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      `unknown: act/portal/pay/trem is in the baseline, and no assertion has this id; did you mean ${ID}? correct the entry or take it out`,
    ]);
  });

  it('does not call a flaky assertion stale because it passes', () => {
    expect(kinds(baseline({ flaky: [{ ...entry(), attempts: 2 }] }), [verdict('pass')])).toEqual([]);
  });
});

it('lets a run add the walks that can decide a flaky assertion, up to its number of attempts', () => {
  const scenario = (id: string, path: string[]) =>
    ({ id, regulation: 'act', flow: 'portal', path, cause: null, tags: [] }) as unknown as Scenario;
  const assertion = { id: ID, regulation: 'act', flow: 'portal', walk: { reaches: 'pay' } } as unknown as TestAssertion;
  const found = attemptsAt(
    { flaky: [{ ...entry(), attempts: 3 }] },
    [assertion],
    [scenario('one', ['pay']), scenario('two', ['sign'])],
  );
  expect([...found.keys()]).toEqual(['one-attempt-2', 'one-attempt-3']);
});
