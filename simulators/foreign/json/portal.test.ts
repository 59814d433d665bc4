// Walks the JSON portal as a client does: the good walk over a socket, each refusal, and each violation by what it changes to be seen.
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../schemas/language.ts';
import { TRUST } from '../../sample-credentials.ts';
import { listen } from '../../server.ts';
import { createJsonPortal } from './portal.ts';
import { Client, type Send } from './sample-client.ts';
import { PROBES, REFUSALS, walkTo } from './sample-walks.ts';
import { type CallViolationId, VIOLATIONS, type ViolationId } from './violations.ts';
import { LANGUAGES, phrase, REASONS, type Reason, TOPICS, type Topic } from './wording.ts';

/** Where each violation shows. */
const SHOWN: Record<Exclude<ViolationId, CallViolationId>, string> = {
  'any-password': 'wrong-password',
  'unknown-account': 'unknown-id',
  'sign-in-by-portal': 'done',
  'denial-without-message': 'unknown-id',
  'denial-in-english': 'unknown-id',
  'application-not-recorded': 'done',
  'application-confirmed': 'done',
  'application-closes-early': 'slowly',
  'applies-for-anyone': 'for-another',
  'readable-by-anyone': 'another-reads',
  'view-missing': 'views',
  'unpaid-accepted': 'null',
  'underpaid-accepted': 'PARTIAL',
  'other-order-accepted': 'OTHER_ORDER',
  'chargeback-accepted': 'CHARGED_BACK',
  'payable-by-anyone': 'another-pays',
  'payment-by-portal': 'done',
  'slow-payment': 'slowly',
  'unpaid-reason-confused': 'null',
  'unpaid-rejected-twice': 'CHARGED_BACK',
  'goes-on-unpaid': 'choose-refused',
  'certificate-before-payment': 'choose-unpaid',
  'certificate-closes-early': 'slowly',
  'begins-early': 'brinks',
  'begins-late': 'brinks',
  'ends-early': 'brinks',
  'ends-late': 'brinks',
  'expired-accepted': 'expired',
  'not-yet-valid-accepted': 'not-yet-valid',
  'revoked-accepted': 'revoked',
  'any-issuer': 'untrusted-issuer',
  'anyones-certificate': 'another-person',
  'login-key-accepted': 'authentication-key',
  'certificate-topic-confused': 'revoked',
  'signs-after-rejection': 'sign-refused',
  'signature-unchecked': 'other-bytes',
  'signature-by-anyone': 'another-signs',
  'never-registers': 'numbers',
  'registers-twice': 'numbers',
  'no-number': 'numbers',
  'same-number': 'numbers',
  'slow-licence': 'slowly',
  'issues-late': 'done',
  'issues-undecided': 'undecided',
  'decides-again': 'twice',
  'rejection-reason-confused': 'REJECT_UNTRUE',
  'issues-rejected': 'refused-licence',
  'licence-unsigned': 'done',
  'licence-signature-wrong': 'done',
  'licence-as-text': 'done',
  'licence-for-anyone': 'another-licence',
  'issued-still-open': 'done',
  'trail-loses-its-end': 'done',
  'survey-takes-anything': 'survey',
};

const portal = (violation: ViolationId | null = null): Send => createJsonPortal({ ...TRUST, violation }).fetch;
const probe = (name: string, send: Send): Promise<unknown> =>
  (PROBES[name] ?? REFUSALS[name])?.(send) ?? Promise.reject(new Error(`no probe ${name}`));
const expected = new Map<string, Promise<unknown>>();
const probeGood = (name: string): Promise<unknown> => {
  const known = expected.get(name) ?? probe(name, portal());
  expected.set(name, known);
  return known;
};

