// The probes of the JSON portal's tests, which show what can be observed of the portal, and a way to every refusal.
import { X509Certificate } from '@peculiar/x509';
import { certificate } from '../../sample-credentials.ts';
import { Client, type Json, type Send } from './sample-client.ts';

/** Signs a customer in and takes an order as far as the step `stop`, which is not taken. */
export async function walkTo(
  send: Send,
  stop: 'apply' | 'pay' | 'choose' | 'sign' | 'decide' | 'end',
  { payment = 'FULL' as string | null, certificate: name = 'good', tail = '', client = new Client(send) } = {},
): Promise<Client> {
  await client.logIn('good');
  await client.open();
  const steps = {
    apply: () => client.apply(),
    pay: () => client.pay(payment),
    choose: () => client.choose(name),
    sign: () => client.sign(tail),
    decide: () => client.decide('APPROVE'),
  };
  for (const [step, take] of Object.entries(steps)) {
    if (step === stop) break;
    await take();
  }
  return client;
}

async function another(send: Send, { order }: Client): Promise<Client> {
  const client = new Client(send);
  await client.logIn('another-person');
  client.order = order;
  return client;
}

/** The probes by their names: each uses the portal in one way and gives what can be observed of it. */
export const PROBES: Record<string, (send: Send) => Promise<unknown>> = {
  done: async (send) => {
    const client = await walkTo(send, 'end');
    const listed = (await client.ask('GET', '/v2/orders')).body.items as Json[];
    return [await client.seen(), await client.licence(), listed.map(({ state }) => state)];
  },
  views: async (send) => {
    const client = await walkTo(send, 'apply');
    return (await client.of('GET', '/views')).body;
  },
  numbers: async (send) => [await (await walkTo(send, 'decide')).seen(), await (await walkTo(send, 'decide')).seen()],
  slowly: async (send) => {
    const client = new Client(send);
    client.tenant = String((await client.ask('POST', '/sandbox/tenants', {})).body.tenant);
    await client.logIn('good');
    await client.open();
    await client.pass(90);
    const statuses = [await client.apply(), await client.pay('FULL')];
    await client.pass(15);
    statuses.push(await client.choose('good'), await client.sign(), await client.decide('APPROVE'));
    await client.pass(20 * 86_400);
    return [statuses, await client.seen()];
  },
  brinks: async (send) => {
    const { notBefore, notAfter } = new X509Certificate(certificate('brief').certificatePem);
    const seen: unknown[] = [];
    for (const ms of [notBefore.getTime() - 1000, notBefore.getTime(), notAfter.getTime(), notAfter.getTime() + 1000]) {
      const client = new Client(send);
      const clock = new Date(ms).toISOString();
      client.tenant = String((await client.ask('POST', '/sandbox/tenants', { clock })).body.tenant);
      seen.push(await (await walkTo(send, 'choose', { client })).choose('brief'), (await client.seen()).trail);
    }
    return seen;
  },
  undecided: async (send) => (await walkTo(send, 'decide')).licence(),
  'refused-licence': async (send) => {
    const client = await walkTo(send, 'decide');
    await client.decide('REJECT_DOCUMENT');
    return client.licence();
  },
  twice: async (send) => {
    const client = await walkTo(send, 'end');
    return [await client.pay('FULL'), await client.sign('', Buffer.from('x')), await client.decide('APPROVE')];
  },
  'choose-unpaid': async (send) => {
    const client = await walkTo(send, 'pay');
    const before = await client.seen();
    return [await client.choose('good'), before, await client.seen()];
  },
  'choose-refused': async (send) => {
    const client = await walkTo(send, 'choose', { payment: null });
    const before = await client.seen();
    return [await client.choose('good'), before, await client.seen()];
  },
  'sign-refused': async (send) => {
    const client = await walkTo(send, 'sign', { certificate: 'expired' });
    const before = await client.seen();
    return [await client.sign('', Buffer.from('x')), before, await client.seen()];
  },
  'for-another': async (send) => (await walkTo(send, 'apply')).apply('900101300017'),
  'another-reads': async (send) => [(await (await another(send, await walkTo(send, 'apply'))).of('GET', '')).status],
  'another-pays': async (send) => {
    const owner = await walkTo(send, 'pay');
    const before = await owner.seen();
    return [await (await another(send, owner)).pay('FULL'), before, await owner.seen()];
  },
  'another-signs': async (send) => {
    const owner = await walkTo(send, 'sign');
    const before = await owner.seen();
    const content = (await owner.of('GET', '/payload')).bytes;
    return [await (await another(send, owner)).sign('', content), before, await owner.seen()];
  },
  'another-licence': async (send) => [
    (await (await another(send, await walkTo(send, 'end'))).of('GET', '/licence')).status,
  ],
  survey: async (send) => {
    const client = await walkTo(send, 'end');
    const wrong = await client.of('POST', '/survey', { choices: [4, 1] });
    return [wrong.status, (await client.of('POST', '/survey', { choices: [3, 1] })).status];
  },
};

/** Brings every refusal about, by its cause, and gives what can be observed of it. */
export const REFUSALS: Record<string, (send: Send) => Promise<{ trail: string[]; messages: string[] }>> = {};
for (const name of ['unknown-id', 'wrong-password', 'malformed-id', 'wrong-check-digit'])
  REFUSALS[name] = async (send) => {
    const client = new Client(send);
    await client.logIn(name);
    return client.signInSeen();
  };
for (const payment of [null, 'PARTIAL', 'OTHER_ORDER', 'CHARGED_BACK'])
  REFUSALS[String(payment)] = async (send) => (await walkTo(send, 'choose', { payment })).seen();
for (const name of [
  'expired',
  'not-yet-valid',
  'revoked',
  'on-hold',
  'untrusted-issuer',
  'another-person',
  'authentication-key',
])
  REFUSALS[name] = async (send) => (await walkTo(send, 'sign', { certificate: name })).seen();
REFUSALS['other-bytes'] = async (send) => (await walkTo(send, 'decide', { tail: '!' })).seen();
for (const verdict of ['REJECT_REQUIREMENTS', 'REJECT_UNTRUE', 'REJECT_DOCUMENT'])
  REFUSALS[verdict] = async (send) => {
    const client = await walkTo(send, 'decide');
    await client.decide(verdict);
    return client.seen();
  };
