// Tests the predicates over the documents that are attached to a request.
import { describe, expect, it } from 'vitest';
import { sampleTrace } from '../../sample-trace.ts';
import type { Attached, Attaching, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const right: Attached = {
  ...{ accepted: true, status: 200, problem: null, fault: null, exchange: 'walk#right' },
  ...{ before: 0, after: 1 },
};
const wrong: Attached = {
  ...{ accepted: false, status: 400, problem: '400 empty', fault: null, exchange: 'walk#wrong' },
  ...{ before: 0, after: 0 },
};
const refused = { accepted: false, status: 409, problem: '409 no', after: 0 };
const faulty = { accepted: false, status: null, fault: 'no answer', after: 0 };
const attaching = (changes: Partial<Attaching> = {}): Partial<Trace> => ({
  attaching: { action: 'fill', wrong, right, onPaper: null, ...changes },
});

describe('keeps-document', () => {
  const keeps = (trace: Partial<Trace>) =>
    judge({ predicate: 'keeps-document', arguments: { action: 'fill' } }, sampleTrace(trace));

  it('holds when the request lists one document more, whatever it has listed before', () => {
    expect(keeps(attaching())).toMatchObject({ holds: true, evidence: ['walk#right'] });
    expect(keeps(attaching({ wrong: null, right: { ...right, before: 1, after: 2 } })).holds).toBe(true);
  });

  it('fails when it is refused, or taken and not listed', () => {
    expect(keeps(attaching({ right: { ...right, ...refused } }))).toMatchObject({
      holds: false,
      actual: 'it is refused: 409 no',
    });
    expect(keeps(attaching({ right: { ...right, after: 0 } })).holds).toBe(false);
  });

  it('cannot be told from a fault, from a request that lists none, or where no document was attached', () => {
    expect(keeps(attaching({ right: { ...right, ...faulty } })).holds).toBeNull();
    expect(keeps(attaching({ right: { ...right, before: null, after: null } })).holds).toBeNull();
    expect(keeps({}).holds).toBeNull();
    expect(keeps(attaching({ action: 'other' })).holds).toBeNull();
  });
});

describe('refuses-wrong-document', () => {
  const refuses = (trace: Partial<Trace>) =>
    judge({ predicate: 'refuses-wrong-document', arguments: { action: 'fill' } }, sampleTrace(trace));

  it.each([400, 409, 413, 415, 422])('holds when it is refused with %i and a right one is kept', (status) => {
    expect(refuses(attaching({ wrong: { ...wrong, status } }))).toMatchObject({
      holds: true,
      evidence: ['walk#wrong', 'walk#right'],
    });
  });

  it('holds when it is taken and does not come onto the request', () => {
    expect(refuses(attaching({ wrong: { ...wrong, accepted: true, status: 200 } })).holds).toBe(true);
  });

  it('fails when it comes onto the request', () => {
    const taken = { ...wrong, accepted: true, status: 200, after: 1 };
    expect(refuses(attaching({ wrong: taken }))).toMatchObject({
      holds: false,
      actual: 'it is taken, and the request lists it',
    });
  });

  it('cannot be told when a right one is not taken either, or when it is refused for another reason', () => {
    expect(refuses(attaching({ right: { ...right, ...refused } })).holds).toBeNull();
    expect(refuses(attaching({ right: { ...right, after: 0 } })).holds).toBeNull();
    for (const status of [401, 403, 404, 429])
      expect(refuses(attaching({ wrong: { ...wrong, status } })).holds).toBeNull();
  });

  it('cannot be told from a fault, from a request that lists none, or where none was tried', () => {
    expect(refuses(attaching({ wrong: { ...wrong, ...faulty } })).holds).toBeNull();
    const unlisted = { ...wrong, accepted: true, before: null, after: null };
    expect(refuses(attaching({ wrong: unlisted })).holds).toBeNull();
    expect(refuses(attaching({ wrong: null })).holds).toBeNull();
    expect(refuses({}).holds).toBeNull();
  });
});

describe('keeps-mark', () => {
  const marks = (trace: Partial<Trace>) =>
    judge({ predicate: 'keeps-mark', arguments: { action: 'fill' } }, sampleTrace(trace));

  it('holds where the form shows the mark', () => {
    expect(marks(attaching({ onPaper: true }))).toMatchObject({ holds: true, evidence: ['walk#right'] });
  });

  it('fails when the form shows that there is none', () => {
    expect(marks(attaching({ onPaper: false }))).toMatchObject({ holds: false });
  });

  it('cannot be told where nothing is shown, or the documents did not come so far', () => {
    expect(marks(attaching()).holds).toBeNull();
    expect(marks(attaching({ onPaper: true, right: { ...right, ...refused } })).holds).toBeNull();
    expect(marks(attaching({ onPaper: false, right: { ...right, ...faulty } })).holds).toBeNull();
    expect(marks(attaching({ action: 'other', onPaper: true })).holds).toBeNull();
    expect(marks({}).holds).toBeNull();
  });
});
