// Sends the SOAP service what a provider's employee does: the good walk over a socket, each refusal, and each violation by what it changes.
import { describe, expect, it, vi } from 'vitest';
import { languageOf } from '../../../schemas/language.ts';
import { SYSTEMS } from '../../sample-credentials.ts';
import { listen } from '../../server.ts';
import { createSoapPortal } from './portal.ts';
import { callOf, OFFICE, PROBES, type Send, Sender, signed, walkTo } from './sample-sender.ts';
import { unseal } from './transport-signature.ts';
import { type CallViolationId, VIOLATIONS, type ViolationId } from './violations.ts';
import { CAUSES, type Cause, LANGUAGES, OUTCOMES, type Outcome, word } from './wording.ts';

/** Where each violation shows. */
const SHOWN: Record<Exclude<ViolationId, CallViolationId>, string> = {
  'any-password': 'wrong-password',
  'unknown-login': 'unknown-id',
  'login-by-system': 'done',
  'login-refused-silently': 'unknown-id',
  'login-refused-in-kazakh': 'wrong-password',
  'login-refusal-as-service': 'unknown-id',
  'form-left-out': 'done',
  'form-by-system': 'done',
  'readable-by-anyone': 'another-reads',
  'fillable-by-anyone': 'another-fills',
  'look-up-left-out': 'done',
  'form-closes-early': 'slowly',
  'look-up-twice': 'done',
  'look-up-by-provider': 'done',
  'look-up-confirmed': 'done',
  'look-up-before-form': 'look-up-first',
  'person-not-needed': 'no-such-person',
  'organisation-not-needed': 'no-such-organisation',
  'attorney-not-needed': 'no-power-of-attorney',
  'outage-ignored': 'database-unavailable',
  'silence-ignored': 'silent',
  'not-found-silently': 'no-such-person',
  'not-found-confused': 'no-such-organisation',
  'not-found-as-refusal': 'no-such-person',
  'goes-on-not-found': 'attach-refused',
  'attaches-early': 'attach-first',
  'attachable-by-anyone': 'another-attaches',
  'attached-by-system': 'done',
  'never-registers': 'numbers',
  'registers-twice': 'numbers',
  'no-number': 'numbers',
  'same-number': 'numbers',
  'issues-undecided': 'undecided',
  'decides-again': 'twice',
  'refusal-confused': 'TALAP',
  'refused-by-provider': 'JALGAN',
  'issues-refused': 'refused-licence',
  'issues-late': 'done',
  'licence-unsigned': 'done',
  'licence-signature-wrong': 'done',
  'licence-for-anyone': 'another-licence',
  'issued-not-listed': 'done',
};

type Seen = { kui: string; nomir: string; steps: string[]; messages: string[] };
const portal = (violation: ViolationId | null = null): Send => createSoapPortal({ ...OFFICE, violation }).fetch;
const probe = (name: string, send: Send): Promise<unknown> =>
  PROBES[name]?.(send) ?? Promise.reject(new Error(`no probe ${name}`));
const expected = new Map<string, Promise<unknown>>();
const probeGood = (name: string): Promise<unknown> => {
  const known = expected.get(name) ?? probe(name, portal());
  expected.set(name, known);
  return known;
};

it('ends the good walk with a signed licence, over a socket', async () => {
  const door = await listen(createSoapPortal(OFFICE), { port: 0 });
  const send: Send = async (request) =>
    fetch(request.url.replace('http://127.0.0.1', door.url), { method: 'POST', body: await request.text() });
  const [seen, licence, listed] = (await probe('done', send)) as [Seen, unknown, unknown];
  await door.close();
  expect(seen.steps).toEqual([
    'KIRU QYZMET_KORSETUSHI ORYNDALDY',
    'TOLTYRU QYZMET_KORSETUSHI ORYNDALDY',
    'SURAU ZHT_MDQ JIBERILDI',
    'QUJAT QYZMET_KORSETUSHI QALYPTASTY',
    'TIRKEU E_LICENZIYALAU TIRKELDI',
    'LICENZIYA E_LICENZIYALAU BERILDI',
  ]);
  expect(seen.messages).toHaveLength(6);
  expect(seen).toMatchObject({ kui: 'BERILDI', nomir: 'TRL/1/13' });
  expect(licence).toEqual({ turi: 'application/pdf', isPdf: true, seal: true });
  expect(listed).toEqual({ tarih: { is: { id: 'is-1', kui: 'BERILDI', nomir: 'TRL/1/13' } } });
});

