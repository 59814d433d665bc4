// Tests the predicates over operations out of their turn: a refusal counts only where its precondition was observed.
import { describe, expect, it } from 'vitest';
import { fetched, performed, probe, sampleTrace } from '../../sample-trace.ts';
import type { Performed, Probe, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const document = { mediaType: 'application/pdf', bytes: new Uint8Array([1]), signature: new Uint8Array() };
/** What makes an early refusal count: the portal took what it waited for, and later the operation itself. */
const WENT_ON: Performed[] = [performed('pay'), performed('sign', { operation: 'sign' })];

describe('refused-early', () => {
  const early = (changes: Partial<Probe>, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'refused-early', arguments: { operation: 'sign', waitingFor: 'pay' } },
      sampleTrace({ performed: WENT_ON, probes: [probe(changes)], ...trace }),
    );

  it.each([401, 403, 404, 409])(
    'holds when it is refused with %i, changes nothing, and is taken in its turn',
    (status) => {
      expect(early({ status })).toMatchObject({ holds: true, evidence: ['walk#probe'] });
    },
  );

  it('fails when the operation is accepted', () => {
    expect(early({ accepted: true, status: 200 })).toMatchObject({ holds: false, actual: 'sign is accepted' });
  });

  it('fails when the operation is refused and the walk has changed', () => {
    expect(early({ changed: true })).toMatchObject({
      holds: false,
      actual: 'sign is refused, yet the walk has changed',
    });
  });

  it.each([400, 405, 415, 422, null])('cannot be told from a refusal with %s: that is for another reason', (status) => {
    expect(early({ status })).toMatchObject({ holds: null, reason: expect.stringContaining('for another reason') });
  });

  it('cannot be told from a fault', () => {
    expect(early({ status: null, problem: null, fault: 'the connection was reset' })).toMatchObject({
      holds: null,
      reason: 'nothing can be told from the answer: the connection was reset',
    });
  });

  it('cannot be told where the target lacks what the attempt takes, as it may', () => {
    const unsent = { status: 404, problem: null, fault: 'nothing has picked x', lacks: true };
    expect(early(unsent)).toMatchObject({ holds: null, lacks: true, reason: 'nothing has picked x' });
  });

  it('cannot be told when the walk could not be read afterwards', () => {
    expect(early({ changed: null })).toMatchObject({
      holds: null,
      reason: expect.stringContaining('could not be read'),
    });
  });

  it('cannot be told when the portal did not take what it was said to wait for', () => {
    const refused = performed('pay', { accepted: false });
    for (const done of [
      [],
      [performed('sign', { operation: 'sign' })],
      [refused, performed('sign', { operation: 'sign' })],
    ]) {
      expect(early({}, { performed: done })).toMatchObject({
        holds: null,
        reason: expect.stringContaining('did not go on'),
      });
    }
  });

  it('cannot be told when the operation is refused in its turn too', () => {
    const never = [performed('pay'), performed('sign', { operation: 'sign', accepted: false })];
    expect(early({}, { performed: never })).toMatchObject({
      holds: null,
      reason: expect.stringContaining('in its turn too'),
    });
    expect(early({}, { performed: [performed('pay')] }).holds).toBeNull();
  });

  it('cannot be told when it was not tried, or tried at another point only', () => {
    for (const probes of [[], [probe({ waitingFor: 'fill' })], [probe({ operation: 'pay' })]]) {
      expect(early({}, { probes })).toMatchObject({ holds: null, reason: 'the walk did not reach pay' });
    }
  });

  it('waits for the decision where the walk waits for one', () => {
    const decided = (done: Performed[], got: Trace['fetched'] = fetched({ document })) =>
      judge(
        { predicate: 'refused-early', arguments: { operation: 'fetchResult', waitingFor: 'decision' } },
        sampleTrace({
          performed: done,
          fetched: got,
          probes: [probe({ operation: 'fetchResult', waitingFor: 'decision' })],
        }),
      ).holds;
    expect(decided([performed('register', { operation: 'decide' })])).toBe(true);
    expect(decided([performed('register')])).toBeNull();
    expect(decided([performed('register', { operation: 'decide' })], fetched())).toBeNull();
    expect(decided([performed('register', { operation: 'decide' })], null)).toBeNull();
  });
});

describe('refused-after', () => {
  const later = (changes: Partial<Probe>, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'refused-after', arguments: { operation: 'sign', action: 'refuse' } },
      sampleTrace({ probes: [probe({ waitingFor: null, after: 'refuse', ...changes })], ...trace }),
    );

  it('holds when the operation is refused and changes nothing', () => {
    expect(later({})).toMatchObject({ holds: true, actual: 'sign is refused: 409 not yet' });
  });

  it('fails when the operation is accepted', () => {
    expect(later({ accepted: true })).toMatchObject({ holds: false, actual: 'sign is accepted' });
  });

  it('fails when the walk has changed', () => {
    expect(later({ changed: true }).holds).toBe(false);
  });

  it.each<[string, Partial<Probe>]>([
    ['a fault', { fault: 'no answer' }],
    ['a refusal for another reason', { status: 400 }],
    ['a walk that could not be read', { changed: null }],
  ])('cannot be told from %s', (_, changes) => {
    expect(later(changes).holds).toBeNull();
  });

  it('cannot be told when it was not tried, or tried after another step only', () => {
    for (const probes of [[], [probe({ waitingFor: null, after: 'other' })], [probe()]]) {
      const found = later({}, { probes, interrupted: ['pay was refused'] });
      expect(found).toMatchObject({ holds: null, reason: 'the walk did not reach refuse: pay was refused' });
    }
  });
});
