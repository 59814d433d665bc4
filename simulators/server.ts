// Serves an app on a port, and frees the port at once on close.
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConformanceError } from '../schemas/errors.ts';

/** Where to listen. */
export interface ListenOptions {
  /** The port to listen on; 0 for any free one. */
  readonly port: number;
  /** Default 127.0.0.1, since test keys and control operations must not be reachable from a network. */
  readonly host?: string;
  /** Whether the process goes on as long as this listens. Default true. */
  readonly keepsAlive?: boolean;
}

/** A server that accepts requests at `url`. */
export interface Listening {
  readonly url: string;
  /** Drops every connection and frees the port. */
  close(): Promise<void>;
}

/** Starts serving an app. @throws ConformanceError `port-in-use`; `usage` when the host or port cannot be listened on. */
export function listen(
  app: Pick<Hono, 'fetch'>,
  { port, host = '127.0.0.1', keepsAlive = true }: ListenOptions,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch });
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

function closeNow(server: ReturnType<typeof createAdaptorServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // A client that keeps its connection alive would hold the port for seconds.
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
