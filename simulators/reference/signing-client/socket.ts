// The WebSocket on which pages ask the signing client to sign, as the national one listens on a port of the user's machine.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Sockets } from '../../server.ts';
import { stampDigest } from '../certification-authority/time-stamping.ts';
import { stampNumber } from '../counterparties/certification-authority.ts';
import { checkSetting } from '../counterparties/signer-setting.ts';
import { Rejection } from '../engine/rejection.ts';
import type { Simulator } from '../simulator.ts';
import { answerMessage } from './messages.ts';

/** A megabyte in base64, and something around it. */
const MOST_BYTES = 1_500_000;
const MOST_WAITING = 16;
const HEARTBEAT_MS = 30_000;
const [TOO_MUCH, GOING_AWAY] = [1013, 1001];
/** Pages decide by it what the client can do. */
const HELLO = JSON.stringify({ result: { version: '1.4' } });

/** The signing client of a simulator's worlds. @param path where it listens; null for any */
export function createSigningClient(simulator: Pick<Simulator, 'worldOf'>, path: string | null): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false });
  return {
    async whyNot(request) {
      const asked = urlOf(request);
      if (path !== null && asked.pathname !== path) return { status: 404, detail: `path: WebSockets are at ${path}` };
      if (!isOfThisMachine(request.headers.origin))
        return { status: 403, detail: 'Origin: only pages of this machine may ask for signatures' };
      try {
        await wanted(simulator, asked.searchParams);
        return null;
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        return { status: error.status === 404 ? 404 : 400, detail: error.message };
      }
    },
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (opened) => {
        serve(opened, () => wanted(simulator, urlOf(request).searchParams));
      });
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

const urlOf = ({ url = '/' }: IncomingMessage): URL =>
  URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost') : new URL('http://localhost');

/** A page of another machine must not have its visitors sign. A client that is no browser sends no origin. */
function isOfThisMachine(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
}

/** The world that the query names and its setting, unless the query has another. @throws Rejection 400, 404 */
async function wanted(simulator: Pick<Simulator, 'worldOf'>, query: URLSearchParams) {
  const world = await simulator.worldOf(query.get('world'));
  const { certificate, behaviour } = world.books.signing;
  const setting: unknown = {
    certificate: query.get('certificate') ?? certificate,
    behaviour: query.get('behaviour') ?? behaviour,
  };
  return { world, setting: checkSetting(world.credentials.roster, setting) };
}

function serve(socket: WebSocket, now: () => ReturnType<typeof wanted>): void {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  let isThere = true;
  // Whoever has gone without a word is let go.
  const heartbeat = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    socket.ping();
  }, HEARTBEAT_MS);
  heartbeat.unref();
  socket.on('pong', () => {
    isThere = true;
  });
  socket.on('close', () => clearInterval(heartbeat));
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, isBinary) => {
    if (waiting >= MOST_WAITING || isBinary) return socket.close(TOO_MUCH, isBinary ? 'send text' : 'too many at once');
    waiting += 1;
    last = last
      .then(() => answer(socket, String(data), now))
      .catch(() => socket.terminate())
      .finally(() => {
        waiting -= 1;
      });
  });
  socket.send(HELLO);
}

async function answer(socket: WebSocket, text: string, now: () => ReturnType<typeof wanted>): Promise<void> {
  const { world, setting } = await now();
  const { certificate: chosen, behaviour } = setting;
  if (behaviour === 'quits') return socket.close(GOING_AWAY);
  if (behaviour === 'hangs') return;
  const { authority, roster } = world.credentials;
  const desk = {
    ...{ keys: roster.certificates, chosen, behaviour, now: new Date(world.now) },
    stamp: (bytes: Uint8Array) =>
      stampDigest(createHash('sha256').update(bytes).digest(), authority, {
        now: new Date(world.now),
        serialNumber: stampNumber(world),
      }),
  };
  socket.send(await answerMessage(text, desk));
}
