// Tests the predicates over another person: a refusal counts only where the owner was not refused as well.
import { describe, expect, it } from 'vitest';
import { entry, fetched, inKazakh, intrusion, performed, sampleTrace } from '../../sample-trace.ts';
import type { Intrusion, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const document = { mediaType: 'application/pdf', bytes: new Uint8Array([1]), signature: new Uint8Array([1]) };
const letIn = { letIn: true, reason: null };
const kept = { letIn: false, reason: 'the target supplies no credentials another-person' };
const FAULT = { status: null, problem: null, fault: 'no answer' };
const FAULTY = { holds: null, reason: 'nothing can be told from the answer: no answer' };

describe('hidden-from-another', () => {
  const peep = (changes: Partial<Intrusion>) => intrusion({ operation: 'readRequest', action: null, ...changes });
  const hidden = (changes: Partial<Intrusion>, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'hidden-from-another', arguments: { action: 'pay', operation: 'readRequest' } },
      sampleTrace({
        history: [entry('pay')],
        intruder: letIn,
        intrusions: [peep(changes)],
        notices: inKazakh(),
        ...trace,
      }),
    );
  const result = (changes: Partial<Intrusion>, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'hidden-from-another', arguments: { action: 'pay', operation: 'fetchResult' } },
      sampleTrace({
        history: [entry('pay')],
        intrusions: [peep({ operation: 'fetchResult', ...changes })],
        fetched: fetched({ document, status: 200, problem: null }),
        ...trace,
      }),
    );

  it.each([401, 403, 404])('holds when another person is refused with %i what the owner is shown', (status) => {
    expect(hidden({ status })).toMatchObject({ holds: true, evidence: ['walk#intrusion', 'walk#kk'] });
    expect(result({ status })).toMatchObject({ holds: true, evidence: ['walk#intrusion', 'walk#result'] });
  });

  it('fails when another person is shown it, even where the owner is not', () => {
    const shown = { accepted: true, status: 200, problem: null };
    expect(hidden(shown)).toMatchObject({ holds: false, actual: 'another person is shown it' });
    expect(hidden(shown, { notices: [] }).holds).toBe(false);
    expect(result(shown).holds).toBe(false);
  });

  it('cannot be told when the owner is refused as well', () => {
    expect(hidden({}, { notices: [] })).toMatchObject({
      holds: null,
      reason: expect.stringContaining('to the owner too'),
    });
    expect(result({}, { fetched: fetched() }).holds).toBeNull();
  });

  it.each([400, 405, 409, 422, null])('cannot be told from a refusal with %s: that is for another reason', (status) => {
    expect(hidden({ status })).toMatchObject({ holds: null, reason: expect.stringContaining('for another reason') });
  });

  it('cannot be told from a fault, without another person, or when the step was not reached', () => {
    expect(hidden(FAULT)).toMatchObject(FAULTY);
    expect(hidden({}, { intruder: kept, intrusions: [] })).toMatchObject({ holds: null, reason: kept.reason });
    expect(hidden({}, { history: [], intruder: null, interrupted: 'stopped' })).toMatchObject({
      holds: null,
      reason: 'the walk did not reach pay: stopped',
    });
    expect(hidden({ action: 'pay' }).holds).toBeNull();
  });
});

