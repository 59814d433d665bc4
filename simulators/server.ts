// Serves an app on a port, within limits of connections and time, and frees the port at once on close.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConformanceError } from '../schemas/errors.ts';
import { Connections } from './connections.ts';
import { problemOf, type Refusal, whyRefused, whyUnreadable } from './gate.ts';
import type { TrustedProxies } from './proxies.ts';
import { Rate } from './rate.ts';

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
  /** What takes over connections that want to become WebSockets. Default nothing: they are answered as any other. */
  readonly sockets?: Sockets;
  /** The key and the certificates with which it speaks TLS, PEM. Default without. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** How slow a client may be. Default {@link PATIENCE}. */
  readonly patience?: Patience;
  /** How many requests a second are taken from one client, and for one world; the others are answered with 429. Default any number. */
  readonly perSecond?: number;
  /** The proxies that are believed which client a request is of. Default none: then it is the address that connects. */
  readonly trustedProxies?: TrustedProxies | null;
}

/** Takes over connections that want to become WebSockets. */
export interface Sockets {
  /** Why a request may not become one; null where it may. */
  whyNot(request: IncomingMessage): Promise<Refusal | null>;
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all of them. */
  close(): void;
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
  /** Takes no more connections, lets what is being answered be answered within that time, and then closes. */
  stop(graceMs: number): Promise<void>;
}

/** The most connections at once; further ones are closed. */
const MOST_CONNECTIONS = 512;
/** The patience with clients that are slow because of their line. */
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 60_000, idleMs: 120_000, checkMs: 2000 };

/** What is served: an app, and a door of Node's own that answers before it what it can. */
export type Served = Pick<Hono, 'fetch'> & {
  readonly node?: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<unknown> | null;
};

/** Starts serving an app. @throws ConformanceError `port-in-use`; `usage` when the host or port cannot be listened on. */
export function listen(
  app: Served,
  {
    port,
    host = '127.0.0.1',
    names = [],
    keepsAlive = true,
    sockets,
    tls,
    patience = PATIENCE,
    perSecond,
    trustedProxies = null,
  }: ListenOptions,
): Promise<Listening> {
  const rate = perSecond === undefined ? null : new Rate(perSecond, trustedProxies);
  const whyNot = (request: IncomingMessage) =>
    whyRefused(request, [host, ...names]) ?? rate?.whyRefused(request) ?? null;
  const server = serve(app, whyNot, tls, patience);
  const connections = new Connections(server);
  if (sockets !== undefined) giveUpgradesTo(server, sockets, [host, ...names], rate);
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
      const close = () => {
        sockets?.close();
        return closeNow(server);
      };
      const stop = (graceMs: number) => {
        sockets?.close();
        return closeGently(server, connections, graceMs);
      };
      resolve({ url: `${tls === undefined ? 'http' : 'https'}://${name}:${actual}`, close, stop });
    });
  });
}

function serve(
  app: Served,
  whyNot: (request: IncomingMessage) => Refusal | null,
  tls: ListenOptions['tls'],
  patience: Patience,
): Server {
  const answer: RequestListener = getRequestListener(app.fetch, {
    errorHandler: (error) =>
      refusalResponse(
        error instanceof RequestError
          ? { status: 400, detail: 'request: no path or host of HTTP' }
          : { status: 500, detail: 'a defect of the simulator' },
      ),
  });
  // A missing Host is told by the gate; Node would refuse it without a word.
  const options = {
    ...{ headersTimeout: patience.headersMs, requestTimeout: patience.requestMs },
    ...{ connectionsCheckingInterval: patience.checkMs, requireHostHeader: false },
  };
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const refusal = whyNot(incoming);
    if (refusal !== null) {
      turnAway(outgoing, refusal);
      return;
    }
    const answering = app.node?.(incoming, outgoing) ?? null;
    if (answering === null) answer(incoming, outgoing);
    else answering.catch(() => outgoing.destroy());
  };
  const server = tls === undefined ? createServer(options, handle) : createTlsServer({ ...options, ...tls }, handle);
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

/** Gives requests for WebSockets away. The door of whoever takes them judges their origin, since pages of other ports may ask for some. */
function giveUpgradesTo(server: Server, sockets: Sockets, names: readonly string[], rate: Rate | null): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return withoutUpgrade(server, request, socket, head);
    const { host } = request.headers;
    const early = whyRefused({ headers: host === undefined ? {} : { host } }, names) ?? rate?.whyRefused(request);
    const refusal = Promise.resolve(early ?? null);
    refusal
      .then((refused) => refused ?? sockets.whyNot(request))
      .then((refused) => (refused === null ? sockets.accept(request, socket, head) : socket.end(rawText(refused))))
      .catch(() => socket.destroy());
  });
}

/**
 * Has a request that offers another protocol be answered in HTTP/1.1, as RFC 9110, 7.8 lets a server do: what was read of it is given to the
 * server once more without the offer, which the clients of some languages make with every request.
 */
function withoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, rawHeaders } = request;
  const kept = rawHeaders.flatMap((name, at) =>
    at % 2 === 1 || ['upgrade', 'connection', 'http2-settings'].includes(name.toLowerCase())
      ? []
      : [`${name}: ${rawHeaders[at + 1] ?? ''}`],
  );
  const text = [`${method} ${url} HTTP/1.1`, ...kept, '', ''].join('\r\n');
  socket.removeAllListeners('error');
  socket.unshift(Buffer.concat([Buffer.from(text, 'latin1'), head]));
  server.emit('connection', socket);
}

const TYPE = { 'content-type': 'application/problem+json' };

const refusalResponse = (refusal: Refusal): Response =>
  new Response(problemOf(refusal).body, { status: refusal.status, headers: TYPE });

function turnAway(outgoing: ServerResponse, refusal: Refusal): void {
  const { status, retryAfterSeconds: after } = refusal;
  const headers = { ...TYPE, connection: 'close', ...(after === undefined ? {} : { 'retry-after': String(after) }) };
  outgoing.writeHead(status, headers).end(problemOf(refusal).body);
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

function closeGently(server: Server, connections: Connections, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(end);
      resolve();
    });
    connections.endIdle();
  });
}
