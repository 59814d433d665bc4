// Serves the revocation list, the OCSP responder and the certificate of the certification authority over HTTP.
import type { Context } from 'hono';
import { certificateDer } from '../../../schemas/pki/certificate.ts';
import type { Authority } from '../certification-authority/authority.ts';
import { answerOcsp } from '../certification-authority/ocsp-responder.ts';
import { Rejection } from '../engine/rejection.ts';
import { readBytes } from '../http/body.ts';
import type { CounterpartyWorld } from './books.ts';

/** Who answers a request: the authority, as of `now`, behaving as `world` has set it to. */
export interface Office {
  readonly world: CounterpartyWorld;
  readonly authority: Authority;
  readonly now: Date;
}

const MAX_OCSP_BYTES = 20_000;

/** Answers with the revocation list. @throws Rejection 404 when the list is set to be missing. */
export async function serveCrl({ world, authority, now }: Office): Promise<Response> {
  if (world.books.modeOf('crl') === 'misses') throw new Rejection(404, 'crl: the authority has published no list');
  return der(await authority.crl(now), 'application/pkix-crl');
}

/**
 * Reads an OCSP request over HTTP (RFC 6960, appendix A.1): the body of a POST, or the end of the path of a GET.
 * @param asked what stands there, percent-encoded base64; null in a POST
 * @throws Rejection 415 for another content type, 413 when too large, 400 for a path that is no base64
 */
export async function readOcsp(context: Context, asked: string | null): Promise<Uint8Array> {
  return context.req.method === 'GET' ? inPath(asked ?? '') : inBody(context);
}

/** Answers an OCSP request. */
export async function serveOcsp({ world, authority, now }: Office, request: Uint8Array): Promise<Response> {
  const knowsNothing = world.books.modeOf('ocsp') === 'misses';
  return der(await answerOcsp(request, authority, now, knowsNothing), 'application/ocsp-response');
}

function inPath(asked: string): Uint8Array {
  if (asked.length > MAX_OCSP_BYTES) throw new Rejection(413, `path: longer than ${MAX_OCSP_BYTES} characters`);
  // These three are the only signs of base64 that a client may have percent-encoded.
  const base64 = asked.replace(/%2B/giu, '+').replace(/%2F/giu, '/').replace(/%3D/giu, '=');
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) throw new Rejection(400, 'path: the request has to be base64');
  return Buffer.from(base64, 'base64');
}

async function inBody(context: Context): Promise<Uint8Array> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/ocsp-request\s*(;|$)/i.test(type)) {
    throw new Rejection(415, `content-type: send application/ocsp-request, got ${type.slice(0, 100)}`);
  }
  return readBytes(context.req.raw, MAX_OCSP_BYTES);
}

/** Answers with the certificate of the issuing authority. */
export function serveCertificate({ authority }: Office): Response {
  return der(certificateDer(authority.issuingPem), 'application/pkix-cert');
}

function der(bytes: Uint8Array, type: string): Response {
  return new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } });
}
