// Servers that answer without thinking, each tried through the real command: none earns a pass, and each run ends.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { scratch, weighed, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import type { Report } from '../schemas/run/report.ts';
import {
  type Answerer,
  controlled,
  type DumbPortal,
  dripEvery,
  echo,
  flood,
  hang,
  refuse,
  reset,
  say,
  sayJson,
  startPortal,
} from '../suites/sut/dumb-portal.ts';
import { drawn } from './drawn.ts';
import { isControl, type Recorded, record, replay } from './recorder.ts';

/** What came of a run: what it printed, its report where it wrote one, and what it weighed. */
interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  report: Report | null;
  peakMb: number;
}

interface DumbServer {
  name: string;
  answer: Answerer;
  /** The exit code of a run where it answers so from the first request on. */
  atOnce: number;
  /** The same where it describes itself and opens worlds rightly before. */
  afterWorlds: number;
}

const GIGABYTE = 1024 ** 3;
const MOST_MB = 250;
const flows = knownRegulations().map(({ id }) => `${id}/portal`);
const ONE_FLOW = ['--regulation', 'passenger-transport-licence', '--flow', 'portal'];
/** So many walks at once that the deadlines of a whole run that comes to nothing pass together. */
const TOGETHER = ['--flow', 'portal', '--concurrency', '32'];

const codes = { atOnce: 2, afterWorlds: 3 };
/** For a run with a portal at which every deadline passes; the others need no longer than any test may take. */
const WAITING_MS = 150_000;

const QUICK: DumbServer[] = [
  { name: '200 without a body', answer: say(200, '', ''), ...codes },
  { name: 'a canned success', answer: sayJson(200, { ok: true, status: 'success' }), ...codes },
  { name: 'an echo', answer: echo, ...codes },
  { name: 'a redirect to a login page', answer: say(302, 'text/html', '', { location: '/login' }), ...codes },
  { name: 'an error page with 200', answer: say(200, 'text/html', '<h1>Service unavailable</h1>'), ...codes },
  { name: 'a 500', answer: say(500, 'text/html', 'Internal Server Error'), ...codes },
  { name: 'a 500 in good form', answer: refuse(500), ...codes },
  {
    name: 'a 429 with Retry-After',
    answer: say(429, 'application/problem+json', '{"title":"Slow down","status":429}', { 'retry-after': '60' }),
    ...codes,
  },
  { name: 'a reset in mid-body', answer: reset, ...codes },
  {
    name: 'invalid UTF-8',
    answer: say(200, 'application/json', Buffer.from('{"name":"\xff\xfe"}', 'latin1')),
    ...codes,
  },
  {
    name: 'a deeply nested JSON',
    answer: say(200, 'application/json', '['.repeat(20_000) + ']'.repeat(20_000)),
    ...codes,
  },
];

const SLOW: DumbServer[] = [
  { name: 'silence', answer: hang, ...codes },
  { name: 'a byte a second', answer: dripEvery(1000), ...codes },
];

const portals: DumbPortal[] = [];
afterAll(() => Promise.all(portals.map((portal) => portal.close())));

async function serve(answer: Answerer): Promise<string> {
  const portal = await startPortal(answer);
  portals.push(portal);
  return portal.url;
}

/** Runs the command against a portal, within the test or as a process of its own. */
async function attempt(url: string, selection: readonly string[], apart = false): Promise<Outcome> {
  const cwd = scratch();
  const args = ['run', '--target', url, ...selection, '--reporter', 'terminal,json', '--out', 'out'];
  const ended = apart ? await weighed(args, cwd) : { ...(await within(args, cwd)), peakMb: 0 };
  const path = join(cwd, 'out/report.json');
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  return { ...ended, report };
}

function expectRefusal({ code, stderr, stdout, report }: Outcome, expected: DumbServer['atOnce']): void {
  expect(code, stderr).toBe(expected);
  expect(stderr).toMatch(/\[target-(unreachable|not-speaking)\]/u);
  expect(stdout).not.toMatch(/pass|fail/iu);
  expect(report).toBeNull();
}

