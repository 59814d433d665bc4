// Walks the HTML portal as a browser does: the good walk over a socket, each refusal, and each violation by what it changes to be seen.
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../schemas/language.ts';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { TRUST } from '../../sample-credentials.ts';
import { listen } from '../../server.ts';
import { createHtmlPortal } from './portal.ts';
import { all, arrive, choose, FORM, finish, PROBES, type Send } from './sample-browser.ts';
import { VIOLATIONS, type ViolationId } from './violations.ts';

/** Where each violation shows first. */
const SHOWN: Record<ViolationId, string> = {
  'any-password': 'wrong-password',
  'unknown-number': 'unknown-id',
  'checksum-ignored': 'wrong-check-digit',
  'login-refused-in-russian': 'kazakh',
  'login-refused-silently': 'unknown-id',
  'login-refusal-as-service': 'malformed-id',
  'form-left-out': 'done',
  'form-twice': 'done',
  'form-by-portal': 'done',
  'iin-not-filled-in': 'form',
  'readable-by-anyone': 'another-reads',
  'expired-accepted': 'expired',
  'not-yet-valid-accepted': 'not-yet-valid',
  'revoked-accepted': 'revoked',
  'suspended-accepted': 'on-hold',
  'any-issuer': 'untrusted-issuer',
  'anyones-certificate': 'another-person',
  'login-key-accepted': 'authentication-key',
  'unreadable-accepted': 'unreadable',
  'certificate-refused-silently': 'expired',
  'certificate-cause-confused': 'revoked',
  'signs-after-refusal': 'sign-refused',
  'signs-without-certificate': 'sign-first',
  'signature-unchecked': 'other-bytes',
  'own-content-accepted': 'own-content',
  'signature-by-anyone': 'another-signs',
  'sign-not-routed': 'numbers',
  'never-registers': 'done',
  'registers-twice': 'done',
  'no-number': 'numbers',
  'same-number': 'numbers',
  'registered-by-applicant': 'done',
  'issues-undecided': 'undecided',
  'decides-again': 'twice',
  'refusal-confused': 'nedostoverno',
  'issues-refused': 'refused',
  'form-closes-early': 'slowly',
  'issues-late': 'done',
  'result-unsigned': 'done',
  'result-signature-wrong': 'done',
  'result-as-text': 'done',
  'result-for-anyone': 'another-result',
  'result-not-listed': 'done',
  'result-button-early': 'form',
  'survey-takes-anything': 'survey',
};

const portal = (violation: ViolationId | null = null): Send => createHtmlPortal({ ...TRUST, violation }).fetch;
const probe = (name: string, send: Send): Promise<unknown> =>
  PROBES[name]?.(send) ?? Promise.reject(new Error(`no probe ${name}`));
const expected = new Map<string, Promise<unknown>>();
const probeGood = (name: string): Promise<unknown> => {
  const known = expected.get(name) ?? probe(name, portal());
  expected.set(name, known);
  return known;
};

it('ends the good walk with a signed PDF, over a socket', async () => {
  const door = await listen(createHtmlPortal(TRUST), { port: 0 });
  const send: Send = async (request) => {
    const body = request.method === 'POST' ? await request.arrayBuffer() : null;
    const { method, headers } = request;
    return fetch(request.url.replace('http://127.0.0.1', door.url), { method, headers, body, redirect: 'manual' });
  };
  const [page, result, history] = (await probe('done', send)) as [
    { journal: unknown; particulars: unknown },
    unknown,
    unknown,
  ];
  await door.close();
  expect(page.journal).toEqual([
    'Вход в систему | Заявитель | Данные для входа приняты',
    'Заполнение запроса | Заявитель | Запрос сформирован',
    'Выбор сертификата | Заявитель | Запрос направлен',
    'Подписание | Заявитель | Запрос направлен',
    'Регистрация | ИС «Е-лицензирование» | Запрос зарегистрирован',
    'Выдача свидетельства | ИС «Е-лицензирование» | Свидетельство выдано',
  ]);
  expect(page.particulars).toEqual(
    expect.arrayContaining(['iin | 850615400026', 'nomer | МҚ-000001', 'sostoyanie | исполнено']),
  );
  expect(result).toEqual({ statuses: [200, 200], isPdf: true, seal: true });
  expect(history).toEqual(['исполнено']);
});

