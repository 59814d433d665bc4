// Sends the SOAP service what a provider's employee does: the good walk over a socket, each refusal, and each violation by what it changes.
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../schemas/language.ts';
import { listen } from '../../door/server.ts';
import { createSoapPortal } from './portal.ts';
import { OFFICE, PROBES, type Send, Sender } from './sample-sender.ts';
import { VIOLATIONS, type ViolationId } from './violations.ts';
import { CAUSES, type Cause, LANGUAGES, OUTCOMES, type Outcome, word } from './wording.ts';

/** Where each violation shows. */
const SHOWN: Record<ViolationId, string> = {
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
  const told = [
    ...causes.map((cause) => word('DEREK_QATE', cause, null, language)),
    ...outcomes.map((outcome) => word(outcome, null, '1', language)),
  ];
  expect(told.filter((text) => languageOf(text) !== language)).toEqual([]);
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
