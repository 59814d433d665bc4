// Clients that race on one request, over sockets: no application, payment or decision is made twice, with one key, with a key each or without.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRegulations } from '../schemas/load.ts';
import { KEY_HEADER, OPERATIONS, type Operation } from '../schemas/target/driver.ts';
import { createApp } from './reference/door/app.ts';
import { compileProgram } from './reference/engine/program.ts';
import { actionsToTake, type Send, Visitor } from './reference/sample-visitor.ts';
import { createSimulator } from './reference/simulator.ts';
import { hasStores, NO_STORES } from './reference/store/sample-store.ts';
import { openStore } from './reference/store/sqlite-store.ts';
import { listen } from './server.ts';

const CLIENTS = 12;
const folder = mkdtempSync(join(tmpdir(), 'reglament-races-'));
afterAll(() => rmSync(folder, { recursive: true }));
const regulation = loadRegulations('fixtures/regulations').find(({ id }) => id === 'passenger-transport-licence');
if (regulation === undefined) throw new Error('the regulation is gone');
const program = compileProgram(regulation, 'portal');

/** What a client was answered. */
interface Told {
  readonly status: number;
  readonly text: string;
}

describe.each([
  ['in memory', false],
  ['with a store', true],
])('worlds %s', (_, isStored) => {
  beforeEach(({ skip }) => skip(isStored && !hasStores, NO_STORES));

  // One key for all is what a client sends again that has lost the answer: by it they are one. Keys of their own make nobody one with another.
  it.each([
    ['without keys', 'none'],
    ['with keys of their own', 'own'],
    ['with one key', 'same'],
  ] as const)('do once what many do at once, %s', async (_, keys) => {
    const isOne = keys === 'same';
    const store = isStored ? await openStore(join(folder, `${crypto.randomUUID()}.db`), '1') : null;
    const simulator = createSimulator({ regulations: [regulation], ...(store === null ? {} : { store }) });
    let turn = 0;
    /** What is sent by all clients at once, and what they are answered, while there is a race. */
    let raced: { readonly path: string; readonly told: Told[] } | null = null;
    const app = createApp(simulator);
    let held: (() => void)[] = [];
    /** What is raced waits until all of it has come whole, so that the portal begins with all of it in one turn. */
    const fetchAtOnce = async (request: Request): Promise<Response> => {
      const { method, url, headers } = request;
      if (raced === null || new URL(url).pathname !== raced.path || method === 'GET') return app.fetch(request);
      const whole = new Request(url, { method, headers, body: await request.text() });
      await new Promise<void>((go) => {
        held.push(go);
        if (held.length < CLIENTS) return;
        for (const one of held) one();
        held = [];
      });
      return app.fetch(whole);
    };
    const door = await listen({ fetch: fetchAtOnce }, { port: 0 });
    const send: Send = async (request) => {
      const { pathname } = new URL(request.url);
      const { method } = request;
      const headers = new Headers(request.headers);
      if (method === 'GET') return fetch(door.url + pathname, { headers });
      const body = await request.text();
      const isRaced = raced?.path === pathname;
      const copies = Array.from({ length: isRaced ? CLIENTS : 1 }, async (_none, client) => {
        const own = new Headers(headers);
        if (keys !== 'none') own.set(KEY_HEADER, `"${turn} ${pathname} ${isOne ? 'all' : client}"`);
        const answer = await fetch(door.url + pathname, { method, headers: own, body });
        return { status: answer.status, text: await answer.text() };
      });
      const told = await Promise.all(copies);
      if (isRaced) raced?.told.push(...told);
      return new Response(told[0]?.text, { status: told[0]?.status ?? 500 });
    };
    const next = async <T>(work: () => Promise<T>): Promise<T> => {
      turn += 1;
      return work();
    };
    const guest = new Visitor(send);
    /**
     * An operation that all clients send at once, each on a connection of its own. What they send is made before: signatures that each made for themselves
     * would come one after the other.
     */
    const race = async (operation: Operation, work: () => Promise<unknown>): Promise<Told[]> => {
      const { path } = OPERATIONS[operation];
      const told: Told[] = [];
      raced = { path: path.replace('{session}', guest.session).replace('{request}', guest.request), told };
      await next(work);
      raced = null;
      return told;
    };
    try {
      await guest.enter(1);
      await guest.arrive(program);
      const answers = await race('open', () => guest.ask('open', { session: guest.session }));
      const opened = answers.map(({ text }) => String(Object(JSON.parse(text)).request));
      const listed = (await guest.ask('readHistory', null)).view().requests.map(({ request }) => request);
      expect(new Set(opened).size).toBe(isOne ? 1 : CLIENTS);
      expect(listed.toSorted()).toEqual([...new Set([guest.request, ...opened])].toSorted());
      await next(() => guest.officer(program));
      for (const operation of actionsToTake(program)) {
        const replies = await race(operation, () => guest.perform(program, operation));
        const taken = replies.filter(({ status }) => status === 200);
        expect([operation, taken.length]).toEqual([operation, isOne ? CLIENTS : 1]);
        expect(new Set(taken.map(({ text }) => text)).size).toBe(1);
        for (const { status } of replies) expect([200, 409]).toContain(status);
        await next(() => guest.pass(600));
      }
      await next(() => guest.pass(86_400));
      const { state, history } = (await guest.ask('readRequest', null)).view();
      expect(state).toBe('completed');
      const actions = history.map(({ action }) => action);
      expect(actions).toEqual([...new Set(actions)]);
      const letters = (await guest.ask('readMessages', null))
        .view()
        .messages.map(({ action, to, status }) => `${action} ${to} ${status}`);
      expect(letters).toEqual([...new Set(letters)]);
    } finally {
      await door.close();
      store?.close();
    }
  });
});
