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

/** Answers an OCSP request over HTTP (RFC 6960, appendix A). @throws Rejection 415 for another content type, 413 when too large. */
export async function serveOcsp({ world, authority, now }: Office, context: Context): Promise<Response> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/ocsp-request\s*(;|$)/i.test(type)) {
    throw new Rejection(415, `content-type: send application/ocsp-request, got ${type.slice(0, 100)}`);
  }
  const request = await readBytes(context.req.raw, MAX_OCSP_BYTES);
  const knowsNothing = world.books.modeOf('ocsp') === 'misses';
  return der(await answerOcsp(request, authority, now, knowsNothing), 'application/ocsp-response');
}

/** Answers with the certificate of the issuing authority. */
export function serveCertificate({ authority }: Office): Response {
  return der(certificateDer(authority.issuingPem), 'application/pkix-cert');
}

function der(bytes: Uint8Array, type: string): Response {
  return new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } });
}
