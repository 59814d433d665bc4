// What counterparties send of their own accord is sent once, also where the world in which it was sent comes back from the store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import { type Listening, listen } from '../server.ts';
import { createApp } from './door/app.ts';
import { Visitor } from './sample-visitor.ts';
import { createSimulator } from './simulator.ts';
import { hasStores, NO_STORES } from './store/sample-store.ts';
import { openStore } from './store/sqlite-store.ts';
import type { WorldStore } from './store/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'reglament-outgoing-'));
const regulations = loadRegulations('fixtures/regulations');
const FOUND = { timeout: 20_000 };
const SENDER = '<sender><senderId>staging</senderId><password/></sender>';
const DATE = '2013-03-15T10:00:00.000+06:00';

/** What the portal was sent, in the order in which it came. */
const got: string[] = [];
let portal: Listening;
let file: string;
let store: WorldStore | null = null;
let app: ReturnType<typeof createApp>;
let visitor: Visitor;

beforeAll(async () => {
  const taking = new Hono().post('/', async ({ req, text }) => {
    got.push(await req.text());
    return text('ok');
  });
  portal = await listen(taking, { port: 0 });
});
beforeEach(async ({ skip }) => {
  skip(!hasStores, NO_STORES);
  got.length = 0;
  file = join(folder, `${crypto.randomUUID()}.db`);
  await restart();
  visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(4);
});
afterAll(async () => {
  store?.close();
  await portal.close();
  rmSync(folder, { recursive: true });
});

async function restart(): Promise<void> {
  store?.close();
  store = await openStore(file, '1');
  app = createApp(createSimulator({ regulations, seed: 3, store }));
}

const inWorld = (path: string) => `${path}?world=${visitor.world}`;

async function declare(what: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ for: what, url: `${portal.url}/` });
  expect((await app.request(inWorld('/addresses'), { method: 'PUT', headers, body })).status).toBe(200);
}

/** Pays on the page. @returns the number of the receipt */
async function pay(): Promise<string> {
  const body = new URLSearchParams({ world: visitor.world ?? '', request: 'r-1', amount: '100' });
  const answer = await app.request('/pay', { method: 'POST', body });
  expect(answer.status).toBe(200);
  return /<b>([^<]+)<\/b>/u.exec(await answer.text())?.[1] ?? expect.unreachable();
}

async function call(operation: string, request: string): Promise<string> {
  const body = `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header/><soapenv:Body><a:${operation} xmlns:a="http://bip.bee.kz/AsyncChannel/v10/Types"><request>${request}</request></a:${operation}></soapenv:Body></soapenv:Envelope>`;
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const answer = await app.request(inWorld('/counterparties/gateway/AsyncChannel/v10'), {
    method: 'POST',
    headers,
    body,
  });
  expect(answer.status).toBe(200);
  return answer.text();
}

const ask = () =>
  call(
    'sendMessage',
    `<messageInfo><serviceId>SIM_GBDFL_CHECK</serviceId><messageType>REQUEST</messageType><messageDate>${DATE}</messageDate>${SENDER}</messageInfo><messageData><data><iin>850615400026</iin></data></messageData>`,
  );
const fetchAll = () =>
  call('getMessages', `<requestDate>${DATE}</requestDate><serviceId>SIM_GBDFL_CHECK</serviceId>${SENDER}`);
const holdsLetter = (text: string) => text.includes('<correlationId>');

it('the notice of a payment; the payment and the address are known after the restart', async () => {
  await declare('payment-notice');
  const about = (payment: string) => got.filter((notice) => notice.includes(payment)).length;
  const earlier = await pay();
  await vi.waitFor(() => expect(about(earlier)).toBe(1), FOUND);
  await restart();
  const later = await pay();
  expect(later).not.toBe(earlier);
  await vi.waitFor(() => expect(about(later)).toBe(1), FOUND);
  expect(about(earlier)).toBe(1);
});

it('a pushed answer of the AsyncChannel, which comes late; polls of before do not keep the world from coming back', async () => {
  await declare('messages');
  await visitor.ask('setCounterparty', { counterparty: 'individuals-registry', mode: 'lags' });
  await ask();
  expect(holdsLetter(await fetchAll())).toBe(false);
  await vi.waitFor(async () => expect(holdsLetter(await fetchAll())).toBe(true), { ...FOUND, interval: 250 });
  await vi.waitFor(() => expect(got).toHaveLength(1), FOUND);
  const asked = () => got.map((push) => /<correlationId>([^<]+)</u.exec(push)?.[1]);
  const [first] = asked();
  expect(first).toBeDefined();
  await restart();
  await ask();
  // Whatever were pushed again at the restart would have come before the answer to what was asked after it.
  await vi.waitFor(() => expect(asked().filter((id) => id !== first)).toHaveLength(1), FOUND);
  expect(asked().filter((id) => id === first)).toHaveLength(1);
  await vi.waitFor(async () => expect(await fetchAll()).toContain(first), { ...FOUND, interval: 250 });
});

it('the setting of the signing client is known after the restart', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ certificate: 'expired', behaviour: 'cancels' });
  expect((await app.request(inWorld('/ncalayer'), { method: 'PUT', headers, body })).status).toBe(200);
  await restart();
  expect(await (await app.request(inWorld('/ncalayer'))).json()).toMatchObject(JSON.parse(body));
});

it('nothing of a world that has been dropped, and the simulator goes on', async () => {
  store?.close();
  store = null;
  app = createApp(createSimulator({ regulations, seed: 3, worlds: 1 }));
  const askLate = async (seed: number) => {
    visitor = new Visitor((request) => app.fetch(request));
    await visitor.enter(seed);
    await declare('messages');
    await visitor.ask('setCounterparty', { counterparty: 'individuals-registry', mode: 'lags' });
    await ask();
    return visitor;
  };
  const dropped = await askLate(4);
  await askLate(5);
  expect((await dropped.ask('readAsked', null)).status).toBe(404);
  // The later of both pushes has come, and so the earlier one was given up.
  await vi.waitFor(() => expect(got).not.toHaveLength(0), FOUND);
  expect(got).toHaveLength(1);
});