it.each([
  ['unknown-id', 'KIRUDEN_BAS_TARTU E_LICENZIYALAU RUQSAT_JOQ', '11'],
  ['wrong-password', 'KIRUDEN_BAS_TARTU E_LICENZIYALAU RUQSAT_JOQ', '12'],
  ['no-such-person', 'TABYLMADY E_LICENZIYALAU DEREK_ALYNBADY', '21'],
  ['no-such-organisation', 'TABYLMADY E_LICENZIYALAU DEREK_ALYNBADY', '22'],
  ['no-power-of-attorney', 'TABYLMADY E_LICENZIYALAU DEREK_ALYNBADY', '23'],
  ['database-unavailable', 'TABYLMADY E_LICENZIYALAU DEREK_ALYNBADY', '24'],
  ['silent', 'TABYLMADY E_LICENZIYALAU DEREK_ALYNBADY', '24'],
  ['TALAP', 'BAS_TARTU E_LICENZIYALAU DEREK_QATE', '31'],
  ['JALGAN', 'BAS_TARTU E_LICENZIYALAU DEREK_QATE', '32'],
  ['QUJAT_JOQ', 'BAS_TARTU E_LICENZIYALAU DEREK_QATE', '33'],
])('refuses for %s', async (name, step, cause) => {
  const seen = (await probeGood(name)) as Seen;
  expect(seen.kui).toBe('BAS_TARTYLDY');
  expect(seen.steps.at(-1)).toBe(step);
  expect(seen.messages.at(-1)).toContain(` | ${cause} | `);
});

it.each([
  ['look-up-first', 'TRL-409'],
  ['attach-first', 'TRL-409'],
  ['attach-refused', 'TRL-409'],
  ['another-fills', 'TRL-404'],
  ['another-attaches', 'TRL-404'],
])('answers %s with %s and changes nothing', async (name, code) => {
  const [answered, before, after] = (await probeGood(name)) as unknown[];
  expect([answered, after]).toEqual([code, before]);
});

it.each([
  ['undecided', 'TRL-404'],
  ['refused-licence', 'TRL-404'],
  ['another-reads', 'TRL-404'],
  ['another-licence', 'TRL-404'],
  ['twice', ['TRL-409', 'TRL-409', 'TRL-409']],
])('keeps its order and its secrets: %s', async (name, seen) => {
  expect(await probeGood(name)).toEqual(seen);
});

it.each([
  ['no XML', '<a>'],
  ['a document type', '<!DOCTYPE a><a/>'],
  ['another envelope', '<a/>'],
])('answers %s with a fault', async (_, body) => {
  expect(await new Sender(portal()).post(body)).toBe('TRL-400');
});

it.each([
  ['TRL_NEWHERE', 'TRL-404'],
  ['TRL_IS_ASHU', 'TRL-401'],
  ['TRL_KIRU', 'TRL-400'],
  ['TRL_SEANS', 'TRL-404'],
])('answers %s without a session with %s', async (serviceId, code) => {
  expect(await new Sender(portal()).ask(serviceId, '<is/>')).toBe(code);
});

it('lets a citizen in, who opens and decides nothing', async () => {
  const citizen = new Sender(portal());
  expect(await citizen.logIn('another-person', 'AZAMAT')).toMatchObject({ kui: 'ASHYQ' });
  expect([await citizen.step('TRL_IS_ASHU'), await citizen.step('TRL_SHESHIM')]).toEqual(['TRL-403', 'TRL-403']);
});

it('shows a session again, in another language', async () => {
  const sender = new Sender(portal());
  await sender.logIn('wrong-password');
  const answer = await sender.ask('TRL_SEANS', '<seans/>', 'en');
  expect(JSON.stringify(answer)).toContain('the password does not fit');
});

it.each(LANGUAGES)('speaks %s', (language) => {
  const causes = Object.keys(CAUSES) as Cause[];
  const outcomes = Object.keys(OUTCOMES) as Outcome[];
  const texts = [
    ...causes.map((cause) => word('DEREK_QATE', cause, null, language)),
    ...outcomes.map((outcome) => word(outcome, null, '1', language)),
  ];
  expect(texts.filter((text) => languageOf(text) !== language)).toEqual([]);
});

it('takes no unknown violation', () => {
  expect(() => createSoapPortal({ ...OFFICE, violation: 'x' as ViolationId })).toThrow(/choose one of any-password/);
});

it('shows the same in every run, so that only a violation changes what is seen', async () => {
  for (const name of new Set(Object.values(SHOWN))) expect(await probe(name, portal())).toEqual(await probeGood(name));
});

describe('violations', () => {
  it.each(VIOLATIONS)('$id: $description', async ({ id }) => {
    expect(await probe(SHOWN[id], portal(id))).not.toEqual(await probeGood(SHOWN[id]));
  });
});

