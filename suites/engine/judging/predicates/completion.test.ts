// Tests the predicates over what a step leaves behind: its message, its number, its document, and who did it.
import { describe, expect, it } from 'vitest';
import { NOT_SHOWN } from '../../../sut/sut.ts';
import { answered, entry, fetched, inKazakh, notice, sampleTrace, sighting } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const registered = [entry('register', { completion: 'request-registered' })];
const UNREACHED = { holds: null, reason: 'the walk did not reach register: stopped' };
const unreached: Partial<Trace> = { history: [], interrupted: ['stopped'] };

describe('completed-by', () => {
  const completed = (trace: Partial<Trace>, byRecord = false) =>
    judge(
      {
        predicate: 'completed-by',
        arguments: { action: 'register', kinds: ['request-registered', 'request-formed'], byRecord },
      },
      sampleTrace({ history: registered, ...trace }),
    );
  const notices = inKazakh(notice('register', { kind: 'request-registered' }));

  it('holds when the step has one of the kinds and a notification of it stands', () => {
    expect(completed({ notices })).toMatchObject({ holds: true, evidence: ['walk#kk'] });
    const formed = { history: [entry('register', { completion: 'request-formed' })] };
    expect(completed({ ...formed, notices: inKazakh(notice('register', { kind: 'request-formed' })) }).holds).toBe(
      true,
    );
  });

  it('holds by the notification where the record does not say what completed the step', () => {
    expect(completed({ history: [entry('register')], notices })).toMatchObject({ holds: true });
  });

  it('fails when the step is completed by another kind', () => {
    const other = completed({ history: [entry('register', { completion: 'result-issued' })], notices });
    expect(other).toMatchObject({ holds: false, actual: 'register is completed by result-issued' });
  });

  it.each([
    ['none', []],
    ['one of another kind', [notice('register', { kind: 'result-issued' })]],
    ['one of another step', [notice('pay', { kind: 'request-registered' })]],
  ])('fails when of the notifications it claims there is %s', (_, notices) => {
    expect(completed({ notices: inKazakh(...notices) })).toMatchObject({
      holds: false,
      actual: 'register leaves no notification request-registered or request-formed',
    });
  });

  it('holds by the record alone where the text names no message, whatever the portal calls it or tells', () => {
    expect(completed({}, true)).toMatchObject({ holds: true });
    expect(completed({ history: [entry('register')] }, true)).toMatchObject({ holds: true });
    expect(completed({ notices: inKazakh() }, true)).toMatchObject({ holds: true });
  });

  it('fails when the record tells another completion, also where the text names no message', () => {
    expect(completed({ history: [entry('register', { completion: 'result-issued' })] }, true).holds).toBe(false);
    expect(completed({ history: [entry('register', { finishedAt: null })] }, true).holds).toBe(null);
  });

  it('cannot be told when the step is not finished, or the notifications could not be read', () => {
    const begun = [entry('register', { finishedAt: null })];
    expect(completed({ history: begun, notices })).toMatchObject({
      holds: null,
      reason: 'register was not seen finished',
    });
    expect(completed({})).toMatchObject({ holds: null, reason: 'the notifications could not be read' });
  });

  it('cannot be told when the step was not reached', () => {
    expect(completed({ ...unreached, notices })).toMatchObject(UNREACHED);
  });
});

describe('numbered', () => {
  const numbered = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'numbered', arguments: { action: 'register' } },
      sampleTrace({ history: registered, number: 'N1', ...trace }),
    );

  it('holds when the request has the number that the notification tells', () => {
    expect(numbered({ notices: inKazakh(notice('register', { number: 'N1' })) }).holds).toBe(true);
  });

  it.each([null, '', '  '])('fails when the number of the request is %j', (number) => {
    const notices = inKazakh(notice('register', { number }));
    expect(numbered({ number, notices })).toMatchObject({ holds: false, actual: 'the request has no number' });
  });

  it('fails when the notification tells another number', () => {
    expect(numbered({ notices: inKazakh(notice('register', { number: 'N2' })) })).toMatchObject({
      holds: false,
      actual: 'the notification tells N2, the request has N1',
    });
  });

  it('holds too when no notification tells it', () => {
    expect(numbered({ notices: inKazakh(notice('register')) }).holds).toBe(true);
    expect(numbered({}).holds).toBe(true);
  });

  it('cannot be told without the step', () => {
    expect(numbered(unreached)).toMatchObject(UNREACHED);
  });
});