it('signs with the key of an authorised person of an organisation', async () => {
  const browser = await finish(portal());
  const { bytes } = await browser.get(`${browser.application}/rezultat.pdf`);
  const seal = await verifyCms((await browser.get(`${browser.application}/rezultat.p7s`)).bytes, bytes);
  expect(readCertificate(seal.certificatePem ?? '').bin).toBe('120140000017');
});

it.each([
  ['unknown-id', 'Отказ во входе | Портал', 'такой пользователь не зарегистрирован'],
  ['wrong-password', 'Отказ во входе | Портал', 'пароль введён неверно'],
  ['malformed-id', 'Отказ во входе | Портал', 'ИИН должен состоять из двенадцати цифр'],
  ['wrong-check-digit', 'Отказ во входе | Портал', 'контрольная цифра ИИН неверна'],
  ['expired', 'Отказ: сертификат | Портал', 'срок действия сертификата закончился'],
  ['not-yet-valid', 'Отказ: сертификат | Портал', 'срок действия сертификата ещё не наступил'],
  ['revoked', 'Отказ: сертификат | Портал', 'сертификат отозван'],
  ['on-hold', 'Отказ: сертификат | Портал', 'действие сертификата приостановлено'],
  ['untrusted-issuer', 'Отказ: сертификат | Портал', 'удостоверяющему центру нет доверия'],
  ['another-person', 'Отказ: сертификат | Портал', 'сертификат выдан другому лицу'],
  ['authentication-key', 'Отказ: сертификат | Портал', 'сертификат предназначен только для входа'],
  ['other-bytes', 'Отказ: сертификат | Портал', 'подпись поставлена не под этим документом'],
  ['ne-sootvetstvuet', 'Отказ: данные | ИС «Е-лицензирование»', 'заявитель не отвечает требованиям'],
  ['nedostoverno', 'Отказ: данные | ИС «Е-лицензирование»', 'сведения недостоверны'],
  ['net-dokumenta', 'Отказ: данные | ИС «Е-лицензирование»', 'не хватает документа'],
])('refuses for %s', async (name, step, reason) => {
  const seen = (await probe(name, portal())) as { journal: string[]; messages: string[] };
  expect(seen.journal.at(-1)).toContain(step);
  expect(seen.messages.at(-1)).toContain(`Причина: ${reason}.`);
});

it.each([
  ['sign-first', 409],
  ['sign-refused', 409],
  ['another-reads', 404],
  ['another-signs', 404],
  ['another-result', 404],
])('answers %s with %i and changes nothing', async (name, status) => {
  const [answered, before, after] = (await probe(name, portal())) as unknown[];
  expect([answered, after]).toEqual([status, before]);
});

it.each([
  ['undecided', { statuses: [404, 404], isPdf: false, seal: null }],
  ['refused', { statuses: [404, 404], isPdf: false, seal: null }],
  ['twice', [409, 409]],
  ['survey', [422, 303]],
])('keeps the order: %s', async (name, seen) => {
  expect(await probe(name, portal())).toEqual(seen);
});

it.each(['kk', 'ru', 'en'])('tells a refusal in %s', async (language) => {
  const browser = await choose(portal(), 'revoked');
  const { text } = await browser.get(browser.application, language);
  const texts = all(text, /class="tekst">(.*?)</g);
  expect(texts.map(languageOf)).toEqual(texts.map(() => language));
});

it('takes no form without its token', async () => {
  const browser = await arrive(portal());
  browser.token = 'forged';
  expect((await browser.step('anketa', FORM)).status).toBe(403);
});

it('takes no unknown violation', () => {
  expect(() => createHtmlPortal({ ...TRUST, violation: 'x' as ViolationId })).toThrow(/choose one of any-password/);
});

it('shows the same in every run, so that only a violation changes what is seen', async () => {
  for (const name of new Set(Object.values(SHOWN))) expect(await probe(name, portal())).toEqual(await probeGood(name));
});

describe('violations', () => {
  it.each(VIOLATIONS)('$id: $description', async ({ id }) => {
    expect(await probe(SHOWN[id], portal(id))).not.toEqual(await probeGood(SHOWN[id]));
  });
});