function expectNoPass({ code, stderr, report }: Outcome, expected: DumbServer['afterWorlds']): void {
  expect(code, stderr).toBe(expected);
  expect(report?.verdicts.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
  expect(report?.outcome).toBe(expected === 1 ? 'failed' : 'incomplete');
  expect(report?.counts).toMatchObject({ pass: 0, error: 0 });
  expect(report?.counts.total).toBeGreaterThan(100);
}

describe('a portal that answers without thinking', () => {
  // Waiting costs no more when it is done while the others are tried.
  const waiting = new Map<string, Promise<Outcome>>();
  beforeAll(async () => {
    for (const { name, answer } of SLOW) {
      waiting.set(`${name} at once`, attempt(await serve(answer), TOGETHER, true));
      waiting.set(`${name} after worlds`, attempt(await serve(await controlled(flows, answer)), TOGETHER, true));
    }
  });

  describe.each(
    drawn(
      QUICK.map((server) => ({ id: server.name, ...server })),
      3,
    ),
  )('with $name', ({ answer, atOnce, afterWorlds }) => {
    it('is no target where it does so from the first request on', async () => {
      expectRefusal(await attempt(await serve(answer), ONE_FLOW), atOnce);
    });

    it('earns no pass where it opens worlds before', async () => {
      expectNoPass(await attempt(await serve(await controlled(flows, answer)), ONE_FLOW), afterWorlds);
    });
  });

  describe('with a closed port', () => {
    it('is no target where nobody has ever listened', async () => {
      const gone = await startPortal(hang);
      await gone.close();
      expectRefusal(await attempt(gone.url, ONE_FLOW), codes.atOnce);
    });

    it('earns no pass where it opens worlds before', async () => {
      const close: Answerer = (response) => {
        response.destroy();
        void portal.close();
      };
      const portal = await startPortal(await controlled(flows, close));
      expectNoPass(await attempt(portal.url, ONE_FLOW), codes.afterWorlds);
    });
  });

  describe('with a body of a gigabyte', () => {
    it('is no target, and is not read to its end', async () => {
      const outcome = await attempt(await serve(flood(GIGABYTE)), ONE_FLOW, true);
      expectRefusal(outcome, codes.atOnce);
      expect(outcome.peakMb).toBeLessThan(MOST_MB);
    });

    it('earns no pass where it opens worlds before, and takes no memory', async () => {
      const sent: number[] = [];
      const answer = flood(GIGABYTE, (size) => sent.push(size));
      const outcome = await attempt(await serve(await controlled(flows, answer)), ONE_FLOW, true);
      expectNoPass(outcome, codes.afterWorlds);
      expect(outcome.peakMb).toBeGreaterThan(0);
      expect(outcome.peakMb).toBeLessThan(MOST_MB);
      expect(sent.length).toBeGreaterThan(20);
      expect(Math.max(...sent)).toBeLessThan(GIGABYTE / 10);
    });
  });

  describe('with what it answered yesterday', () => {
    let simulator: Awaited<ReturnType<typeof startSimulator>>;
    let recorded: Recorded;
    // It accepts what is not due and records nothing of what it accepts, which the tables do not bear.
    const disagreeing = 1;
    beforeAll(async () => {
      simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
      recorded = await record(simulator.url, (url) =>
        within(['run', '--target', url, ...ONE_FLOW, '--assertion', '**/receive-result/actor', '--concurrency', '1']),
      );
    });
    afterAll(() => simulator.close());

    it.each(['first', 'last'] as const)('earns no pass by the %s answer to each operation', async (which) => {
      const outcome = await attempt(await serve(replay(recorded[which])), ONE_FLOW);
      expectNoPass(outcome, disagreeing);
    });

    it.each(['first', 'last'] as const)('earns no pass by it where worlds are open, the %s answer', async (which) => {
      const live = replay(recorded[which], { except: isControl, from: simulator.url });
      expectNoPass(await attempt(await serve(live), ONE_FLOW), disagreeing);
    });

    it('is no target, and earns no pass, under another content type', async () => {
      const typed = { type: 'text/plain' };
      expectRefusal(await attempt(await serve(replay(recorded.last, typed)), ONE_FLOW), codes.atOnce);
      const live = replay(recorded.last, { ...typed, except: isControl, from: simulator.url });
      expectNoPass(await attempt(await serve(live), ONE_FLOW), codes.afterWorlds);
    });
  });

  describe.each(SLOW)('with $name', { timeout: WAITING_MS }, ({ name, atOnce, afterWorlds }) => {
    it('is no target where it does so from the first request on', async () => {
      expectRefusal((await waiting.get(`${name} at once`)) ?? expect.unreachable(), atOnce);
    });

    it('earns no pass where it opens worlds before, and is left alone when it has stopped answering', async () => {
      const outcome = (await waiting.get(`${name} after worlds`)) ?? expect.unreachable();
      expectNoPass(outcome, afterWorlds);
      expect(outcome.report?.stopped).toContain('the portal stopped answering');
    });
  });
});