it('ends the good walk with a signed PDF, over a socket', async () => {
  const door = await listen(createJsonPortal(TRUST), { port: 0 });
  const send: Send = async (request) => {
    const body = request.method === 'GET' ? null : await request.arrayBuffer();
    const { method, headers } = request;
    return fetch(request.url.replace('http://127.0.0.1', door.url), { method, headers, body });
  };
  const [seen, licence, listed] = (await probe('done', send)) as [
    Awaited<ReturnType<Client['seen']>>,
    unknown,
    unknown,
  ];
  await door.close();
  expect(seen.trail).toEqual([
    'SIGN_IN CUSTOMER CONFIRMED over',
    'APPLICATION CUSTOMER FORMED over',
    'PAYMENT PAYMENT_GATEWAY CONFIRMED over',
    'CERTIFICATE CUSTOMER FORWARDED over',
    'SIGNATURE CUSTOMER FORWARDED over',
    'REGISTRATION LICENSING_SYSTEM REGISTERED over',
    'LICENCE LICENSING_SYSTEM LICENSED over',
  ]);
  expect(seen.messages).toHaveLength(7);
  expect(seen.order).toMatchObject({ state: 'ISSUED', registryNumber: 'PT-1001', customer: '850615400026' });
  expect(licence).toEqual({ statuses: [200, 200], isPdf: true, seal: true });
  expect(listed).toEqual(['ISSUED']);
});

