// A portal in real time whose officers decide when they like: the simulator, whose clock goes with the one on the wall.
import { vi } from 'vitest';
import { knownRegulations } from '../cli/workspace.ts';
import type { RequestView, Roster } from '../schemas/target/driver.ts';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import { createApp, createSimulator } from '../simulators/index.ts';
import { startPortal } from '../suites/sut/dumb-portal.ts';
import { warm } from './interrupting.ts';

/** What comes of the application that is opened in a world. */
export interface Fate {
  /** When it is decided, milliseconds since the epoch; null for never. */
  decidedAt: number | null;
  /** From when on the portal knows no such request; null where it knows it always. */
  lostAt: number | null;
}

/** What the portal knows of a world. */
interface Standing {
  roster: Roster;
  now: number;
  flow: { regulation: string; flow: string };
  fate: Fate | null;
  isDecided: boolean;
}

/** A portal at whose door the wall clock counts. */
export interface Nightly {
  url: string;
  /** Decides what comes of an application on a flow, `regulation/flow`, that is sent at a time; asked once for each. */
  fateOf: (flow: string, at: number) => Fate;
  /** How many applications were opened. */
  opened: number;
  /** What the portal says that it offers beside the others. */
  additions: string[];
  close(): Promise<void>;
}

const iso = (at: number) => new Date(at).toISOString();

/** Sets the clock on the wall. */
export const setWall = (at: number): void => void vi.setSystemTime(at);

/** Starts the portal. The clock on the wall has to be a virtual one. */
export async function startNightly(): Promise<Nightly> {
  const app = await warm(createApp(createSimulator({ regulations: knownRegulations(), seed: 1 })));
  const worlds = new Map<string, Standing>();
  const ask = async (path: string, method: string, body: unknown, headers: Record<string, string>) => {
    const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await app.fetch(new Request(`http://simulator${path}`, sent));
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const json = { 'content-type': 'application/json' };

  /** Moves the clock of a world to a moment that has come. */
  const moveTo = async (world: string, standing: Standing, at: number) => {
    const seconds = (at - standing.now) / 1000;
    if (seconds <= 0) return;
    await ask('/clock', 'POST', { seconds }, { ...json, [WORLD_HEADER]: world });
    standing.now = at;
  };

  /** Has an officer decide at the moment that was chosen, where it has come. */
  const decide = async (world: string, standing: Standing, request: string) => {
    const { fate, roster, flow } = standing;
    if (fate?.decidedAt == null || standing.isDecided || Date.now() < fate.decidedAt) return;
    await moveTo(world, standing, fate.decidedAt);
    const headers = { ...json, [WORLD_HEADER]: world };
    const login = await ask('/sessions', 'POST', { ...flow, as: 'officer', ...roster.officer }, headers);
    const authorization = `Bearer ${login.body.token}`;
    const path = `/requests/${request}/decision`;
    const told = await ask(path, 'POST', { decision: 'grant' }, { ...headers, authorization });
    standing.isDecided = told.status < 300;
  };

  const portal = await startPortal(async (response, { method, path, headers, body }) => {
    const send = (status: number, told: unknown) =>
      response
        .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
        .end(JSON.stringify(told));
    const world = headers[WORLD_HEADER]?.toString() ?? '';
    const standing = worlds.get(world);
    const input = body === '' ? undefined : JSON.parse(body);
    const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => typeof value === 'string'));
    const request = /^\/requests\/([^/]+)/u.exec(path)?.[1];
    const isLost = standing?.fate?.lostAt != null && Date.now() >= standing.fate.lostAt;
    if (isLost && request !== undefined)
      return void send(404, { type: 'about:blank', title: 'lost', status: 404, detail: 'no such request' });
    if (standing !== undefined) {
      if (request !== undefined) await decide(world, standing, request);
      await moveTo(world, standing, Date.now());
    }
    const opens = path === '/worlds' ? { ...input, now: iso(Math.floor(Date.now() / 1000) * 1000) } : input;
    const told = await ask(path, method, opens, Object(kept));
    if (path === '/')
      Object.assign(told.body, {
        controls: ['worlds', 'payment-sandbox'],
        additions: nightly.additions,
        ownDecision: true,
      });
    if (path === '/worlds')
      worlds.set(told.body.world, {
        ...{ roster: told.body.roster, now: Date.parse(told.body.now), flow: { regulation: '', flow: '' } },
        ...{ fate: null, isDecided: false },
      });
    if (path === '/sessions' && standing !== undefined && input.as !== 'officer')
      standing.flow = { regulation: input.regulation, flow: input.flow };
    if (path === '/requests' && told.status < 300 && standing !== undefined) {
      nightly.opened += 1;
      standing.fate ??= nightly.fateOf(`${standing.flow.regulation}/${standing.flow.flow}`, Date.now());
    }
    send(told.status, told.body satisfies RequestView);
  });
  const nightly: Nightly = {
    ...{ url: portal.url, fateOf: () => ({ decidedAt: null, lostAt: null }), opened: 0 },
    ...{ additions: ['idempotency', 'staff'], close: () => portal.close() },
  };
  return nightly;
}
