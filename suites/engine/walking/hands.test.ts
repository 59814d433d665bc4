// Tests with what hands act: in whose session, with whose key, and never twice what may have happened.
import { expect, it } from 'vitest';
import type { SigningKey } from '../../../schemas/target/driver.ts';
import type { Call, Drive } from '../../sut/sut.ts';
import { sampleErrand } from '../sample-trace.ts';
import { freshOf } from './fresh.ts';
import { Hands } from './hands.ts';

const ERRAND = sampleErrand();

async function opensTwice(answer: { problem: string | null; fault: string | null }): Promise<number> {
  const sent: string[] = [];
  const drive: Drive = {
    roster: { credentials: {}, officer: null, certificates: {}, issuers: [] },
    now: () => 0,
    pass: async () => undefined,
    perform: async (operation) => {
      sent.push(operation);
      return { body: null, status: null, exchange: 'w#1', ...answer };
    },
  };
  const hands = new Hands(drive, ERRAND, freshOf('n', 'w'));
  expect(await hands.open()).toMatchObject({ accepted: false, ...answer });
  expect(await hands.open()).toMatchObject({ accepted: false, ...answer });
  return sent.length;
}

it('opens a request again that was refused, and never one that may have been opened', async () => {
  expect(await opensTwice({ problem: null, fault: 'it answers 503' })).toBe(1);
  expect(await opensTwice({ problem: '409 not yet', fault: null })).toBe(2);
});

/** What each operation was asked with, by hands that have opened the request R7 and then do something. */
async function calls(act: (hands: Hands) => Promise<unknown>) {
  const key = (name: string): SigningKey => ({ certificatePem: name, privateKeyPem: `key of ${name}` });
  const certificates = Object.fromEntries(
    ['good', 'expired', 'officer-good', 'head-good'].map((name) => [name, key(name)]),
  );
  const asked: Record<string, Call<'fill'>> = {};
  const person = { id: '850615400026', password: 'x' };
  const drive: Drive = {
    roster: { credentials: { good: person }, officer: null, certificates, issuers: [] },
    now: () => 0,
    pass: async () => undefined,
    perform: async (operation, call) => {
      asked[operation] = call as Call<'fill'>;
      const request = { request: 'R7', state: 'open', number: null, feeMinorUnits: null, result: false };
      const session = { session: 's', state: 'authorised', token: 't' };
      const body = { ...request, ...session, history: [], notifications: [], payment: 'P' };
      return { body: body as never, status: 200, problem: null, fault: null, exchange: 'w#1' };
    },
  };
  const hands = new Hands(
    drive,
    { ...ERRAND, parties: (action) => (action === 'agree' ? ['head'] : []) },
    freshOf('n', 'w'),
  );
  await hands.logIn();
  await act(hands);
  return asked;
}

it.each([
  [null, 'good', null],
  ['expired', 'expired', null],
  ['other-bytes', 'good', 'other-bytes'],
  ['own-content', 'good', 'own-content'],
  ['no-certificate', 'good', null],
] as const)('fills in with what whoever walks signs with where the cause is %s', async (cause, name, forged) => {
  const { fill } = await calls((hands) => hands.perform('fill', cause, 'fill-request'));
  expect(fill?.signing).toMatchObject({ key: { certificatePem: name }, forged });
});

it('confirms with what whoever may do the step signs with', async () => {
  const certificateFor = async (action: string) =>
    (await calls((hands) => hands.perform('confirm', null, action))).confirm?.signing?.key.certificatePem;
  expect(await certificateFor('agree')).toBe('head-good');
  expect(await certificateFor('examine')).toBe('officer-good');
});

it('pays in the session of whose request it is, whoever comes back from paying', async () => {
  const { makePayment } = await calls(async (hands) => {
    await hands.open();
    await hands.inOtherHands('other').perform('pay', null, 'pay');
  });
  expect(makePayment).toMatchObject({ token: 't', at: { request: 'R7' }, input: { request: 'R7', standing: 'good' } });
});