it.each([
  ['unknown-id', 'ACCESS_DENIAL WEB_PORTAL', 'ACCESS_DENIED | NO_ACCOUNT'],
  ['wrong-password', 'ACCESS_DENIAL WEB_PORTAL', 'ACCESS_DENIED | BAD_PASSWORD'],
  ['malformed-id', 'ACCESS_DENIAL WEB_PORTAL', 'ACCESS_DENIED | ID_FORMAT'],
  ['wrong-check-digit', 'ACCESS_DENIAL WEB_PORTAL', 'ACCESS_DENIED | ID_CHECKSUM'],
  ['null', 'PAYMENT_REJECTION LICENSING_SYSTEM', 'UNPAID | NO_PAYMENT'],
  ['PARTIAL', 'PAYMENT_REJECTION LICENSING_SYSTEM', 'UNPAID | UNDERPAID'],
  ['OTHER_ORDER', 'PAYMENT_REJECTION LICENSING_SYSTEM', 'UNPAID | OTHER_ORDER'],
  ['CHARGED_BACK', 'PAYMENT_REJECTION LICENSING_SYSTEM', 'UNPAID | CHARGEBACK'],
  ['expired', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CERT_PAST'],
  ['not-yet-valid', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CERT_FUTURE'],
  ['revoked', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CERT_REVOKED'],
  ['on-hold', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CERT_HOLD'],
  ['untrusted-issuer', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CERT_ISSUER'],
  ['another-person', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CERT_HOLDER'],
  ['authentication-key', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CERT_USAGE'],
  ['other-bytes', 'CERTIFICATE_REJECTION WEB_PORTAL', 'SIGNATURE_DOUBTED | CONTENT'],
  ['REJECT_REQUIREMENTS', 'CASE_REJECTION LICENSING_SYSTEM', 'CASE_REJECTED | REQUIREMENTS'],
  ['REJECT_UNTRUE', 'CASE_REJECTION LICENSING_SYSTEM', 'CASE_REJECTED | UNTRUE'],
  ['REJECT_DOCUMENT', 'CASE_REJECTION LICENSING_SYSTEM', 'CASE_REJECTED | DOCUMENT'],
])('refuses for %s', async (name, entry, message) => {
  const seen = await REFUSALS[name]?.(portal());
  expect(seen?.trail.at(-1)).toContain(entry);
  expect(seen?.messages.at(-1)).toContain(message);
});

it.each([
  ['choose-unpaid', 409],
  ['choose-refused', 409],
  ['sign-refused', 409],
  ['another-reads', 404],
  ['another-pays', 404],
  ['another-signs', 404],
  ['another-licence', 404],
])('answers %s with %i and changes nothing', async (name, status) => {
  const [answered, before, after] = (await probe(name, portal())) as unknown[];
  expect([answered, after]).toEqual([status, before]);
});

it.each([
  ['undecided', { statuses: [404, 404], isPdf: false, seal: null }],
  ['refused-licence', { statuses: [404, 404], isPdf: false, seal: null }],
  ['twice', [409, 409, 409]],
  ['survey', [422, 204]],
])('keeps the order: %s', async (name, seen) => {
  expect(await probe(name, portal())).toEqual(seen);
});

it('waits as long as the text gives people time, and is done before it has passed', async () => {
  const [statuses, { order }] = (await probe('slowly', portal())) as [number[], { order: unknown }];
  expect(statuses).toEqual([200, 202, 200, 202, 202]);
  expect(order).toMatchObject({ state: 'ISSUED' });
});

describe('the API', () => {
  it('wants the version of what is changed', async () => {
    const client = await walkTo(portal(), 'apply');
    expect((await client.of('PUT', '/application', {})).status).toBe(428);
    expect((await client.of('PUT', '/application', {}, { 'if-match': '"7"' })).status).toBe(412);
    expect(await client.apply()).toBe(200);
  });

  it('does once what is asked for twice with one key', async () => {
    const client = await walkTo(portal(), 'apply');
    const headers = { 'idempotency-key': 'k1' };
    const made = await Promise.all(
      [1, 2].map(async () => (await client.ask('POST', '/v2/orders', {}, headers)).body.id),
    );
    expect(new Set(made).size).toBe(1);
    expect(made[0]).toBe((await client.ask('POST', '/v2/orders', {}, headers)).body.id);
    expect((await client.ask('POST', '/v2/orders', { other: 1 }, headers)).status).toBe(422);
  });

  it('tells where an operation stands', async () => {
    const client = await walkTo(portal('slow-payment'), 'pay');
    const { body } = await client.of('POST', '/payments', { receipt: null });
    const path = `/v2/operations/${body.operation}`;
    expect((await client.ask('GET', path)).body).toMatchObject({ state: 'RUNNING' });
    await client.pass(601);
    expect((await client.ask('GET', path)).body).toMatchObject({ state: 'DONE' });
  });

  it('keeps tenants apart', async () => {
    const client = await walkTo(portal(), 'pay');
    client.tenant = String(
      (await client.ask('POST', '/sandbox/tenants', { clock: '2013-03-18T04:00:00Z' })).body.tenant,
    );
    expect((await client.of('GET', '')).status).toBe(401);
    expect((await client.ask('GET', '/sandbox/clock')).body).toEqual({ clock: '2013-03-18T04:00:00.000Z' });
  });

  it.each([
    ['GET', '/v2/orders/x', 401],
    ['GET', '/nowhere', 404],
    ['POST', '/v2/verdicts', 403],
    ['POST', '/sandbox/payments', 400],
    ['POST', '/sandbox/tenants', 400],
  ])('%s %s is a problem %i', async (method, path, status) => {
    const client = new Client(portal());
    const answer = await client.ask(method, path);
    expect([answer.status, answer.body.status]).toEqual([status, status]);
  });
});

it.each(LANGUAGES)('speaks %s', (language) => {
  const reasons = Object.keys(REASONS) as Reason[];
  const topics = Object.keys(TOPICS) as Topic[];
  const texts = [
    ...reasons.map((reason) => phrase('UNPAID', reason, null, language)),
    ...topics.map((topic) => phrase(topic, null, '1', language)),
  ];
  expect(texts.filter((text) => languageOf(text) !== language)).toEqual([]);
});

it('takes no unknown violation', () => {
  expect(() => createJsonPortal({ ...TRUST, violation: 'x' as ViolationId })).toThrow(/choose one of any-password/);
});

it('shows the same in every run, so that only a violation changes what is seen', async () => {
  for (const name of new Set(Object.values(SHOWN))) expect(await probe(name, portal())).toEqual(await probeGood(name));
});

describe('violations', () => {
  it.each(VIOLATIONS)('$id: $description', async ({ id }) => {
    expect(await probe(SHOWN[id], portal(id))).not.toEqual(await probeGood(SHOWN[id]));
  });
});
