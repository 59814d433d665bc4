// Tests the predicates over refusals: the kind, the cause and the language of the notification, and that nothing is issued.
import { describe, expect, it } from 'vitest';
import { entry, fetched, inKazakh, notice, sampleScenario, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const history = [entry('refuse')];
const kind = 'service-refused';
const UNREACHED = { holds: null, reason: 'the walk did not reach refuse' };

describe('notified', () => {
  const notified = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'notified', arguments: { action: 'refuse', kinds: ['service-refused', 'service-refused-data'] } },
      sampleTrace({ history, ...trace }),
    );

  it.each(['service-refused', 'service-refused-data'] as const)('holds when the step forms %s', (formed) => {
    expect(notified({ notices: inKazakh(notice('refuse', { kind: formed })) })).toMatchObject({
      holds: true,
      evidence: ['walk#kk'],
    });
  });

  it('fails when the step forms another kind', () => {
    const found = notified({ notices: inKazakh(notice('refuse', { kind: 'auth-refused-user' })) });
    expect(found).toMatchObject({ holds: false, actual: 'refuse forms auth-refused-user' });
  });

  it('fails when only another step forms the kind', () => {
    const found = notified({ notices: inKazakh(notice('pay', { kind })) });
    expect(found).toMatchObject({ holds: false, actual: 'refuse forms no notification' });
  });

  it.each(['', ' \n'])('fails when the notification has no words', (text) => {
    const found = notified({ notices: inKazakh(notice('refuse', { kind, text })) });
    expect(found).toMatchObject({ holds: false, actual: `the notification ${kind} has no words` });
  });

  it('cannot be told when the notifications could not be read', () => {
    expect(notified({})).toMatchObject({ holds: null, reason: 'the notifications could not be read' });
  });

  it('cannot be told when the step was not reached', () => {
    expect(notified({ history: [], notices: inKazakh(notice('refuse', { kind })) })).toMatchObject(UNREACHED);
  });
});

describe('names-cause', () => {
  const names = (trace: Partial<Trace>) =>
    judge(
      { predicate: 'names-cause', arguments: { action: 'refuse', cause: 'revoked' } },
      sampleTrace({ history, ...trace }),
    );

  it('holds when the notification names the cause', () => {
    expect(names({ notices: inKazakh(notice('refuse', { cause: 'revoked' })) }).holds).toBe(true);
  });

  it('fails when it names another cause, or none', () => {
    expect(names({ notices: inKazakh(notice('refuse', { cause: 'expired' })) })).toMatchObject({
      holds: false,
      actual: 'it names expired',
    });
    expect(names({ notices: inKazakh(notice('refuse')) })).toMatchObject({ holds: false, actual: 'it names none' });
  });

  it('holds when it names several causes, of which this is one, and fails when it is none of them', () => {
    expect(names({ notices: inKazakh(notice('refuse', { cause: ['expired', 'revoked'] })) }).holds).toBe(true);
    expect(names({ notices: inKazakh(notice('refuse', { cause: ['expired', 'on-hold'] })) })).toMatchObject({
      holds: false,
      actual: 'it names expired or on-hold',
    });
  });

  it('fails when only some of its notifications name the cause', () => {
    const both = [notice('refuse', { cause: 'revoked' }), notice('refuse', { cause: 'on-hold' })];
    expect(names({ notices: inKazakh(...both) })).toMatchObject({ holds: false, actual: 'it names revoked, on-hold' });
    const inRussian = { language: 'ru' as const, notifications: [notice('refuse')], exchange: 'walk#ru' };
    const found = names({ notices: [...inKazakh(notice('refuse', { cause: 'revoked' })), inRussian] });
    expect(found).toMatchObject({ holds: false, actual: 'it names revoked; none' });
  });

  it('is told by the kind where that says it, unless another cause is named', () => {
    const told = (...notices: Parameters<typeof inKazakh>) =>
      judge(
        {
          predicate: 'names-cause',
          arguments: { action: 'refuse', cause: 'revoked', saidBy: ['service-refused-certificate'] },
        },
        sampleTrace({ history, notices: inKazakh(...notices) }),
      ).holds;
    const kind = 'service-refused-certificate';
    const beside = notice('refuse', { kind: 'status-shown' });
    expect(told(beside, notice('refuse', { kind }))).toBe(true);
    expect(told(beside, notice('refuse', { kind, cause: 'expired' }))).toBe(false);
    expect(told(beside)).toBe(false);
  });

  it('cannot be told when the step forms no notification', () => {
    for (const notices of [[], inKazakh(notice('pay', { cause: 'revoked' }))])
      expect(names({ notices })).toMatchObject({
        holds: null,
        reason: expect.stringContaining('forms no notification'),
      });
  });

  it('cannot be told when the step was not reached', () => {
    expect(names({ history: [] })).toMatchObject(UNREACHED);
  });
});

