// Tests the predicates over whoever has no right to a request: a refusal counts only where the owner was not refused as well.
import { describe, expect, it } from 'vitest';
import { answered, entry, fetched, inKazakh, intrusion, performed, refusing, sampleTrace } from '../../sample-trace.ts';
import type { Intruder, Intrusion, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const document = { mediaType: 'application/pdf', bytes: new Uint8Array([1]), signature: new Uint8Array([1]) };
const letIn = { letIn: true, reason: null };
const kept: Intruder = { letIn: false, reason: ['the target supplies no credentials another-person'] };
const FAULT = { status: null, problem: null, fault: 'no answer' };
const FAULTY = { holds: null, reason: 'nothing can be told from the answer: no answer' };

describe('hidden-from', () => {
  const peep = (changes: Partial<Intrusion>) => intrusion({ operation: 'readRequest', action: null, ...changes });
  const hidden = (changes: Partial<Intrusion>, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'hidden-from', arguments: { action: 'pay', operation: 'readRequest', who: 'another' } },
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
      { predicate: 'hidden-from', arguments: { action: 'pay', operation: 'fetchResult', who: 'another' } },
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
    expect(hidden(shown)).toMatchObject({ holds: false, actual: 'readRequest is shown to another person' });
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

  it('holds when another person is answered, and the request is not in the answer', () => {
    const given = { accepted: false, status: 200, problem: null };
    expect(hidden(given)).toMatchObject({
      holds: true,
      actual: 'readRequest is refused: the request is not in the answer',
    });
  });

  it('cannot be told where the target lacks what the attempt takes, as it may', () => {
    const unsent = { status: 404, problem: null, fault: 'nothing has picked x', lacks: true };
    expect(hidden(unsent)).toMatchObject({ holds: null, lacks: true, reason: 'nothing has picked x' });
  });

  it.each([400, 405, 409, 422, null])('cannot be told from a refusal with %s: that is for another reason', (status) => {
    expect(hidden({ status })).toMatchObject({ holds: null, reason: expect.stringContaining('for another reason') });
  });

  it('cannot be told from a fault, without another person, or when the step was not reached', () => {
    expect(hidden(FAULT)).toMatchObject(FAULTY);
    expect(hidden({}, { intruder: kept, intrusions: [] })).toMatchObject({ holds: null, reason: kept.reason?.[0] });
    expect(hidden({}, { history: [], intruder: null, interrupted: ['stopped'] })).toMatchObject({
      holds: null,
      reason: 'the walk did not reach pay: stopped',
    });
    expect(hidden({ action: 'pay' }).holds).toBeNull();
  });

  describe('nobody', () => {
    type Read = 'readRequest' | 'readContent' | 'readPages' | 'fetchResult';
    const fromNobody = (operation: Read, tried: Partial<Intrusion>[], trace: Partial<Trace> = {}) =>
      judge(
        { predicate: 'hidden-from', arguments: { action: 'pay', operation, who: 'nobody' } },
        sampleTrace({
          history: [entry('pay')],
          intruder: kept,
          intrusions: tried.map((changes) => peep({ who: 'nobody', operation, ...changes })),
          notices: inKazakh(),
          ...trace,
        }),
      );
    const shown = { accepted: true, status: 200, problem: null };
    const signed = { performed: [performed('sign', { operation: 'sign' })] };
    const pages = {
      pages: [
        { stage: 'form', answer: answered({ screens: [], buttons: [], fields: [], shows: [], survey: null }) } as const,
      ],
    };

    it('is refused in both attempts, whether another person could log in or not', () => {
      expect(fromNobody('readRequest', [{}, { status: 401 }]).holds).toBe(true);
      expect(fromNobody('readContent', [{}], signed).evidence).toEqual(['walk#intrusion', 'walk#did-sign']);
      expect(fromNobody('readPages', [{}], pages)).toMatchObject({ holds: true });
    });

    it('is shown it in one attempt, be it the second or beside one without an answer', () => {
      for (const first of [{}, FAULT])
        expect(fromNobody('readRequest', [first, shown])).toMatchObject({
          holds: false,
          actual: 'readRequest is shown to somebody without a login',
        });
    });

    it('is refused what the owner is refused too, which tells nothing', () => {
      expect([fromNobody('readContent', [{}]).holds, fromNobody('readPages', [{}]).holds]).toEqual([null, null]);
      expect(fromNobody('readRequest', [{ who: 'another' }]).holds).toBeNull();
    });
  });
});

describe('refused-to', () => {
  const refused = (changes: Partial<Intrusion>, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'refused-to', arguments: { action: 'pay', operation: 'pay', who: 'another' } },
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
    expect(refused({}, { intruder: kept, intrusions: [] })).toMatchObject({ holds: null, reason: kept.reason?.[0] });
    expect(refused({ action: 'sign' })).toMatchObject({ holds: null, reason: 'the walk did not reach pay' });
  });

  it('counts what was tried by the one who is meant, and an accepted attempt beside a refused one', () => {
    const by = (who: Intrusion['who'], ...tried: Partial<Intrusion>[]) =>
      judge(
        { predicate: 'refused-to', arguments: { action: 'pay', operation: 'decide', who } },
        sampleTrace({
          intrusions: tried.map((changes) => intrusion({ operation: 'decide', ...changes })),
          performed: [performed('pay', { operation: 'decide' })],
        }),
      );
    expect(by('owner', { who: 'owner' }).holds).toBe(true);
    expect(by('owner', { who: 'another', accepted: true }).holds).toBeNull();
    expect(by('nobody', { who: 'nobody' }, { who: 'nobody', accepted: true })).toMatchObject({
      holds: false,
      actual: 'decide is accepted from somebody without a login',
    });
  });

  it('takes the survey of the owner for the rightful one', () => {
    const survey = (right: ReturnType<typeof answered> | ReturnType<typeof refusing>) =>
      judge(
        { predicate: 'refused-to', arguments: { action: 'pay', operation: 'answerSurvey', who: 'nobody' } },
        sampleTrace({
          intrusions: [intrusion({ who: 'nobody', operation: 'answerSurvey' })],
          survey: { other: refusing(), right } as NonNullable<Trace['survey']>,
        }),
      );
    expect([survey(answered({})).holds, survey(refusing()).holds]).toEqual([true, null]);
  });
});

