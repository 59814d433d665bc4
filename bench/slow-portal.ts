// A process: a portal that gives recorded answers, each 20 ms after its request came in. It computes nothing, because a portal that is
// busy answers late, and its delay would be counted as one of the suites. It reads its description and the recorded walks from standard input.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import type { Recorded, RecordedWalk } from './recording.ts';
import { ANSWERS_AFTER_MS } from './slow.ts';

/** How late a timer may fire, in milliseconds; the rest of the wait is spent looking at the clock. */
const TIMER_IS_LATE_MS = 1.5;

const { description, walks }: { description: string; walks: RecordedWalk[] } = JSON.parse(await text(process.stdin));
/** The walks by the body of the request that opens their world. */
const byOpening = new Map(walks.map((walk) => [walk[0]?.body, walk]));
/** What is still to be asked in each world, by the id of the world. */
const left = new Map<string, Recorded[]>();

function answerTo(incoming: IncomingMessage, body: string): Recorded | undefined {
  if (incoming.url === '/') return { method: 'GET', path: '/', headers: {}, body, status: 200, answer: description };
  const world = incoming.headers[WORLD_HEADER];
  if (typeof world === 'string') return left.get(world)?.shift();
  const [opening, ...rest] = byOpening.get(body) ?? [];
  if (opening !== undefined) left.set(String(JSON.parse(opening.answer).world), rest);
  return opening;
}

async function wait(until: number): Promise<void> {
  await setTimeout(Math.max(0, until - performance.now() - TIMER_IS_LATE_MS));
  while (performance.now() < until) await setImmediate();
}

const server = createServer(async (incoming, outgoing) => {
  const due = performance.now() + ANSWERS_AFTER_MS;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method, path, status, answer } = answerTo(incoming, Buffer.concat(chunks).toString()) ?? {};
  const isRecorded = method === incoming.method && path === incoming.url;
  await wait(due);
  const contentType = Number(status) < 400 ? 'application/json' : 'application/problem+json';
  outgoing.writeHead(isRecorded ? Number(status) : 500, { 'content-type': contentType }).end(answer);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
