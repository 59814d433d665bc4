// Clients that race on one request, over sockets: no application, payment or decision is made twice, with a key or without.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRegulations } from '../schemas/load.ts';
import { KEY_HEADER } from '../schemas/target/driver.ts';
import { createApp } from './reference/door/app.ts';
import { compileProgram } from './reference/engine/program.ts';
import { actionsToTake, type Send, Visitor } from './reference/sample-visitor.ts';
import { createSimulator } from './reference/simulator.ts';
import { openStore } from './reference/store/sqlite-store.ts';
import { listen } from './server.ts';

const CLIENTS = 12;
const folder = mkdtempSync(join(tmpdir(), 'reglament-races-'));
afterAll(() => rmSync(folder, { recursive: true }));
const regulation = loadRegulations('fixtures/regulations').find(({ id }) => id === 'passenger-transport-licence');
if (regulation === undefined) throw new Error('the regulation is gone');
const program = compileProgram(regulation, 'portal');

/** As many at once as there are clients, each on a connection of its own. */
const race = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: CLIENTS }, work));

describe.each([
  ['in memory', false],
  ['with a store', true],
])('worlds %s', (_, isStored) => {
  it.each([
    ['without keys', false],
    ['with keys', true],
  ])('do once what many do at once, %s', async (_, hasKeys) => {
    const store = isStored ? await openStore(join(folder, `${crypto.randomUUID()}.db`), '1') : null;
    const simulator = createSimulator({ regulations: [regulation], ...(store === null ? {} : { store }) });
    const door = await listen(createApp(simulator), { port: 0 });
    let turn = 0;
    const send: Send = (request) => {
      const { pathname } = new URL(request.url);
      const sent = new Request(door.url + pathname, request);
      if (hasKeys && request.method !== 'GET') sent.headers.set(KEY_HEADER, `"${turn} ${pathname}"`);
      return fetch(sent);
    };
    const next = async <T>(work: () => Promise<T>): Promise<T> => {
      turn += 1;
      return work();
    };
    const guest = new Visitor(send);
    try {
      await guest.enter(1);
      await guest.arrive(program);
      turn += 1;
      const opened = (await race(() => guest.ask('open', { session: guest.session }))).map(
        (reply) => reply.view().request,
      );
      const listed = (await guest.ask('readHistory', null)).view().requests.map(({ request }) => request);
      expect(new Set(opened).size).toBe(hasKeys ? 1 : CLIENTS);
      expect(listed.toSorted()).toEqual([...new Set([guest.request, ...opened])].toSorted());
      await next(() => guest.officer(program));
      for (const operation of actionsToTake(program)) {
        turn += 1;
        const replies = await race(() => guest.perform(program, operation));
        const taken = replies.filter(({ status }) => status === 200);
        expect([operation, taken.length]).toEqual([operation, hasKeys ? CLIENTS : 1]);
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