describe('the transport signature', () => {
  const { sender, gateway } = SYSTEMS;
  const FROM = `<sender><senderId>${sender.id}</senderId><password/></sender>`;
  const info = (from: string) =>
    `<requestInfo><messageId>m</messageId><serviceId>TRL_SEANS</serviceId>${from}</requestInfo>`;
  const call = callOf('sync', 'SendMessage', info(FROM));
  const good = signed(call);
  const body = /<soapenv:Body.*<\/soapenv:Body>/su.exec(good)?.[0] ?? '';
  const evil = body.replace('TRL_SEANS', 'TRL_KIRU');

  it.each([
    ['none', call, 'SIGN_NOT_EXIST'],
    ['that of the sender', good, 'TRL-404'],
    ['that of somebody else', signed(call, gateway), 'IS_NOT_VALID'],
    ['that of the sender under another name', signed(call.replace(sender.id, 'somebody')), 'IS_NOT_VALID'],
    ['one of other bytes', good.replace('TRL_SEANS', 'TRL_KIRU'), 'IS_NOT_VALID'],
    ['one of a Body in the header', good.replace(body, evil).replace('<soapenv:Header>', `$&${body}`), 'IS_NOT_VALID'],
    [
      'one of a Body of another name',
      good
        .replace(body, evil.replace('wsu:Id="_0"', 'wsu:Id="_1"'))
        .replace('<soapenv:Header>', `$&<old>${body}</old>`),
      'IS_NOT_VALID',
    ],
    ['one of two Bodies', good.replace(body, body + evil), 'TRL-400'],
  ])('%s', async (_, xml, code) => {
    expect(await new Sender(portal()).post(xml)).toBe(code);
  });

  it('stands in every answer, faults too', async () => {
    for (const xml of [good, call, '<a>']) {
      const request = new Request('http://127.0.0.1/SyncChannel/v10', { method: 'POST', body: xml });
      const answer = await (await portal()(request)).text();
      const known = [{ id: 'gateway', certificatePem: gateway.certificatePem }];
      expect(unseal(answer, known).from.id).toBe('gateway');
    }
  });
});

describe('the AsyncChannel', () => {
  const FROM = `<sender><senderId>${SYSTEMS.sender.id}</senderId><password/></sender>`;
  const request = (sender: Sender, type = 'REQUEST', more = '') =>
    `<messageInfo>${more}<serviceId>TRL_DEREK_SURAU</serviceId><messageType>${type}</messageType>${FROM}<sessionId>${sender.session}</sessionId></messageInfo><messageData><data><is><id>${sender.file}</id></is></data></messageData>`;

  it('takes a request, tells of it, and answers it once it is done', async () => {
    const send = portal();
    const sender = await walkTo(send, 'lookUp');
    const before = await sender.seen();
    const taken = Object(await sender.call('async', 'sendMessage', request(sender)));
    const status = () => sender.call('async', 'getMessageStatus', `<messageId>${taken.messageId}</messageId>${FROM}`);
    await vi.waitFor(async () => expect(await status()).toMatchObject({ messageState: 'DELIVERED' }));
    expect(await status()).toMatchObject({ status: { statusCode: 'MESSAGE_ACCEPTED' } });
    const again = Object(await sender.call('async', 'sendMessage', request(sender)));
    const fetch = `<correlationId>${again.messageId}</correlationId><serviceId>TRL_DEREK_SURAU</serviceId>${FROM}`;
    const got = await sender.call('async', 'getMessages', fetch);
    expect(got).toMatchObject({
      messages: {
        messageInfo: { messageType: 'RESPONSE', correlationId: again.messageId },
        messageData: { data: { qate: { kod: 'TRL-409' } } },
      },
    });
    const refused = await sender.call('async', 'getMessageStatus', `<messageId>${again.messageId}</messageId>${FROM}`);
    expect(refused).toMatchObject({ status: { statusCode: 'MESSAGE_NOT_ACCTEPTED' } });
    expect(await sender.seen()).not.toEqual(before);
  });

  it.each([
    ['no REQUEST', (sender: Sender) => request(sender, 'RESPONSE'), 'TRL-400'],
    [
      'an answer to another',
      (sender: Sender) => request(sender, 'REQUEST', '<correlationId>1</correlationId>'),
      'TRL-400',
    ],
    ['no session', (sender: Sender) => request(Object.assign(sender, { session: '' })), 'TRL-401'],
    [
      'a service of the other channel',
      (sender: Sender) => request(sender).replace('TRL_DEREK_SURAU', 'TRL_SEANS'),
      'TRL-404',
    ],
  ])('does not take %s', async (_, say, code) => {
    const sender = await walkTo(portal(), 'lookUp');
    expect(await sender.call('async', 'sendMessage', say(sender))).toBe(code);
  });

  it('does not do at once what takes its time', async () => {
    const sender = await walkTo(portal(), 'lookUp');
    const info = `<requestInfo><messageId>m</messageId><serviceId>TRL_DEREK_SURAU</serviceId>${FROM}</requestInfo>`;
    expect(await sender.call('sync', 'SendMessage', info)).toBe('TRL-404');
  });
});
