// Worlds come back from the store as they were: every answer after a restart, or after they were idle, is the one without.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import { WORLD_HEADER } from '../../schemas/target/driver.ts';
import { CAUSE_NAMES } from '../../schemas/vocabulary.ts';
import { createApp } from './door/app.ts';
import { compileProgram, type Program } from './engine/program.ts';
import { actionsToTake, Visitor } from './sample-visitor.ts';
import { createSimulator } from './simulator.ts';
import { writeQuestion } from './soap/soap.ts';
import { hasStores, NO_STORES } from './store/sample-store.ts';
import { openStore } from './store/sqlite-store.ts';
import type { WorldStore } from './store/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'reglament-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

const regulations = loadRegulations('fixtures/regulations');
const programs = regulations.flatMap((regulation) =>
  Object.keys(regulation.flows).map((flow) => compileProgram(regulation, flow)),
);

/** A world has the certificates that name the port at which it was opened, so both are opened before the port changes. */
const FIRST_AFTER_OPENING = 2;

/** A portal that is restarted before some of its requests, counted from 0, on another port each time. */
class Restarting {
  readonly #file = join(folder, `${crypto.randomUUID()}.db`);
  readonly #restarts: ReadonlySet<number>;
  readonly #worlds: number;
  #store: WorldStore | null = null;
  #app: ReturnType<typeof createApp> | null = null;
  #sent = 0;

  constructor(restarts: readonly number[], worlds: number) {
    this.#restarts = new Set(restarts);
    this.#worlds = worlds;
  }

  async send(request: Request): Promise<Response> {
    if (this.#app === null || this.#restarts.has(this.#sent)) {
      this.#store?.close();
      this.#store = await openStore(this.#file, '1');
      const options = { regulations, seed: 3, store: this.#store, worlds: this.#worlds };
      const simulator = createSimulator(options);
      simulator.moveTo(this.#sent === 0 ? 'http://127.0.0.1' : `http://127.0.0.1:${9000 + this.#sent}`);
      this.#app = createApp(simulator);
    }
    this.#sent += 1;
    return this.#app.fetch(request);
  }

  close(): void {
    this.#store?.close();
  }
}

const move = fc.record({
  who: fc.constantFrom(0, 1),
  what: fc.constantFrom('next', 'read', 'result', 'envelope', 'counterparty', 'stranger'),
  cause: fc.option(fc.constantFrom(...CAUSE_NAMES), { nil: null, freq: 4 }),
  seconds: fc.constantFrom(0, 1, 15, 600, 86_400),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** Two visitors, each in a world of its own, and what both are answered. */
async function visit(
  program: Program,
  moves: readonly Move[],
  send: (request: Request) => Promise<Response>,
): Promise<string[]> {
  const answers: string[] = [];
  const both = [11, 12].map(
    () =>
      new Visitor(async (request) => {
        const answer = await send(request);
        answers.push(`${request.method} ${request.url} ${answer.status} ${await answer.clone().text()}`);
        return answer;
      }),
  );
  for (const [n, visitor] of both.entries()) await visitor.enter(11 + n);
  for (const visitor of both) await visitor.arrive(program);
  const steps = actionsToTake(program);
  const taken = [0, 0];
  for (const { who, what, cause, seconds } of moves) {
    const visitor = both[who];
    if (visitor === undefined || visitor.token === null) continue;
    if (what === 'next') {
      const step = steps[taken[who] ?? 0] ?? 'fill';
      await visitor.perform(program, step, cause);
      taken[who] = (taken[who] ?? 0) + 1;
    }
    if (what === 'read') await visitor.ask('readPages', null);
    if (what === 'result') await visitor.ask('fetchResult', null);
    if (what === 'counterparty')
      await visitor.ask('setCounterparty', { counterparty: 'e-licensing', mode: cause === null ? 'fails' : 'answers' });
    if (what === 'stranger') await visitor.ask('readRequest', null, 'made-up');
    if (what === 'envelope') await visitor.send(envelope(visitor));
    await visitor.pass(seconds);
    await visitor.ask('readRequest', null);
    await visitor.ask('readRequest', null);
    await visitor.ask('readMessages', null);
  }
  return answers;
}

function envelope({ world, token, request }: Visitor): Request {
  const body = writeQuestion({
    ...{ messageId: 'm', correlationId: null, serviceId: 'SIM_ELICENSE_NOTIFY', senderId: 's', sessionId: null },
    messageDate: '2013-03-15T10:00:00.000+06:00',
    fields: { request, state: 'RECEIVED', action: 'pay', from: 'portal', to: 'e-licensing', what: 'status' },
  });
  const headers = { 'content-type': 'text/xml', authorization: `Bearer ${token}`, [WORLD_HEADER]: world ?? '' };
  return new Request('http://127.0.0.1/counterparties/e-licensing', { method: 'POST', headers, body });
}

beforeEach(({ skip }) => skip(!hasStores, NO_STORES));

it('answers the same, whenever it is restarted and however few worlds are in memory', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(programs.length - 1),
      fc.array(move, { minLength: 4, maxLength: 16 }),
      fc.uniqueArray(fc.integer({ min: FIRST_AFTER_OPENING, max: 90 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1, 2),
      async (at, moves, restarts, worlds) => {
        const program = programs[at];
        if (program === undefined) throw new Error('no program');
        const plain = createApp(createSimulator({ regulations, seed: 3 }));
        const expected = await visit(program, moves, async (request) => plain.fetch(request));
        const portal = new Restarting(restarts, worlds);
        try {
          expect(await visit(program, moves, (request) => portal.send(request))).toEqual(expected);
        } finally {
          portal.close();
        }
      },
    ),
    { numRuns: Number(process.env.REGLAMENT_RUNS ?? 12), seed: Number(process.env.REGLAMENT_SEED ?? 1) },
  );
});

it.each([
  ['without a store is gone', false, 404],
  ['with a store comes back', true, 200],
])('a world that nobody asks for in so long makes place, and %s', async (_, isStored, status) => {
  const store = isStored ? await openStore(join(folder, `${crypto.randomUUID()}.db`), '1') : null;
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const simulator = createSimulator({ regulations, seed: 3, idleMs: 1000, ...(store === null ? {} : { store }) });
    const app = createApp(simulator);
    const [idle, busy] = [new Visitor((request) => app.fetch(request)), new Visitor((request) => app.fetch(request))];
    await idle.enter(1);
    await busy.enter(2);
    vi.advanceTimersByTime(900);
    await busy.pass(1);
    expect(simulator.countWorlds()).toBe(2);
    vi.advanceTimersByTime(100);
    expect(simulator.countWorlds()).toBe(1);
    expect((await busy.ask('advanceClock', { seconds: 1 })).status).toBe(200);
    expect((await idle.ask('advanceClock', { seconds: 1 })).status).toBe(status);
  } finally {
    vi.useRealTimers();
    store?.close();
  }
});

it('the default world is there however long nobody asks for it', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const app = createApp(createSimulator({ regulations, seed: 3, idleMs: 1000 }));
    const visitor = new Visitor((request) => app.fetch(request));
    const before = Date.parse((await visitor.ask('advanceClock', { seconds: 60 })).view().now);
    vi.advanceTimersByTime(10_000);
    const opener = new Visitor((request) => app.fetch(request));
    await opener.enter(1);
    const after = Date.parse((await visitor.ask('advanceClock', { seconds: 1 })).view().now);
    expect(after - before).toBe(1000);
  } finally {
    vi.useRealTimers();
  }
});
