// Starts a well-known mock server (Prism) on the published contract, and sends it what the simulator is measured by.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { packageFolder } from '../schemas/fixture.ts';
import type { Course } from './course.ts';
import { inParallel, timed } from './figure.ts';
import { openPool, send } from './recording.ts';

const PRISM = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
const CONTRACT = join(packageFolder(), 'schemas/driver.openapi.yaml');
/** How long it may take until it answers. */
const START_MS = 60_000;
const LOOK_MS = 200;

/** Does work with a Prism that answers by the contract; it prints no line of its own when it is told to be silent, so it is asked until it answers. */
export async function withMockServer<T>(work: (url: string, pid: number) => Promise<T>): Promise<T> {
  const port = await freePort();
  const args = [PRISM, 'mock', '--port', String(port), '--host', '127.0.0.1', '--verboseLevel', 'silent', CONTRACT];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  try {
    const until = performance.now() + START_MS;
    while (
      !(await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (performance.now() > until || child.exitCode !== null) throw new Error('the mock server does not answer');
      await delay(LOOK_MS);
    }
    return await work(url, child.pid ?? 0);
  } finally {
    child.kill();
  }
}

/** Sends the transitions of as many courses as they were recorded: a mock server keeps no state, so that their order and ids do not matter to it. */
export async function hammer(courses: readonly (Course | undefined)[], url: string): Promise<number> {
  const pool = openPool(url);
  const ms = await timed(() =>
    inParallel(courses, async (course) => {
      for (const { recorded } of course?.transitions ?? []) {
        const { status, answer } = await send(pool, recorded, 'world-1');
        if (status >= 300)
          throw new Error(`the mock server answers ${recorded.method} ${recorded.path} with ${status}: ${answer}`);
      }
    }),
  );
  await pool.close();
  return ms;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