describe('dated', () => {
  const dated = (registeredOn: string | null | undefined, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'dated', arguments: { action: 'register' } },
      sampleTrace({ history: registered, registeredOn, ...trace }),
    );
  // In Kazakhstan it is the 27th already, in Greenwich still the 26th.
  const late = '2013-04-26T20:00:00Z';
  const atNight = { history: [entry('register', { startedAt: late, finishedAt: late })] };

  it('holds when it has the date of the step, by the record of the portal or by the clock of the country', () => {
    expect(dated('2013-04-26')).toMatchObject({ holds: true, actual: 'it has the date 2013-04-26' });
    expect(dated('2013-04-26', atNight).holds).toBe(true);
    expect(dated('2013-04-27', atNight).holds).toBe(true);
  });

  it('fails when it has no date, or another', () => {
    expect(dated(null)).toMatchObject({ holds: false, actual: 'the request has no date' });
    expect(dated('2013-04-25').actual).toBe('it has the date 2013-04-25, register was done on 2013-04-26');
  });

  it('cannot be told where dates are not shown, or without the step', () => {
    expect(dated(undefined)).toMatchObject({ holds: null, reason: 'the portal shows no dates of requests' });
    expect(dated('2013-04-26', unreached)).toMatchObject(UNREACHED);
  });
});

describe('given-at-once', () => {
  const given = (what: 'number' | 'date', seen: Partial<Trace['given'][number]> = {}, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'given-at-once', arguments: { action: 'register', what } },
      sampleTrace({
        given: [{ action: 'register', number: 'N1', date: '2013-04-26', exchange: 'walk#5', ...seen }],
        ...trace,
      }),
    );

  it('holds when the request had it once the step was done', () => {
    expect(given('number')).toMatchObject({ holds: true, evidence: ['walk#5'] });
    expect(given('date').holds).toBe(true);
  });

  it('fails when it did not, whatever it has at the end', () => {
    const later = { number: 'N1', registeredOn: '2013-04-26' };
    expect(given('number', { number: null }, later)).toMatchObject({ holds: false, actual: 'it has no number then' });
    expect(given('number', { number: ' ' }, later).holds).toBe(false);
    expect(given('date', { date: null }, later).actual).toBe('it has no date then');
  });

  it('cannot be told where dates are not shown, or without the step', () => {
    expect(given('date', { date: undefined }).reason).toBe('the portal shows no dates of requests');
    expect(given('number', {}, { ...unreached, given: [] })).toMatchObject(UNREACHED);
  });
});

describe('numbered-apart', () => {
  const apart = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'numbered-apart', arguments: { action: 'register' } },
      sampleTrace({ history: registered, ...trace }),
    );

  it('holds for one walk and names what must differ from the others', () => {
    expect(apart({ number: 'N1' })).toMatchObject({ holds: true, apart: 'N1' });
  });

  it('cannot be told without a number: nothing is compared', () => {
    const found = apart({ number: null });
    expect(found).toMatchObject({ holds: null, reason: 'the request has no number' });
    expect(found.apart).toBeUndefined();
  });

  it('cannot be told when the step was not reached, though there is a number', () => {
    const found = apart({ ...unreached, number: 'N1' });
    expect(found).toMatchObject(UNREACHED);
    expect(found.apart).toBeUndefined();
  });
});

describe('numbered-alike', () => {
  const alike = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'numbered-alike', arguments: { action: 'register' } },
      sampleTrace({ history: registered, number: 'E-1', ...trace }),
    );
  const listed = (number: string | null, request = 'R') => ({
    serviceHistory: { request: 'R', answer: answered({ requests: [{ request, number, state: 'open' as const }] }) },
  });

  it('holds when messages and history tell it, in whatever writing', () => {
    const notices = inKazakh(notice('register', { number: '№ e 1' }), notice('pay', { number: null }));
    expect(alike({ notices, ...listed('E-1/2013') })).toMatchObject({
      holds: true,
      evidence: ['walk#9', 'walk#kk', 'walk#beside'],
    });
  });

  it('fails when a message or the history tells another', () => {
    expect(alike({ notices: inKazakh(notice('register', { number: 'E-2' })) })).toMatchObject({
      holds: false,
      actual: 'the request has E-1, and elsewhere it has E-2',
    });
    expect(alike(listed('E-2')).holds).toBe(false);
  });

  it('cannot be told where nothing else tells it, or the request has none', () => {
    const nowhere = { holds: null, lacks: true, reason: 'the number is told nowhere else' };
    for (const trace of [{}, listed(null), listed('E-2', 'another')]) expect(alike(trace)).toMatchObject(nowhere);
    expect(alike({ number: null, ...listed('E-2') })).toMatchObject({
      holds: null,
      reason: 'the request has no number',
    });
    expect(alike({ ...unreached, ...listed('E-2') })).toMatchObject(UNREACHED);
  });
});

