// Runs the suites in parts, each of which is killed at some moment, against a portal that lives on.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Report } from '../schemas/run/report.ts';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import { createApp, createSimulator } from '../simulators/index.ts';
import { openJournal, readJournal, resumeJournal } from '../suites/engine/running/journal.ts';
import { memoryIn } from '../suites/engine/running/memory.ts';
import { Past } from '../suites/engine/running/past.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import { type Asked, startPortal } from '../suites/sut/dumb-portal.ts';
import type { Sut } from '../suites/sut/sut.ts';

/** A moment at which something is sent, is answered or is written down. */
type Moment = 'before the request' | 'after the request' | 'before the event';

/** A simulator behind a door that counts, and can kill whoever asks. */
export interface Counting {
  url: string;
  /** The applications that were opened, by world and request. */
  opened: Set<string>;
  /** Is told each moment; true kills. */
  strike: (moment: Moment, request: string) => boolean;
  kill: () => void;
  close(): Promise<void>;
}

/** Starts a simulator behind such a door. @param knowsKeys whether it says that it knows operations again by their keys, and does */
export async function startCounting(regulation: string, knowsKeys: boolean): Promise<Counting> {
  const regulations = knownRegulations().filter(({ id }) => id === regulation);
  const app = await warm(createApp(createSimulator({ regulations, seed: 1 })));
  const counting: Counting = {
    ...{ url: '', opened: new Set(), strike: () => false, kill: () => undefined },
    close: () => portal.close(),
  };
  const portal = await startPortal(async (response, asked) => {
    const isOfWalk = asked.path !== '/';
    const request = `${asked.method} ${asked.path}`;
    if (isOfWalk && counting.strike('before the request', request)) {
      counting.kill();
      return void response.destroy();
    }
    const { status, text } = await pass(app, asked, knowsKeys);
    const world = String(asked.headers[WORLD_HEADER]);
    if (asked.method === 'POST' && asked.path === '/requests' && status < 300)
      counting.opened.add(`${world} ${JSON.parse(text).request}`);
    if (isOfWalk && counting.strike('after the request', request)) {
      counting.kill();
      return void response.destroy();
    }
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(text);
  });
  counting.url = portal.url;
  return counting;
}

/** Has the certificates issued, which takes longest, before anybody waits for an answer. */
export async function warm<T extends ReturnType<typeof createApp>>(app: T): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ seed: 1, now: DEFAULT_START });
  await app.fetch(new Request('http://simulator/worlds', { method: 'POST', headers, body }));
  return app;
}

async function pass(app: ReturnType<typeof createApp>, asked: Asked, knowsKeys: boolean) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(asked.headers))
    if (typeof value === 'string' && (knowsKeys || name !== 'idempotency-key')) headers.set(name, value);
  const sent = { method: asked.method, headers, ...(asked.body === '' ? {} : { body: asked.body }) };
  const answer = await app.fetch(new Request(`http://simulator${asked.path}`, sent));
  const text = await answer.text();
  if (asked.path !== '/' || knowsKeys) return { status: answer.status, text };
  const described = JSON.parse(text);
  const additions = described.additions.filter((one: string) => one !== 'idempotency');
  return { status: answer.status, text: JSON.stringify({ ...described, additions }) };
}

/** Numbers from 0 up to 1 that follow from a seed. */
export function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Connects to a portal that speaks the driver contract. */
export const connectTo = (url: string) => () => connectDriver(url, { start: DEFAULT_START });

/** A run in a folder of its own. */
export class Interrupted {
  readonly folder = scratch();
  readonly #assertion: string;
  readonly #portal: Partial<Pick<Counting, 'kill' | 'strike'>>;
  readonly #connect: () => Promise<Sut> | Sut;

  /** @param assertion what is judged, by a glob @param connect opens the way to the portal */
  constructor(
    assertion: string,
    portal: Partial<Pick<Counting, 'kill' | 'strike'>>,
    connect: () => Promise<Sut> | Sut,
  ) {
    this.#assertion = assertion;
    this.#portal = portal;
    this.#connect = connect;
  }

  get journal(): string {
    return join(this.folder, 'journal.ndjson');
  }

  get report(): Report {
    return foldReport(readJournal(this.journal));
  }

  /** Whether walks wait for something after the last part. */
  isOpen = false;

  /** Goes on with the run, or begins it. @returns whether it came to the end of this part, and was not killed */
  async part(): Promise<boolean> {
    const regulations = knownRegulations();
    const sut = await this.#connect();
    const selection = { assertion: this.#assertion, level: 'implied' as const };
    const planned = plan(regulations, selection, sut.description, sut.offer, true);
    const past = new Past();
    const isBegun = this.#isBegun();
    this.isOpen = false;
    const journal = isBegun
      ? resumeJournal(this.journal, (event) => past.add(event)).journal
      : openJournal(this.journal);
    const memory = memoryIn(join(this.folder, 'unfinished'));
    const end = new AbortController();
    let isDead = false;
    const kill = () => {
      isDead = true;
      memory.close();
      journal.close();
      end.abort();
    };
    this.#portal.kill = kill;
    await run({
      ...{ sut, regulations, plan: planned, calendar: kazakhstan(), memory, signal: end.signal },
      ...{ convention: 'next-day', seed: 1, nonce: 'n', requireFull: false, tool: 'test' },
      given: { concurrency: 1, seed: 1, termStart: 'next-day' },
      // Walks side by side would move a virtual clock on the wall under each other.
      concurrency: this.#portal.strike === undefined ? 1 : (sut.allowance?.walks ?? 8),
      ...(isBegun ? { past } : {}),
      onEvent: (event) => {
        this.isOpen ||= event.type === 'scenario-suspended';
        if (!isDead && this.#portal.strike?.('before the event', '') === true) kill();
        if (!isDead) journal.write(event);
      },
    });
    await sut.close();
    if (isDead) return false;
    journal.close();
    memory.close();
    return true;
  }

  #isBegun(): boolean {
    try {
      const [first] = readJournal(this.journal);
      if (first !== undefined) return true;
      rmSync(this.journal, { force: true });
      return false;
    } catch {
      return false;
    }
  }
}

/** What a report says, apart from the time by our clock, and from how exchanges are numbered: a slow answer has the clock read once more. */
export const saidIn = ({ verdicts, outcome, counts, exchanges }: Report) => ({
  outcome,
  counts,
  verdicts: verdicts.map(({ at: _, evidence, ...verdict }) => ({
    ...verdict,
    evidence: evidence.map((id) => `${exchanges[id]?.operation} ${exchanges[id]?.response.body}`),
  })),
});
