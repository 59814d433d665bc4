// No way leads from one world into another: whatever one of them gave opens nothing, shows nothing and moves nothing in the other.
import { expect, it } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import {
  KEY_HEADER,
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type OperationShape,
  WORLD_HEADER,
} from '../../schemas/target/driver.ts';
import { OPEN_OPERATIONS } from '../../schemas/target/openapi.ts';
import { createApp } from './door/app.ts';
import { compileProgram } from './engine/program.ts';
import { Visitor } from './sample-visitor.ts';
import { createSimulator } from './simulator.ts';
import { writeQuestion } from './soap/soap.ts';

const regulation = loadRegulations('fixtures/regulations').find(({ id }) => id === 'passenger-transport-licence');
if (regulation === undefined) throw new Error('the regulation is gone');
const program = compileProgram(regulation, 'portal');
const app = createApp(createSimulator({ regulations: [regulation] }));
const SECRET = 'only-for-this-world';

/** Somebody with a filled form and a payment, in a world of their own. Worlds of one seed give the same numbers to their requests. */
async function arrived(seed: number) {
  const visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(seed);
  await visitor.arrive(program);
  await visitor.ask('fill', { values: { purpose: SECRET } });
  const { payment } = (await visitor.ask('makePayment', { request: visitor.request, standing: 'good' })).view();
  return { visitor, payment };
}

type Owner = Awaited<ReturnType<typeof arrived>>;

/** All that a world shows of itself to its owner, without moving it. */
async function shown({ visitor }: Owner): Promise<string[]> {
  const read = ['readSession', 'readRequest', 'readMessages', 'readContent', 'readPages', 'readHistory'] as const;
  const texts = [(await visitor.ask('advanceClock', { seconds: 0 })).text];
  for (const operation of read) texts.push((await visitor.ask(operation, null)).text);
  return texts;
}

const known: Record<string, unknown> = {
  ...{ regulation: regulation.id, flow: 'portal', as: 'applicant', now: '2013-03-15T10:00:00+06:00', name: 'a.pdf' },
  ...{ mediaType: 'application/pdf', content: '', cms: '', certificatePem: '-', id: '850615400026', password: 'x' },
  ...{ action: 'register', seed: 1, seconds: 5, values: {}, answers: [] },
};

/** An input of an operation that names what the other world gave, wherever it can name something of it. */
function inputOf({ input }: OperationShape, { visitor, payment }: Owner): string | null {
  if (input === null) return null;
  const ids: Record<string, unknown> = { session: visitor.session, request: visitor.request, payment };
  const properties: Record<string, { enum?: readonly unknown[] }> = Object(input).properties ?? {};
  const required: readonly string[] = Object(input).required ?? [];
  return JSON.stringify(
    Object.fromEntries(required.map((name) => [name, ids[name] ?? properties[name]?.enum?.[0] ?? known[name]])),
  );
}

function ask(operation: Operation, own: Owner, other: Owner, token: string | null) {
  const shape: OperationShape = OPERATIONS[operation];
  const path = shape.path.replace('{session}', other.visitor.session).replace('{request}', other.visitor.request);
  const headers = new Headers({ [WORLD_HEADER]: own.visitor.world ?? '', 'content-type': 'application/json' });
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const body = inputOf(shape, other);
  return app.request(path, { method: shape.method, headers, ...(body === null ? {} : { body }) });
}

it.each(OPERATION_NAMES)('%s in a world finds nothing of another one', async (operation) => {
  const [other, own] = [await arrived(21), await arrived(22)];
  const before = await shown(other);
  const secrets = [other.visitor.token, other.visitor.session, other.visitor.world, SECRET];
  for (const token of [other.visitor.token, own.visitor.token, await own.visitor.officer(program), null]) {
    const answer = await ask(operation, own, other, token);
    const text = await answer.text();
    for (const secret of secrets) expect(text).not.toContain(secret);
    const isForeign = token === other.visitor.token || token === null;
    if (isForeign && !OPEN_OPERATIONS.has(operation)) expect([401, 404]).toContain(answer.status);
    if (/\{(?:session|request)\}/u.test(OPERATIONS[operation].path)) expect(answer.status).toBeGreaterThanOrEqual(401);
  }
  expect(await shown(other)).toEqual(before);
});

it.each(OPERATION_NAMES.filter((name) => !OPEN_OPERATIONS.has(name)))(
  '%s takes no token of another world of the same seed, whose requests have the same ids',
  async (operation) => {
    const [other, own] = [await arrived(21), await arrived(21)];
    expect(own.visitor.request).toBe(other.visitor.request);
    expect((await ask(operation, own, own, other.visitor.token)).status).toBe(401);
  },
);

it('a key of one world is none in another', async () => {
  const [other, own] = [await arrived(21), await arrived(22)];
  const pass = async ({ visitor }: Owner) => {
    const headers = { [WORLD_HEADER]: visitor.world ?? '', [KEY_HEADER]: '"one"', 'content-type': 'application/json' };
    return (await app.request('/clock', { method: 'POST', headers, body: '{"seconds":7}' })).text();
  };
  await own.visitor.pass(100);
  expect(await pass(own)).not.toBe(await pass(other));
  const open = async (from: string) => {
    const headers = { [WORLD_HEADER]: from, [KEY_HEADER]: '"two"', 'content-type': 'application/json' };
    const body = JSON.stringify({ seed: 1, now: '2013-03-15T10:00:00+06:00' });
    return Object(await (await app.request('/worlds', { method: 'POST', headers, body })).json()).world;
  };
  const from = own.visitor.world ?? '';
  expect(await open(from)).toBe(await open(from));
  expect(await open(from)).not.toBe(await open(other.visitor.world ?? ''));
});

it('a payment of one world pays for nothing in another', async () => {
  const [other, own] = [await arrived(21), await arrived(22)];
  await own.visitor.pass(600);
  expect((await own.visitor.ask('pay', { payment: other.payment })).status).toBe(200);
  await own.visitor.pass(600);
  expect((await own.visitor.ask('readRequest', null)).view().state).toBe('refused');
});

it('an envelope that names the request of another world is about none', async () => {
  const [other, own] = [await arrived(21), await arrived(22)];
  const before = await shown(other);
  for (const token of [own.visitor.token, other.visitor.token]) {
    const body = writeQuestion({
      ...{ messageId: 'm', correlationId: null, serviceId: 'SIM_ELICENSE_NOTIFY', senderId: 's', sessionId: null },
      messageDate: '2013-03-15T10:00:00.000+06:00',
      fields: { request: other.visitor.request, state: 'REFUSED', action: 'pay', from: 'portal', to: 'e-licensing' },
    });
    const headers = {
      'content-type': 'text/xml',
      authorization: `Bearer ${token}`,
      [WORLD_HEADER]: own.visitor.world ?? '',
    };
    await app.request('/counterparties/e-licensing', { method: 'POST', headers, body });
  }
  expect(await shown(other)).toEqual(before);
});
