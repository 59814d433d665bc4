// Servers that answer without thinking, each tried through the real command: none earns a pass, and each ends in its time.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../schemas/report.ts';
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
import { drawn } from './sample-drawn.ts';
import { isControl, type Recorded, record, replay } from './sample-recorder.ts';
import { startSimulator } from './simulator.ts';
import { scratch, weighed, within } from './spawned.ts';
import { regulations } from './workspace.ts';

/** What came of a run: what it printed, its report where it wrote one, how long it took and what it weighed. */
interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  report: Report | null;
  seconds: number;
  peakMb: number;
}

interface DumbServer {
  name: string;
  answer: Answerer;
  /** The exit code and the most seconds that a run may take: where it answers so from the first request on. */
  atOnce: { code: number; seconds: number };
  /** The same where it describes itself and opens worlds rightly before. */
  afterWorlds: { code: number; seconds: number };
}

const GIGABYTE = 1024 ** 3;
const MOST_MB = 250;
const flows = regulations().map(({ id }) => `${id}/portal`);
const ONE_FLOW = ['--regulation', 'passenger-transport-licence', '--flow', 'portal'];
/** So many walks at once that the deadlines of a whole run that comes to nothing pass together. */
const TOGETHER = ['--flow', 'portal', '--concurrency', '32'];

const quick = { atOnce: { code: 2, seconds: 15 }, afterWorlds: { code: 3, seconds: 15 } };
const slow = { atOnce: { code: 2, seconds: 25 }, afterWorlds: { code: 3, seconds: 30 } };

const QUICK: DumbServer[] = [
  { name: '200 without a body', answer: say(200, '', ''), ...quick },
  { name: 'a canned success', answer: sayJson(200, { ok: true, status: 'success' }), ...quick },
  { name: 'an echo', answer: echo, ...quick },
  { name: 'a redirect to a login page', answer: say(302, 'text/html', '', { location: '/login' }), ...quick },
  { name: 'an error page with 200', answer: say(200, 'text/html', '<h1>Service unavailable</h1>'), ...quick },
  { name: 'a 500', answer: say(500, 'text/html', 'Internal Server Error'), ...quick },
  { name: 'a 500 in good form', answer: refuse(500), ...quick },
  {
    name: 'a 429 with Retry-After',
    answer: say(429, 'application/problem+json', '{"title":"Slow down","status":429}', { 'retry-after': '60' }),
    ...quick,
  },
  { name: 'a reset in mid-body', answer: reset, ...quick },
  {
    name: 'invalid UTF-8',
    answer: say(200, 'application/json', Buffer.from('{"name":"\xff\xfe"}', 'latin1')),
    ...quick,
  },
  {
    name: 'a deeply nested JSON',
    answer: say(200, 'application/json', '['.repeat(20_000) + ']'.repeat(20_000)),
    ...quick,
  },
];

const SLOW: DumbServer[] = [
  { name: 'silence', answer: hang, ...slow },
  { name: 'a byte a second', answer: dripEvery(1000), ...slow },
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
  const from = performance.now();
  const ended = apart ? await weighed(args, cwd) : { ...(await within(args, cwd)), peakMb: 0 };
  const seconds = (performance.now() - from) / 1000;
  const path = join(cwd, 'out/report.json');
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  return { ...ended, report, seconds };
}

function expectRefusal({ code, stderr, stdout, report, seconds }: Outcome, expected: DumbServer['atOnce']): void {
  expect(code, stderr).toBe(expected.code);
  expect(stderr).toMatch(/\[target-(unreachable|not-speaking)\]/u);
  expect(stdout).not.toMatch(/pass|fail/iu);
  expect(report).toBeNull();
  expect(seconds).toBeLessThan(expected.seconds);
}

function expectNoPass({ code, stderr, report, seconds }: Outcome, expected: DumbServer['afterWorlds']): void {
  expect(code, stderr).toBe(expected.code);
  expect(report?.verdicts.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
  expect(report?.outcome).toBe(expected.code === 1 ? 'failed' : 'incomplete');
  expect(report?.counts).toMatchObject({ pass: 0, error: 0 });
  expect(report?.counts.total).toBeGreaterThan(100);
  expect(seconds).toBeLessThan(expected.seconds);
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
      QUICK.map((row) => ({ id: row.name, ...row })),
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
      expectRefusal(await attempt(gone.url, ONE_FLOW), quick.atOnce);
    });

    it('earns no pass where it opens worlds before', async () => {
      const close: Answerer = (response) => {
        response.destroy();
        void portal.close();
      };
      const portal = await startPortal(await controlled(flows, close));
      expectNoPass(await attempt(portal.url, ONE_FLOW), quick.afterWorlds);
    });
  });

  describe('with a body of a gigabyte', () => {
    it('is no target, and is not read to its end', async () => {
      const outcome = await attempt(await serve(flood(GIGABYTE)), ONE_FLOW, true);
      expectRefusal(outcome, quick.atOnce);
      expect(outcome.peakMb).toBeLessThan(MOST_MB);
    });

    it('earns no pass where it opens worlds before, and takes no memory', async () => {
      const sent: number[] = [];
      const answer = flood(GIGABYTE, (size) => sent.push(size));
      const outcome = await attempt(await serve(await controlled(flows, answer)), ONE_FLOW, true);
      expectNoPass(outcome, quick.afterWorlds);
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
    const disagreeing = { code: 1, seconds: 15 };
    beforeAll(async () => {
      simulator = await startSimulator(regulations(), { port: 0, seed: 1 });
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
      expectRefusal(await attempt(await serve(replay(recorded.last, typed)), ONE_FLOW), quick.atOnce);
      const live = replay(recorded.last, { ...typed, except: isControl, from: simulator.url });
      expectNoPass(await attempt(await serve(live), ONE_FLOW), quick.afterWorlds);
    });
  });

  describe.each(SLOW)('with $name', ({ name, atOnce, afterWorlds }) => {
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
