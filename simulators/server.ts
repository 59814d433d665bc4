// Listens on a port, and closes at once when it is told to.
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConformanceError } from '../schemas/errors.ts';

/** Where to listen. */
export interface ListenOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Default 127.0.0.1: test keys and control operations are not for a network. */
  readonly host?: string;
}

/** A door that is open. */
export interface Listening {
  readonly url: string;
  /** Drops every connection and frees the port. */
  close(): Promise<void>;
}

/** Opens the door of an app. @throws ConformanceError `port-in-use`; `usage` when the host or port cannot be listened on. */
export function listen(app: Pick<Hono, 'fetch'>, { port, host = '127.0.0.1' }: ListenOptions): Promise<Listening> {
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
    // Connections that are kept alive would hold the port for seconds.
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
