// Tests what becomes of an assertion's test in a test host, for every group of verdicts and every level.
import { describe, expect, it } from 'vitest';
import type { Level } from '../schemas/run/assertion.ts';
import type { Verdict } from '../schemas/run/verdict.ts';
import { whySkipped } from './test-result.ts';

const why = (changes: Partial<Verdict>, level: Level = 'required') =>
  whySkipped(
    { level },
    {
      assertion: 'act/portal/pay/actor',
      ...{ verdict: 'pass', at: '2026-11-26T10:00:00.000Z', clock: null, reason: null, expected: 'e', actual: 'a' },
      ...{ evidence: [], scenario: null, disputed: false, says: { expected: ['e'], actual: ['a'] } },
      ...changes,
    },
  );

describe('whySkipped', () => {
  it('lets a pass pass', () => {
    expect(why({})).toBeNull();
    expect(why({}, 'recommended')).toBeNull();
  });

  it.each(['required', 'implied'] as const)('fails what is %s and not so, or not known', (level) => {
    expect(() => why({ verdict: 'fail' }, level)).toThrow('fail: expected e; actual: a');
    expect(() => why({ verdict: 'inconclusive', reason: 'unseen' }, level)).toThrow('inconclusive');
    expect(() => whySkipped({ level }, undefined)).toThrow('without a verdict');
  });

  it('skips, with the reason, what the portal does not show and what the text leaves disputed', () => {
    expect(why({ verdict: 'not-applicable', reason: 'not-claimed' })).toBe('not-claimed');
    expect(why({ verdict: 'inconclusive', reason: 'two readings', disputed: true })).toBe('two readings');
  });

  it('fails nothing that is only recommended', () => {
    expect(why({ verdict: 'fail' }, 'recommended')).toBe('recommended, fail: expected e; actual: a');
  });
});
