// The two doors side by side, over HTTP: Node's own answers as the app does, and leaves the rest to it.
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { type Listening, listen } from '../../server.ts';
import { createSimulator } from '../simulator.ts';
import { createApp } from './app.ts';
import { createNodeDoor, type NodeDoor } from './node-door.ts';

const regulations = loadRegulations('fixtures/regulations');
/** Whether Node's door took each request, in turn. */
const taken: boolean[] = [];
/** What the request came to that it took last; null where it left it to the app. */
let last: ReturnType<NodeDoor> = null;
let plain: Listening;
let quick: Listening;
beforeAll(async () => {
  const [one, other] = [createSimulator({ regulations, seed: 1 }), createSimulator({ regulations, seed: 1 })];
  plain = await listen(createApp(one), { port: 0 });
  const { fetch } = createApp(other);
  const door = createNodeDoor(other);
  quick = await listen(
    {
      fetch,
      node(incoming, outgoing) {
        last = door(incoming, outgoing);
        taken.push(last !== null);
        return last;
      },
    },
    { port: 0 },
  );
});
afterAll(async () => {
  await plain.close();
  await quick.close();
});

/** The answers of both doors to one request. */
async function both(path: string, init: RequestInit & { duplex?: 'half' }) {
  const ask = async ({ url }: Listening) => {
    const answer = await fetch(`${url}${path}`, init);
    const type = answer.headers.get('content-type');
    return { status: answer.status, type, allow: answer.headers.get('allow'), text: await answer.text() };
  };
  return [await ask(plain), await ask(quick)] as const;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  ...{ method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) },
});

it('walks the same way through both', async () => {
  const walk: [path: string, init: RequestInit, status: number][] = [];
  const step = async (path: string, init: RequestInit, status: number) => {
    const [app, node] = await both(path, init);
    expect(node, path).toEqual(app);
    expect([path, node.status]).toEqual([path, status]);
    expect(taken.pop(), path).toBe(true);
    walk.push([path, init, status]);
    return JSON.parse(node.text);
  };
  const { world, roster } = await step('/worlds', post({ seed: 3, now: '2013-03-15T10:00:00+06:00' }), 201);
  const at = { 'reglament-world': world };
  const { id, password } = roster.credentials.good;
  const login = { regulation: 'passenger-transport-licence', flow: 'portal', as: 'applicant', id, password };
  const { session } = await step('/sessions', post(login, at), 201);
  await step('/clock', post({ seconds: 600 }, at), 200);
  const { token } = await step(`/sessions/${session}`, { headers: at }, 200);
  const own = { ...at, authorization: `Bearer ${token}`, 'accept-language': 'ru' };
  const opening = (key: string) => post({ session }, { ...own, 'idempotency-key': key });
  const { request } = await step('/requests', opening('"one"'), 201);
  expect(await step('/requests', opening('"one"'), 201)).toMatchObject({ request });
  await step('/requests', opening('one'), 400);
  await step(`/requests/${request}`, { headers: own }, 200);
  await step(`/requests/${request}`, { headers: at }, 401);
  await step('/requests/another', { headers: own }, 404);
  await step('/clock', post({ seconds: 'one' }, at), 400);
  await step('/clock', post({ seconds: 1 }, { 'reglament-world': 'none' }), 404);
  await step('/clock', { ...post({ seconds: 1 }, at), headers: { ...at, 'content-type': 'text/plain' } }, 415);
  await step('/clock', { ...post(null, at), body: Buffer.from([0x22, 0xff, 0x22]) }, 400);
  await step('/clock', { ...post(null, at), body: '{' }, 400);
  expect(walk.length).toBeGreaterThan(10);
});

it.each<[string, string, RequestInit & { duplex?: 'half' }, number]>([
  ['a world named by query', '/clock?world=standing', post({ seconds: 1 }), 200],
  ['a path with what is escaped', '/requests/%61', {}, 401],
  ['a path that the contract has not', '/nothing', {}, 404],
  ['a parameter that is empty', '/requests/', {}, 404],
  ['another method', '/clock', { method: 'DELETE' }, 405],
  ['the head of an answer', '/asked', { method: 'HEAD' }, 200],
  [
    'a body without a length',
    '/clock',
    { ...post(null), body: new Blob(['{"seconds":1}']).stream(), duplex: 'half' },
    200,
  ],
  ['a body that is too large', '/clock', { ...post(null), body: ' '.repeat(1_000_001) }, 413],
  ['the root, where a browser gets a page', '/', {}, 200],
])('leaves to the app %s', async (_, path, init, status) => {
  // A stream can be sent once.
  const once = init.body instanceof ReadableStream ? init.body.tee() : null;
  const inits = once === null ? [init, init] : once.map((body) => ({ ...init, body }));
  const answers = [];
  for (const [at, door] of [plain, quick].entries()) {
    const answer = await fetch(`${door.url}${path}`, inits[at]);
    answers.push({ status: answer.status, text: (await answer.text()).replaceAll(door.url, '') });
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[1]?.status).toBe(status);
  expect(taken.pop()).toBe(false);
});

it('waits for nobody who has gone away', async () => {
  const { port } = new URL(quick.url);
  const socket = connect(Number(port), '127.0.0.1');
  const head = ['POST /clock HTTP/1.1', 'host: localhost', 'content-type: application/json', 'content-length: 99'];
  last = null;
  socket.write(`${[...head, '', '{"seconds"'].join('\r\n')}`);
  await vi.waitFor(() => expect(last).not.toBeNull());
  socket.destroy();
  expect(await last).toEqual({ route: '/clock', status: 400 });
});
