// Measures a full run against the simulator, over a bare undici loop that replays the very same exchanges at the same concurrency.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Dispatcher, Pool } from 'undici';
import { calendar, regulations, tool } from '../cli/workspace.ts';
import { WORLD_HEADER } from '../schemas/driver.ts';
import { packageFolder } from '../schemas/fixture.ts';
import { plan } from '../suites/engine/plan.ts';
import { run } from '../suites/engine/run.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';

const ROUNDS = 5;
const CONCURRENCY = 8;
const ACTS = regulations();

interface Recorded {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  status: number;
}

async function startSimulator(): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [join(packageFolder(), 'dist/cli/main.js'), 'simulate', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(child.stdout), 'line');
  return { url: String(url), process: child };
}

async function suite(url: string): Promise<number> {
  const sut = await connectDriver(url, { start: DEFAULT_START, concurrency: CONCURRENCY });
  let passed = 0;
  await run({
    sut,
    regulations: ACTS,
    plan: plan(ACTS, {}, sut.description),
    calendar: calendar(),
    convention: 'next-day',
    seed: 1,
    concurrency: CONCURRENCY,
    requireFull: false,
    tool: tool(),
    onEvent: (event) => {
      if (event.type === 'verdict' && event.verdict.verdict === 'pass') passed += 1;
    },
  });
  await sut.close();
  return passed;
}

/** Runs the suites through a door that writes down every request, world by world. */
async function record(url: string): Promise<Recorded[][]> {
  const worlds = new Map<string, Recorded[]>();
  const pool = new Pool(url, { connections: CONCURRENCY });
  const door = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const request = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: kept(incoming.headers),
      body,
    };
    const own = incoming.headers[WORLD_HEADER];
    const answer = await pool.request({
      ...request,
      headers: { ...request.headers, ...(own === undefined ? {} : { [WORLD_HEADER]: String(own) }) },
      method: methodOf(request.method),
      body: body === '' ? null : body,
    });
    const text = await answer.body.text();
    const world = own === undefined && request.path === '/worlds' ? JSON.parse(text).world : own;
    if (typeof world === 'string')
      worlds.set(world, [...(worlds.get(world) ?? []), { ...request, status: answer.statusCode }]);
    outgoing.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) }).end(text);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  await suite(`http://127.0.0.1:${port}`);
  door.close();
  await pool.close();
  return [...worlds.values()];
}

const methodOf = (method: string) => (method === 'POST' || method === 'PUT' ? method : 'GET');

function kept(headers: IncomingHttpHeaders): Record<string, string> {
  const names = ['accept', 'accept-language', 'authorization', 'content-type'];
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

/** Sends the same requests with nothing around them: no planning, no checking, no judging. */
async function replay(url: string, worlds: readonly Recorded[][]): Promise<number> {
  const pool = new Pool(url, { connections: CONCURRENCY, pipelining: 1 });
  const queue = [...worlds];
  let sent = 0;
  const work = async () => {
    for (let walk = queue.shift(); walk !== undefined; walk = queue.shift()) {
      let world: string | null = null;
      for (const { method, path, headers, body, status } of walk) {
        const answer: Dispatcher.ResponseData = await pool.request({
          method: methodOf(method),
          path,
          headers: world === null ? headers : { ...headers, [WORLD_HEADER]: world },
          body: body === '' ? null : body,
        });
        const text: string = await answer.body.text();
        if (answer.statusCode !== status)
          throw new Error(`${method} ${path} answers ${answer.statusCode}, recorded ${status}`);
        world ??= String(JSON.parse(text).world);
        sent += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  await pool.close();
  return sent;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure(url: string): Promise<unknown> {
  const worlds = await record(url);
  const suites: number[] = [];
  const bare: number[] = [];
  let counts = { passed: 0, sent: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = await timed(() => suite(url));
    const second = await timed(() => replay(url, worlds));
    suites.push(first.ms);
    bare.push(second.ms);
    counts = { passed: first.value, sent: second.value };
  }
  return {
    assertionsPassed: counts.passed,
    walks: worlds.length,
    exchanges: counts.sent,
    suiteMs: Math.round(median(suites)),
    bareMs: Math.round(median(bare)),
    ratio: Math.round((median(suites) / median(bare)) * 100) / 100,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

const simulator = await startSimulator();
try {
  console.log(JSON.stringify(await measure(simulator.url), null, 2));
} finally {
  simulator.process.kill();
}
