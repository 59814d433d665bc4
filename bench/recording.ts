// Records the requests of the suites walk by walk, and sends them again in a bare loop without planning, checking or judging.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import { CONCURRENCY, inParallel } from './figure.ts';
import { runSuites } from './suite.ts';

/** One request as the suites sent it, without the header that names its world, and the answer to it. */
export interface Recorded {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  status: number;
  answer: string;
}

/** The requests of one walk in order; the first one opens its world. */
export type RecordedWalk = Recorded[];

/** Runs the suites through a proxy that records every request. @returns the walks, in the order in which they began */
export async function record(url: string): Promise<RecordedWalk[]> {
  const walks = new Map<string, RecordedWalk>();
  const pool = openPool(url);
  const door = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: kept(incoming.headers),
      body: Buffer.concat(chunks).toString(),
    };
    const own = incoming.headers[WORLD_HEADER];
    const { status, answer, contentType } = await send(pool, request, own === undefined ? null : String(own));
    const world = own === undefined && request.path === '/worlds' ? JSON.parse(answer).world : own;
    if (typeof world === 'string') walks.set(world, [...(walks.get(world) ?? []), { ...request, status, answer }]);
    outgoing.writeHead(status, { 'content-type': contentType }).end(answer);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  await runSuites(`http://127.0.0.1:${port}`);
  door.close();
  await pool.close();
  return [...walks.values()];
}

/** Sends the recorded walks again, `CONCURRENCY` at once. @throws Error when a status is not the recorded one */
export async function replay(url: string, walks: readonly RecordedWalk[]): Promise<void> {
  const pool = openPool(url);
  await inParallel(walks, async (walk) => {
    const ids = new Ids();
    let world: string | null = null;
    for (const recorded of walk) {
      const { status, answer } = await send(pool, ids.inOurs(recorded), world);
      if (status !== recorded.status)
        throw new Error(`${recorded.method} ${recorded.path} answers ${status}, recorded ${recorded.status}`);
      world ??= String(JSON.parse(answer).world);
      // Only what gives access differs from world to world; reading every answer would slow the loop down.
      if (recorded.path === '/sessions') ids.learn(recorded.answer, answer);
    }
  });
  await pool.close();
}

const NAMED = ['session', 'token', 'request', 'payment'];

/** Replaces the ids that a portal gave while it was recorded by those that it gives now. */
export class Ids {
  readonly #ids = new Map<string, string>();

  /** Takes note of the ids in two answers to the same request. */
  learn(recorded: string, answer: string): void {
    const [was, is] = [JSON.parse(recorded), JSON.parse(answer)];
    for (const name of NAMED) if (typeof was[name] === 'string') this.#ids.set(was[name], is[name]);
  }

  inOurs({ method, path, headers, body }: Recorded): Pick<Recorded, 'method' | 'path' | 'headers' | 'body'> {
    const inOurs = (text: string) =>
      text.replace(/\b(?:session|token|request|payment)-[0-9a-f]{24}\b/g, (id) => this.#ids.get(id) ?? id);
    const { authorization } = headers;
    return {
      method,
      path: inOurs(path),
      headers: authorization === undefined ? headers : { ...headers, authorization: inOurs(authorization) },
      body: inOurs(body),
    };
  }
}

/** A pool with one connection for every walk that goes on at once. */
export const openPool = (url: string): Pool => new Pool(url, { connections: CONCURRENCY, pipelining: 1 });

/** Sends one request into a world (null: without one) and reads the whole answer. */
export async function send(
  pool: Pool,
  { method, path, headers, body }: Pick<Recorded, 'method' | 'path' | 'headers' | 'body'>,
  world: string | null,
): Promise<{ status: number; answer: string; contentType: string }> {
  const {
    statusCode,
    headers: received,
    body: text,
  }: Dispatcher.ResponseData = await pool.request({
    method: method === 'POST' || method === 'PUT' ? method : 'GET',
    path,
    headers: world === null ? headers : { ...headers, [WORLD_HEADER]: world },
    body: body === '' ? null : body,
  });
  return { status: statusCode, answer: await text.text(), contentType: String(received['content-type']) };
}

function kept(headers: IncomingHttpHeaders): Record<string, string> {
  const names = ['accept', 'accept-language', 'authorization', 'content-type'];
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}
