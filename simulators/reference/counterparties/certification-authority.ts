// Serves the certification authority over HTTP: its revocation lists, its OCSP responder, its time stamps and its certificates.
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { certificateDer } from '../../../schemas/pki/certificate.ts';
import { WORLD_HEADER } from '../../../schemas/target/driver.ts';
import type { Authority } from '../certification-authority/authority.ts';
import { answerOcsp } from '../certification-authority/ocsp-responder.ts';
import { answerStamp } from '../certification-authority/time-stamping.ts';
import { Rejection } from '../engine/rejection.ts';
import { readBytes } from '../http/body.ts';
import type { CounterpartyWorld } from './books.ts';

/** Who answers a request: the authority, as of `now`, behaving as `world` has set it to. */
export interface Office {
  readonly world: CounterpartyWorld;
  readonly authority: Authority;
  readonly now: Date;
}

const MAX_ASKED_BYTES = 20_000;

/** Answers with the revocation list, or the delta list. @throws Rejection 404 when the lists are set to be missing. */
export async function serveCrl({ world, authority, now }: Office, kind: 'complete' | 'delta'): Promise<Response> {
  if (world.books.modeOf('crl') === 'misses') throw new Rejection(404, 'crl: the authority has published no list');
  const list = kind === 'delta' ? await authority.deltaCrl(now) : await authority.crl(now);
  return cacheable(der(list, 'application/pkix-crl'));
}

/**
 * Reads an OCSP request over HTTP (RFC 6960, appendix A.1): the body of a POST, or the end of the path of a GET.
 * @param asked what stands there, percent-encoded base64; null in a POST
 * @throws Rejection 415 for another content type, 413 when too large, 400 for a path that is no base64
 */
export async function readOcsp(context: Context, asked: string | null): Promise<Uint8Array> {
  return context.req.method === 'GET' ? inPath(asked ?? '') : inBody(context, 'application/ocsp-request');
}

/** Answers an OCSP request; `isGet` says that the answer may be kept. */
export async function serveOcsp(
  { world, authority, now }: Office,
  request: Uint8Array,
  isGet: boolean,
): Promise<Response> {
  const knowsNothing = world.books.modeOf('ocsp') === 'misses';
  const answer = der(await answerOcsp(request, authority, now, knowsNothing), 'application/ocsp-response');
  return isGet ? cacheable(answer) : answer;
}

/** Answers a request for a time stamp over HTTP (RFC 3161, 3.4). @throws Rejection 415 for another content type, 413 when too large */
export async function serveStamp({ world, authority, now }: Office, context: Context): Promise<Response> {
  const request = await inBody(context, 'application/timestamp-query');
  const hasNoTime = world.books.modeOf('tsa') === 'misses';
  const moment = { now, serialNumber: stampNumber(world) };
  return der(await answerStamp(request, authority, moment, hasNoTime), 'application/timestamp-reply');
}

/** A number that no other stamp has, also none of another world, since worlds of one day share an authority. */
export function stampNumber(world: CounterpartyWorld): string {
  const hash = createHash('sha256')
    .update(`reglament stamp ${world.id} ${world.nextId('stamp')}`)
    .digest('hex');
  // A positive number, whose bytes no encoding shortens.
  return `01${hash.slice(0, 30)}`;
}

function inPath(asked: string): Uint8Array {
  if (asked.length > MAX_ASKED_BYTES) throw new Rejection(413, `path: longer than ${MAX_ASKED_BYTES} characters`);
  // These three are the only signs of base64 that a client may have percent-encoded.
  const base64 = asked.replace(/%2B/giu, '+').replace(/%2F/giu, '/').replace(/%3D/giu, '=');
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) throw new Rejection(400, 'path: the request has to be base64');
  return Buffer.from(base64, 'base64');
}

async function inBody(context: Context, wanted: string): Promise<Uint8Array> {
  const type = context.req.header('content-type') ?? '';
  if (type.split(';')[0]?.trim().toLowerCase() !== wanted) {
    throw new Rejection(415, `content-type: send ${wanted}, got ${type.slice(0, 100)}`);
  }
  return readBytes(context.req.raw, MAX_ASKED_BYTES);
}

/** Answers with the certificate of the issuing authority, or of the root. */
export function serveCertificate({ authority }: Office, whose: 'issuing' | 'root'): Response {
  return cacheable(der(certificateDer(authority[`${whose}Pem`]), 'application/pkix-cert'));
}

function der(bytes: Uint8Array, type: string): Response {
  return new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } });
}

/** Lets caches keep an answer, if they ask each time whether it still holds: a test moves the clock and makes services fail as it likes. */
function cacheable(answer: Response): Response {
  answer.headers.set('cache-control', 'public, no-transform, max-age=0, must-revalidate');
  answer.headers.set('vary', WORLD_HEADER);
  return answer;
}
