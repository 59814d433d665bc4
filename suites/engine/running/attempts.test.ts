// Tests which walks are repeated for a flaky assertion, and that what the target does not allow is not sent.
import { describe, expect, it } from 'vitest';
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import type { Found } from '../judging/judge.ts';
import { undecided } from '../judging/judge.ts';
import { sampleScenario } from '../sample-trace.ts';
import { Attempts } from './attempts.ts';

const TERM = { id: 'act/portal/pay/term', title: 't', titled: ['t'] } as unknown as TestAssertion;
const OTHER = { id: 'act/portal/sign/term', title: 't', titled: ['t'] } as unknown as TestAssertion;
const SCENARIOS = ['a', 'b', 'c'].map((id) => sampleScenario({ id }));
const found = (scenario: string, holds: boolean | null): Found => ({
  scenario,
  finding: {
    ...{ holds, expected: 'e', actual: `${scenario}: ${holds}`, evidence: [`${scenario}#1`], reason: null },
    says: { expected: ['e'], actual: [`${scenario}: ${holds}`] },
  },
});
const made = () =>
  new Attempts(
    [TERM, OTHER].map(({ id }) => ({ assertion: id, attempts: 3 })),
    SCENARIOS,
  );
const always = () => true;
const ids = (round: ReturnType<Attempts['next']>) => [...round.keys()].map(({ id }) => id);
const never = () => expect.unreachable('nothing was spent');

describe('the next round', () => {
  it('repeats each scenario on which it failed, once for all assertions that need it', () => {
    const round = made().next(
      [
        { assertion: TERM, found: [found('a', false), found('b', true), found('c', null)] },
        { assertion: OTHER, found: [found('a', false), found('b', false)] },
      ],
      always,
      never,
    );
    expect([...round].map(([{ id }, assertions]) => [id, assertions])).toEqual([
      ['a-attempt-2', [TERM, OTHER]],
      ['b-attempt-2', [OTHER]],
    ]);
  });

  it('repeats what has not held since, up to the last attempt', () => {
    const attempts = made();
    const first = [found('a', false), found('b', false)];
    expect(ids(attempts.next([{ assertion: TERM, found: first }], always, never))).toEqual([
      'a-attempt-2',
      'b-attempt-2',
    ]);
    const second = [...first, found('a-attempt-2', true), found('b-attempt-2', null)];
    expect(ids(attempts.next([{ assertion: TERM, found: second }], always, never))).toEqual(['b-attempt-3']);
    expect(ids(attempts.next([{ assertion: TERM, found: second }], always, never))).toEqual([]);
  });

  it('leaves out what the target does not allow, and tells it', () => {
    const spent: string[] = [];
    const round = made().next(
      [{ assertion: TERM, found: [found('a', false), found('b', false)] }],
      () => spent.length > 0,
      ({ id }) => spent.push(id),
    );
    expect([ids(round), spent]).toEqual([['b-attempt-2'], ['a']]);
  });
});

describe('what is told', () => {
  it('is every attempt at what failed, and nothing where it did not fail', () => {
    const attempts = made();
    attempts.next([{ assertion: TERM, found: [found('a', false)] }], always, never);
    const all = [found('a', false), found('a-attempt-2', true), found('b', true)];
    expect(attempts.tell({ ...undecided(TERM, ['r']), verdict: 'fail' }, all).attempts).toEqual([
      { scenario: 'a', repeats: 'a', holds: false, actual: 'a: false', says: ['a: false'], evidence: ['a#1'] },
      {
        scenario: 'a-attempt-2',
        repeats: 'a',
        holds: true,
        actual: 'a-attempt-2: true',
        says: ['a-attempt-2: true'],
        evidence: ['a-attempt-2#1'],
      },
    ]);
    expect(attempts.tell({ ...undecided(TERM, ['r']), verdict: 'pass' }, all)).not.toHaveProperty('attempts');
  });
});
