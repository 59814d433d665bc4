// Tests the predicate over signatures that are not those of whoever signs.
import { describe, expect, it } from 'vitest';
import { performed, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const refused = { accepted: false, changed: false, status: 400, problem: '400 not yours', fault: null };
const right = performed('route', { operation: 'sign' });

describe('refuses-signature', () => {
  const judged = (changes: object, trace: Partial<Trace> = {}) => {
    const tried = { ...refused, ...changes, exchange: 'walk#wrong' };
    return judge(
      { predicate: 'refuses-signature', arguments: { action: 'route', of: 'another-person' } },
      sampleTrace({
        signings: [{ action: 'route', of: 'another-person', tried, lacking: null }],
        performed: [right],
        ...trace,
      }),
    );
  };

  it('holds when it is refused, and the right one is accepted', () => {
    expect(judged({})).toMatchObject({ holds: true, evidence: ['walk#wrong', 'walk#did-route'] });
  });

  it('fails when it is accepted, or changes the walk', () => {
    expect(judged({ accepted: true })).toMatchObject({ holds: false, actual: 'it is accepted' });
    expect(judged({ changed: true }).holds).toBe(false);
  });

  it.each<[string, object, Partial<Trace>]>([
    ['there was no answer', { fault: 'reset' }, {}],
    ['the walk could not be read', { changed: null }, {}],
    ['it is refused for want of a login', { status: 401 }, {}],
    ['the right one is refused too', {}, { performed: [{ ...right, accepted: false }] }],
    ['the walk did not come to it', {}, { signings: [] }],
  ])('cannot be told where %s', (_, changes, trace) => {
    expect(judged(changes, trace).holds).toBeNull();
  });

  it('lacks what the target does not supply', () => {
    const none = { action: 'route', of: 'another-person', tried: null, lacking: 'no certificate' } as const;
    expect(judged({}, { signings: [none] })).toMatchObject({ holds: null, lacks: true, reason: 'no certificate' });
  });
});
