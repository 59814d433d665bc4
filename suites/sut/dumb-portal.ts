// Portals that answer without thinking, on real sockets: only the tests of this room use them.
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { X509CertificateGenerator } from '@peculiar/x509';
import { fixturePath } from '../../schemas/fixture.ts';
import { certificatePem } from '../../schemas/pki/certificate.ts';
import type { SigningKey } from '../../schemas/pki/cms.ts';
import { CONTROLS, type Description, type Roster } from '../../schemas/target/driver.ts';
import { CAUSE_NAMES, LANGUAGES } from '../../schemas/vocabulary.ts';

/** What was asked, with its body read. */
export interface Asked {
  method: string;
  path: string;
  body: string;
  headers: IncomingMessage['headers'];
}
export type Answerer = (response: ServerResponse, asked: Asked) => void;

export interface DumbPortal {
  url: string;
  close(): Promise<void>;
}

/** Listens on a free port. */
export async function startPortal(answer: Answerer): Promise<DumbPortal> {
  const server = createServer(async (request, response) => {
    response.on('error', () => undefined);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const { method = 'GET', url = '/', headers } = request;
      answer(response, { method, path: url, body: Buffer.concat(chunks).toString(), headers });
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the portal has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Answers with a text, whatever is asked. */
export const say =
  (status: number, type: string, text: string | Buffer, headers: Record<string, string> = {}): Answerer =>
  (response) => {
    response.writeHead(status, { ...(type === '' ? {} : { 'content-type': type }), ...headers }).end(text);
  };
export const sayJson = (status: number, value: unknown): Answerer =>
  say(status, 'application/json', JSON.stringify(value));
/** Refuses with a well-formed problem. */
export const refuse = (status: number, detail = 'no'): Answerer =>
  say(status, 'application/problem+json', JSON.stringify({ type: 'about:blank', title: 'No', status, detail }));

/** Starts to answer and goes on in drops, never coming to an end. */
export const dripEvery =
  (ms: number): Answerer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    const timer = setInterval(() => response.write(' '), ms);
    response.on('close', () => clearInterval(timer));
  };
export const drip = dripEvery(5);
/** Answers with so many bytes, as fast as they are taken; `onEnd` is told how many were given when the connection is closed. */
export const flood =
  (bytes: number, onEnd: (given: number) => void = () => undefined): Answerer =>
  (response) => {
    const piece = Buffer.alloc(64 * 1024, 0x20);
    let given = 0;
    const pour = function* () {
      for (; given < bytes; given += piece.length) yield piece;
    };
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(bytes) });
    response.on('close', () => onEnd(given));
    Readable.from(pour())
      .on('error', () => undefined)
      .pipe(response);
  };
/** Accepts, and never answers. */
export const hang: Answerer = () => undefined;
/** Breaks the connection in the middle of the body. */
export const reset: Answerer = (response, _asked) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"contract":');
  setTimeout(() => response.socket?.resetAndDestroy(), 5);
};
/** Sends back what it was sent. */
export const echo: Answerer = (response, { body }) => say(200, 'application/json', body || '{}')(response, noQuestion);
const noQuestion: Asked = { method: 'GET', path: '/', body: '', headers: {} };

/** A description that claims everything. */
export const describing = (...flows: string[]): Description => ({
  contract: 'reglament-driver/1',
  name: 'a dumb portal',
  flows,
  controls: [...CONTROLS],
  languages: [...LANGUAGES],
});

/** A portal that speaks for its controls as it should, and leaves all else to another. */
export async function controlled(flows: string | readonly string[], otherwise: Answerer): Promise<Answerer> {
  const roster = await makeRoster();
  const clocks = new Map<string, number>();
  const described = describing(...[flows].flat());
  return (response, asked) => {
    const input = (): Record<string, unknown> => Object(JSON.parse(asked.body));
    const world = String(asked.headers['reglament-world'] ?? '');
    if (asked.method === 'GET' && asked.path === '/') return sayJson(200, described)(response, asked);
    if (asked.path === '/worlds') {
      const id = `w${clocks.size}`;
      clocks.set(id, Date.parse(String(input().now)));
      return sayJson(200, { world: id, now: input().now, roster })(response, asked);
    }
    if (asked.path === '/clock') {
      const now = (clocks.get(world) ?? 0) + Number(input().seconds) * 1000;
      clocks.set(world, now);
      return sayJson(200, { now: new Date(now).toISOString() })(response, asked);
    }
    if (asked.path === '/payments') return sayJson(200, { payment: 'p1' })(response, asked);
    otherwise(response, asked);
  };
}

/** Test persons for every cause, and a certificate that can be signed with. */
export async function makeRoster(): Promise<Roster> {
  const key = await selfSigned();
  const persons = ['good', ...CAUSE_NAMES].map((name) => [name, { id: '850101300123', password: name }]);
  return {
    credentials: Object.fromEntries(persons),
    officer: { id: 'officer', password: 'good' },
    certificates: Object.fromEntries(['good', ...CAUSE_NAMES].map((name) => [name, key])),
    issuers: [key.certificatePem],
  };
}

/** A certificate of a key of the fixtures, signed by itself. */
export async function selfSigned(name = 'applicant-sign'): Promise<SigningKey> {
  const { keys } = JSON.parse(readFileSync(fixturePath('keys.json'), 'utf8'));
  const privateKeyPem = String(keys[name]);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const pkcs8 = createPrivateKey(privateKeyPem).export({ type: 'pkcs8', format: 'der' });
  const made = await X509CertificateGenerator.create({
    subject: 'CN=test',
    issuer: 'CN=test',
    serialNumber: '2a',
    notBefore: new Date('2013-01-01T00:00:00Z'),
    notAfter: new Date('2014-01-01T00:00:00Z'),
    publicKey: Uint8Array.from(createPublicKey(privateKeyPem).export({ type: 'spki', format: 'der' })),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
  });
  return { certificatePem: certificatePem(new Uint8Array(made.rawData)), privateKeyPem };
}