describe('refused-to-another', () => {
  const refused = (changes: Partial<Intrusion>, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'refused-to-another', arguments: { action: 'pay', operation: 'pay' } },
      sampleTrace({ intruder: letIn, intrusions: [intrusion(changes)], performed: [performed('pay')], ...trace }),
    );

  it.each([401, 403, 404, 409])(
    'holds when it is refused with %i, changes nothing, and is taken from the owner',
    (status) => {
      expect(refused({ status })).toMatchObject({ holds: true, evidence: ['walk#intrusion', 'walk#did-pay'] });
    },
  );

  it('fails when it is accepted from another person', () => {
    expect(refused({ accepted: true, status: 200 }, { performed: [] })).toMatchObject({
      holds: false,
      actual: 'pay is accepted from another person',
    });
  });

  it('fails when it is refused and the walk has changed', () => {
    expect(refused({ changed: true })).toMatchObject({
      holds: false,
      actual: 'pay is refused, yet the walk has changed',
    });
  });

  it('cannot be told when it is not accepted from the owner either', () => {
    for (const done of [[], [performed('pay', { accepted: false })], [performed('sign', { operation: 'pay' })]])
      expect(refused({}, { performed: done })).toMatchObject({
        holds: null,
        reason: 'pay is not accepted from the owner either',
      });
  });

  it.each([400, 405, 422, null])('cannot be told from a refusal with %s: that is for another reason', (status) => {
    expect(refused({ status })).toMatchObject({ holds: null, reason: expect.stringContaining('for another reason') });
  });

  it('cannot be told from a fault, when the walk could not be read, or when nothing was tried', () => {
    expect(refused(FAULT)).toMatchObject(FAULTY);
    expect(refused({ changed: null })).toMatchObject({
      holds: null,
      reason: expect.stringContaining('could not be read'),
    });
    expect(refused({}, { intruder: kept, intrusions: [] })).toMatchObject({ holds: null, reason: kept.reason });
    expect(refused({ action: 'sign' })).toMatchObject({ holds: null, reason: 'the walk did not reach pay' });
  });
});

describe('undisturbed', () => {
  const ended: Partial<Trace> = { history: [entry('issue')], state: 'completed' };
  const undisturbed = (trace: Partial<Trace>, ...intrusions: Intrusion[]) =>
    judge({ predicate: 'undisturbed', arguments: { action: 'issue' } }, sampleTrace({ intrusions, ...trace }));

  it('holds when the walk comes to its end after the attempts', () => {
    expect(undisturbed(ended, intrusion())).toMatchObject({ holds: true, evidence: ['walk#intrusion', 'walk#9'] });
  });

  it('fails when another person does a step and the walk goes no further', () => {
    const stopped = { history: [entry('pay')], state: 'open', interrupted: 'stopped' };
    for (const done of [{ accepted: true }, { changed: true }])
      expect(undisturbed(stopped, intrusion(done))).toMatchObject({
        holds: false,
        actual: "another person does pay, and the owner's walk goes no further",
      });
  });

  it('fails when it ends otherwise after what another person did', () => {
    expect(undisturbed({ ...ended, state: 'refused' }, intrusion({ accepted: true })).holds).toBe(false);
  });

  it('cannot be told when the walk stops for another reason: the attempts were refused', () => {
    expect(undisturbed({ interrupted: 'stopped' }, intrusion())).toMatchObject({
      holds: null,
      reason: 'the walk did not reach issue: stopped',
    });
  });

  it('cannot be told when nobody tried, or when no attempt had an answer', () => {
    expect(undisturbed({ ...ended, intruder: kept })).toMatchObject({ holds: null, reason: kept.reason });
    expect(undisturbed(ended, intrusion({ action: null, operation: 'readRequest' })).holds).toBeNull();
    expect(undisturbed(ended, intrusion(FAULT)).holds).toBeNull();
  });
});

describe('tampering-shows', () => {
  const shows = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'tampering-shows', arguments: { action: 'issue' } },
      sampleTrace({
        history: [entry('issue')],
        fetched: fetched({ document, status: 200, problem: null }),
        signature: { wrong: null, verifiesTampered: false, certificate: null },
        ...trace,
      }),
    );

  it('holds when the document verifies and the changed one does not', () => {
    expect(shows({})).toMatchObject({ holds: true, evidence: ['walk#result'] });
  });

  it('fails when the changed document verifies as well', () => {
    expect(shows({ signature: { wrong: null, verifiesTampered: true, certificate: null } }).holds).toBe(false);
  });

  it('fails when neither verifies', () => {
    expect(shows({ signature: { wrong: 'malformed', verifiesTampered: false, certificate: null } })).toMatchObject({
      holds: false,
      actual: 'neither verifies: malformed',
    });
  });

  it('cannot be told without a document, or before anybody has looked', () => {
    expect(shows({ fetched: null }).holds).toBeNull();
    expect(shows({ fetched: fetched() }).holds).toBeNull();
    expect(shows({ signature: null }).holds).toBeNull();
    expect(shows({ history: [] }).holds).toBeNull();
  });
});