describe('readable', () => {
  const TEXTS = {
    kk: 'Қызмет көрсетуден бас тартылды',
    ru: 'В услуге отказано',
    en: 'The service is refused',
  } as const;
  const readable = (language: 'kk' | 'ru' | 'en', text: string, trace: Partial<Trace> = {}) =>
    judge(
      { predicate: 'readable', arguments: { action: 'refuse', language } },
      sampleTrace({
        history,
        notices: [{ language, notifications: [notice('refuse', { text })], exchange: 'walk#asked' }],
        ...trace,
      }),
    );

  it.each(['kk', 'ru', 'en'] as const)('holds when the notification asked for in %s is in it', (language) => {
    expect(readable(language, TEXTS[language])).toMatchObject({ holds: true, evidence: ['walk#asked'] });
  });

  it.each([
    ['kk', 'ru'],
    ['kk', 'en'],
    ['ru', 'kk'],
    ['ru', 'en'],
    ['en', 'kk'],
    ['en', 'ru'],
  ] as const)('fails when the one asked for in %s is in %s', (asked, written) => {
    expect(readable(asked, TEXTS[written])).toMatchObject({ holds: false, actual: `it is in ${written}` });
  });

  it('fails when it has no words, or none of a language', () => {
    expect(readable('kk', '  ')).toMatchObject({ holds: false, actual: 'it has no words' });
    expect(readable('kk', '404')).toMatchObject({ holds: false, actual: 'it is in no language' });
  });

  it('judges by the text and not by the language that the portal says it is in', () => {
    const notifications = [notice('refuse', { text: TEXTS.en, language: 'kk' })];
    expect(readable('kk', '', { notices: [{ language: 'kk', notifications, exchange: 'x' }] }).holds).toBe(false);
  });

  it('cannot be told when it was asked for in another language only, or the step was not reached', () => {
    const notices = [{ language: 'ru' as const, notifications: [notice('refuse', { text: TEXTS.ru })], exchange: 'x' }];
    expect(readable('kk', '', { notices })).toMatchObject({
      holds: null,
      reason: expect.stringContaining('no notification'),
    });
    expect(readable('kk', TEXTS.kk, { history: [] })).toMatchObject(UNREACHED);
  });
});

describe('issues-nothing', () => {
  const nothing = (trace: Partial<Trace>) =>
    judge({ predicate: 'issues-nothing', arguments: { action: 'refuse' } }, sampleTrace({ history, ...trace }));
  const document = { mediaType: 'application/pdf', bytes: new Uint8Array(), signature: new Uint8Array() };
  const session = sampleScenario({ applications: 0 });

  it.each([403, 404, 409, 410])('holds when fetching the result is refused with %i', (status) => {
    expect(nothing({ fetched: fetched({ status }) })).toMatchObject({ holds: true, evidence: ['walk#result'] });
  });

  it('holds for a refused session, which has no request', () => {
    expect(nothing({ scenario: session, state: 'refused' }).holds).toBe(true);
  });

  it('cannot be told of a session that was not seen to the end of its refusal', () => {
    const unfinished = { scenario: session, state: 'pending', history: [entry('refuse', { finishedAt: null })] };
    expect(nothing(unfinished)).toMatchObject({ holds: null, reason: 'refuse was not seen finished' });
    expect(nothing({ ...unfinished, history: [entry('refuse')] }).holds).toBe(false);
  });

  it('fails when a result can be fetched', () => {
    expect(nothing({ fetched: fetched({ document, status: 200 }) })).toMatchObject({
      holds: false,
      actual: 'a result can be fetched',
    });
  });

  it('fails when a step ended with a result, before or after the refusal', () => {
    const issued = entry('issue', { completion: 'result-issued' });
    for (const steps of [
      [issued, ...history],
      [...history, issued],
    ])
      expect(nothing({ history: steps, fetched: fetched() })).toMatchObject({
        holds: false,
        actual: 'issue issues a result',
      });
  });

  it.each(['authorised', 'pending', null])('fails when the session is %s after all', (state) => {
    expect(nothing({ scenario: session, state })).toMatchObject({ holds: false, actual: `the session is ${state}` });
  });

  it.each<[string, Partial<Trace>]>([
    ['the step was not reached', { history: [], fetched: fetched() }],
    ['the session alone was refused, without the step', { history: [], scenario: session, state: 'refused' }],
    ['the result was not asked for', {}],
    ['the answer is a fault', { fetched: fetched({ status: 500, problem: null, fault: 'it answers 500' }) }],
    ['it was asked for wrongly', { fetched: fetched({ status: 400, problem: '400 what?' }) }],
    ['the login has run out', { fetched: fetched({ status: 401, problem: '401 who?' }) }],
  ])('cannot be told when %s', (_, trace) => {
    expect(nothing(trace)).toMatchObject({ holds: null, reason: expect.any(String) });
  });
});
