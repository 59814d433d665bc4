// Serves an app on a port, within limits of connections and time, and frees the port at once on close.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConformanceError } from '../schemas/errors.ts';
import { problemOf, type Refusal, whyRefused, whyUnreadable } from './gate.ts';

/** Where to listen. */
export interface ListenOptions {
  /** The port to listen on; 0 for any free one. */
  readonly port: number;
  /** Default 127.0.0.1, since test keys and control operations must not be reachable from a network. */
  readonly host?: string;
  /** The names under which it may be asked, besides `localhost` and addresses. Default none. */
  readonly names?: readonly string[];
  /** Whether the process goes on as long as this listens. Default true. */
  readonly keepsAlive?: boolean;
  /** How slow a client may be. Default {@link PATIENCE}. */
  readonly patience?: Patience;
}

/** After how many milliseconds a client is let go. */
export interface Patience {
  /** In which the headers, and the whole request, have to arrive. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** In which something has to move on a connection. */
  readonly idleMs: number;
  /** How often that is looked at. */
  readonly checkMs: number;
}

/** A server that accepts requests at `url`. */
export interface Listening {
  readonly url: string;
  /** Drops every connection and frees the port. */
  close(): Promise<void>;
}

/** The most connections at once; further ones are closed. */
const MOST_CONNECTIONS = 512;
/** The patience with clients that are slow because of their line. */
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 60_000, idleMs: 120_000, checkMs: 2000 };

/** Starts serving an app. @throws ConformanceError `port-in-use`; `usage` when the host or port cannot be listened on. */
export function listen(
  app: Pick<Hono, 'fetch'>,
  { port, host = '127.0.0.1', names = [], keepsAlive = true, patience = PATIENCE }: ListenOptions,
): Promise<Listening> {
  const server = serve(app, [host, ...names], patience);
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      const taken = cause.code === 'EADDRINUSE';
      const problem = taken
        ? `port ${port} is taken`
        : `cannot listen on ${host}:${port} (${cause.code ?? cause.message})`;
      const cure = taken ? 'give another one with --port, or 0 for any free one' : 'give another host or port';
      reject(
        new ConformanceError(taken ? 'port-in-use' : 'usage', problem, { key: 'port', value: port, cure }, { cause }),
      );
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      if (!keepsAlive) server.unref();
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      const name = host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${name}:${actual}`, close: () => closeNow(server) });
    });
  });
}

function serve(app: Pick<Hono, 'fetch'>, names: readonly string[], patience: Patience): Server {
  const answer: RequestListener = getRequestListener(app.fetch, {
    errorHandler: (error) =>
      refusalResponse(
        error instanceof RequestError
          ? { status: 400, detail: 'request: no path or host of HTTP' }
          : { status: 500, detail: 'a defect of the simulator' },
      ),
  });
  // A missing Host is told by the gate; Node would refuse it without a word.
  const limits = {
    ...{ headersTimeout: patience.headersMs, requestTimeout: patience.requestMs },
    connectionsCheckingInterval: patience.checkMs,
  };
  const server = createServer({ ...limits, requireHostHeader: false }, (incoming, outgoing) => {
    const refusal = whyRefused(incoming, names);
    if (refusal === null) answer(incoming, outgoing);
    else turnAway(outgoing, refusal);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.timeout = patience.idleMs;
  server.on('checkExpectation', (_: IncomingMessage, outgoing) =>
    turnAway(outgoing, { status: 417, detail: 'Expect: nothing but 100-continue' }),
  );
  server.on('connect', (_, socket) => socket.end(rawText({ status: 405, detail: 'method: this is no proxy' })));
  server.on('clientError', (error, socket) => {
    if (socket.writable) socket.end(rawText(whyUnreadable(error)));
    else socket.destroy();
  });
  return server;
}

const TYPE = { 'content-type': 'application/problem+json' };

const refusalResponse = (refusal: Refusal): Response =>
  new Response(problemOf(refusal).body, { status: refusal.status, headers: TYPE });

function turnAway(outgoing: ServerResponse, refusal: Refusal): void {
  outgoing.writeHead(refusal.status, { ...TYPE, connection: 'close' }).end(problemOf(refusal).body);
}

/** A whole answer for a socket on which no request was read. */
function rawText(refusal: Refusal): string {
  const { title, body } = problemOf(refusal);
  const head = [`HTTP/1.1 ${refusal.status} ${title}`, 'content-type: application/problem+json', 'connection: close'];
  return [...head, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // A client that keeps its connection alive would hold the port for seconds.
    server.closeAllConnections();
  });
}