describe('document-issued', () => {
  const issued = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'document-issued', arguments: { action: 'register' } },
      sampleTrace({ history: registered, ...trace }),
    );
  const document = { mediaType: 'application/pdf', bytes: new Uint8Array(3), signature: new Uint8Array() };

  it('holds when a document can be fetched', () => {
    const found = issued({ fetched: fetched({ document, status: 200, problem: null }) });
    expect(found).toMatchObject({
      holds: true,
      actual: 'a document of 3 bytes (application/pdf)',
      evidence: ['walk#result'],
    });
  });

  it('fails when it is refused', () => {
    expect(issued({ fetched: fetched() })).toMatchObject({
      holds: false,
      actual: 'there is no document: 404 nothing there',
    });
  });

  it('fails when it is empty', () => {
    const empty = { ...document, bytes: new Uint8Array() };
    expect(issued({ fetched: fetched({ document: empty }) })).toMatchObject({
      holds: false,
      actual: 'the document is empty',
    });
  });

  it('cannot be told from a fault, without asking, or when the step was not reached', () => {
    expect(issued({ fetched: fetched({ fault: 'no answer', problem: null }) })).toMatchObject({
      holds: null,
      reason: 'nothing can be told from the answer: no answer',
    });
    expect(issued({})).toMatchObject({ holds: null, reason: 'the result was not asked for' });
    expect(issued({ ...unreached, fetched: fetched({ document }) })).toMatchObject(UNREACHED);
  });
});

describe('done-by', () => {
  const done = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'done-by', arguments: { action: 'register', actors: ['e-licensing', 'psc'] } },
      sampleTrace(trace),
    );

  it('holds when the party is on record', () => {
    const found = done({ history: [entry('register', { actor: 'e-licensing' })], sightings: [sighting('register')] });
    expect(found).toMatchObject({ holds: true, evidence: ['walk#register'] });
    expect(done({ history: [entry('register', { actor: 'psc' })] }).holds).toBe(true);
  });

  it('fails when another party is on record', () => {
    expect(done({ history: registered })).toMatchObject({ holds: false, actual: 'it is recorded as done by portal' });
  });

  it('cannot be told when the step was not reached', () => {
    expect(done({ ...unreached })).toMatchObject(UNREACHED);
  });

  it('cannot be told when the target file does not read who it was', () => {
    expect(done({ history: [entry('register', { actor: NOT_SHOWN })] })).toMatchObject({ holds: null, lacks: true });
  });
});

describe('handed-over', () => {
  const handed = (trace: Partial<Trace>) =>
    judge({ predicate: 'handed-over', arguments: { action: 'register', means: 'e-mail' } }, sampleTrace(trace));

  it('holds when the notification tells it', () => {
    const notices = inKazakh(notice('register', { means: 'e-mail' }));
    expect(handed({ history: registered, notices })).toMatchObject({ holds: true, evidence: ['walk#kk'] });
  });

  it('fails when it tells another way, or none', () => {
    const another = inKazakh(notice('register', { means: 'in-person' }));
    expect(handed({ history: registered, notices: another })).toMatchObject({
      holds: false,
      actual: 'it is handed over in-person',
    });
    const none = inKazakh(notice('register'));
    expect(handed({ history: registered, notices: none })).toMatchObject({
      holds: false,
      actual: 'it is handed over in no way that is told',
    });
  });

  it('cannot be told without a notification, or when the step was not reached', () => {
    expect(handed({ history: registered, notices: inKazakh() })).toMatchObject({
      holds: null,
      reason: 'register forms no notification that could tell',
    });
    expect(handed({ ...unreached })).toMatchObject(UNREACHED);
  });
});

describe('sent-to-applicant', () => {
  const entering = {
    ...{ action: 'fill', opened: {}, openedIn: null, filled: {}, filledIn: 'walk#fill', applicant: '1' },
    ...{ attorney: null, email: 'me@example.com' },
  };
  const sent = (sentTo: string | undefined, trace: Partial<Trace> = {}) => {
    const told = notice('register', sentTo === undefined ? {} : { sentTo });
    return judge(
      { predicate: 'sent-to-applicant', arguments: { action: 'register' } },
      sampleTrace({ history: registered, notices: inKazakh(told), entering, ...trace }),
    );
  };

  it('holds when the notification tells the address that was entered', () => {
    expect(sent('Me@Example.com ')).toMatchObject({ holds: true, evidence: ['walk#kk'] });
  });

  it('fails when it tells another one, or none', () => {
    expect(sent('other@example.com')).toMatchObject({ holds: false, actual: 'it is sent to another address' });
    expect(sent(undefined)).toMatchObject({ holds: false, actual: 'no address is told' });
  });

  it('cannot be told without an address, without a notification, or when the step was not reached', () => {
    expect(sent('me@example.com', { entering: { ...entering, email: null } }).holds).toBeNull();
    expect(sent('me@example.com', { notices: inKazakh() })).toMatchObject({ holds: null, lacks: true });
    expect(sent('me@example.com', { ...unreached })).toMatchObject(UNREACHED);
  });
});
