// Tests the predicates on certificates at the brinks of their validity: what is right and wrong there, and what cannot be told.
import { describe, expect, it } from 'vitest';
import { BRINKS, type Brink } from '../../../../schemas/run/assertion.ts';
import { instantAt } from '../../../flow/brinks.ts';
import { sampleTrace } from '../../sample-trace.ts';
import type { Shown, Trace, Used } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const validity = { from: Date.parse('2013-04-28T00:00:00Z'), to: Date.parse('2013-04-29T00:00:00Z') };
const GOOD: readonly Brink[] = ['just-begun', 'just-ending'];

/** A certificate that was used at a brink, by a clock that is exact; it was checked so many milliseconds later at the latest. */
function used(brink: Brink, changes: Partial<Used> = {}, tookMs = 0): Used {
  const at = instantAt(brink, validity, { grainMs: changes.grainMs ?? 0 });
  const told = { accepted: true, problem: null, fault: null, exchange: 'walk#used', named: [], outcome: null };
  return { brink, validity, grainMs: 0, at, by: at + tookMs, ...told, ...changes };
}

const counts = (one: Trace['used'], brink: Brink = 'just-begun') =>
  judge({ predicate: 'counts-at', arguments: { action: 'sign', brink } }, sampleTrace({ used: one }));

const came = (brink: Brink, state: Shown['state'], changes: Partial<Shown> = {}): Shown => {
  const at = instantAt(brink, validity);
  const told = { state, status: 201, problem: null, fault: null, exchange: `walk#${brink}` };
  return { brink, validity, grainMs: 0, at, by: at, ...told, ...changes };
};

describe('counts-at', () => {
  const GRAINS = [0, 1000, 60_000];

  it('holds for what is right at the very second, by a clock of any grain', () => {
    for (const brink of BRINKS)
      for (const grainMs of GRAINS) {
        const outcome = GOOD.includes(brink) ? 'confirmed' : 'refused';
        expect(counts(used(brink, { grainMs, outcome }), brink)).toMatchObject({
          holds: true,
          evidence: ['walk#used', 'walk#9'],
        });
      }
    expect(counts(used('just-ended', { outcome: 'refused', named: ['expired'] }), 'just-ended').holds).toBe(true);
  });

  it('fails when something is wrong there', () => {
    for (const brink of BRINKS)
      for (const grainMs of GRAINS) {
        const outcome = GOOD.includes(brink) ? 'refused' : 'confirmed';
        const actual = `it is ${outcome}`;
        expect(counts(used(brink, { grainMs, outcome }), brink)).toMatchObject({ holds: false, actual });
      }
  });

  it.each<[Brink, Used['outcome'], boolean | null]>([
    ['just-before', 'refused', null],
    ['just-before', 'confirmed', null],
    ['just-begun', 'confirmed', true],
    ['just-begun', 'refused', false],
    ['just-ending', 'confirmed', true],
    ['just-ending', 'refused', null],
    ['just-ended', 'refused', true],
    ['just-ended', 'confirmed', false],
  ])('judges %s, %s, where it may have been checked five seconds later: %s', (brink, outcome, expected) => {
    expect(counts(used(brink, { outcome }, 5000), brink).holds).toBe(expected);
  });

  it('cannot be told when it is refused for another reason, when nothing tells of it, or when something is lacking', () => {
    expect(counts(used('just-ended', { outcome: 'refused', named: ['untrusted-issuer'] }), 'just-ended').reason).toBe(
      'it is refused for another reason: untrusted-issuer',
    );
    expect(counts(used('just-begun', { problem: '409 no' })).reason).toContain('neither confirmed nor refused');
    expect(counts(used('just-begun', { fault: 'no answer' })).reason).toContain('no answer');
    expect(counts({ why: ['no certificate'], lacks: true })).toMatchObject({ holds: null, lacks: true });
    expect(counts({ why: ['too late'], lacks: false })).toMatchObject({ holds: null, reason: 'too late' });
    expect(counts(null).holds).toBeNull();
  });
});

describe('let-in-at', () => {
  const good = { state: 'authorised', status: 201, problem: null, fault: null, exchange: 'walk#good' } as const;
  const judged = (brinks: Shown[], brink: Brink, own: Partial<Shown> = {}) =>
    judge(
      { predicate: 'let-in-at', arguments: { action: 'log-in', brink } },
      sampleTrace({ shown: { brinks, good: { ...good, ...own } } }),
    );

  it('holds when they are let in while it is in force, and not otherwise', () => {
    const right = BRINKS.map((brink) => came(brink, GOOD.includes(brink) ? 'authorised' : 'refused'));
    for (const brink of BRINKS) expect([brink, judged(right, brink).holds]).toEqual([brink, true]);
  });

  it('fails when it is the other way round', () => {
    const [first, last] = [came('just-begun', 'authorised'), came('just-ending', 'authorised')];
    for (const brink of BRINKS) {
      const wrong = came(brink, GOOD.includes(brink) ? 'refused' : 'authorised');
      expect([brink, judged([wrong, first, last], brink).holds]).toEqual([brink, false]);
    }
  });

  it('cannot be told when the door is shut, when it is never taken, or when nothing tells of it', () => {
    const none = BRINKS.map((brink) => came(brink, 'refused'));
    expect(judged(none, 'just-ended').reason).toContain('while it is in force');
    expect(judged(none, 'just-begun', { state: 'refused' }).reason).toContain('is good is not let in either');
    expect(judged([], 'just-begun').holds).toBeNull();
    expect(judged([came('just-ended', 'refused', { fault: 'no answer' })], 'just-ended').holds).toBeNull();
    expect(judged([came('just-begun', 'pending')], 'just-begun').holds).toBeNull();
    expect(judged([came('just-begun', null, { status: 500, problem: '500' })], 'just-begun').holds).toBeNull();
  });
});