describe('undisturbed', () => {
  const ended: Partial<Trace> = { history: [entry('issue')], state: 'completed' };
  const undisturbed = (trace: Partial<Trace>, ...intrusions: Intrusion[]) =>
    judge(
      { predicate: 'undisturbed', arguments: { action: 'issue', who: 'another' } },
      sampleTrace({ intrusions, ...trace }),
    );

  it('holds when the walk comes to its end after the attempts', () => {
    expect(undisturbed(ended, intrusion())).toMatchObject({ holds: true, evidence: ['walk#intrusion', 'walk#9'] });
  });

  it('fails when another person does a step and the walk goes no further', () => {
    const stopped: Partial<Trace> = { history: [entry('pay')], state: 'open', interrupted: ['stopped'] };
    for (const done of [{ accepted: true }, { changed: true }])
      expect(undisturbed(stopped, intrusion(done))).toMatchObject({
        holds: false,
        actual: "another person does pay, and the owner's walk goes no further",
      });
  });

  it('judges the attempts of those alone whom it speaks of', () => {
    const nobody = (...intrusions: Intrusion[]) =>
      judge(
        { predicate: 'undisturbed', arguments: { action: 'issue', who: 'nobody' } },
        sampleTrace({ intrusions, history: [entry('pay')], state: 'open', interrupted: ['stopped'] }),
      );
    expect(nobody(intrusion({ who: 'nobody', accepted: true })).actual).toBe(
      "somebody without a login does pay, and the owner's walk goes no further",
    );
    expect(nobody(intrusion({ accepted: true })).holds).toBeNull();
  });

  it('fails when it ends otherwise after what another person did', () => {
    expect(undisturbed({ ...ended, state: 'refused' }, intrusion({ accepted: true })).holds).toBe(false);
  });

  it('cannot be told when the walk stops for another reason: the attempts were refused', () => {
    expect(undisturbed({ interrupted: ['stopped'] }, intrusion())).toMatchObject({
      holds: null,
      reason: 'the walk did not reach issue: stopped',
    });
  });

  it('cannot be told when nobody tried, or when no attempt had an answer', () => {
    expect(undisturbed({ ...ended, intruder: kept })).toMatchObject({ holds: null, reason: kept.reason?.[0] });
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
        signature: { wrong: null, unknown: null, verifiesTampered: false, certificate: null },
        ...trace,
      }),
    );

  it('holds when the document verifies and the changed one does not', () => {
    expect(shows({})).toMatchObject({ holds: true, evidence: ['walk#result'] });
  });

  it('fails when the changed document verifies as well', () => {
    expect(shows({ signature: { wrong: null, unknown: null, verifiesTampered: true, certificate: null } }).holds).toBe(
      false,
    );
  });

  it('fails when neither verifies', () => {
    expect(
      shows({ signature: { wrong: 'is no CMS signature', unknown: null, verifiesTampered: false, certificate: null } }),
    ).toMatchObject({
      holds: false,
      actual: 'neither verifies: the signature is no CMS signature',
    });
  });

  it('cannot be told without a document, or before anybody has looked', () => {
    expect(shows({ fetched: null }).holds).toBeNull();
    expect(shows({ fetched: fetched() }).holds).toBeNull();
    expect(shows({ signature: null }).holds).toBeNull();
    expect(shows({ history: [] }).holds).toBeNull();
  });
});
