// The doors of the certification authority: its list, its responder and its certificate, of a world or of a day.
import type { Context } from 'hono';
import { certificateDer } from '../../../schemas/pki/certificate.ts';
import type { Authority } from '../certification-authority/authority.ts';
import { answerOcsp } from '../certification-authority/ocsp-responder.ts';
import { Rejection } from '../engine/rejection.ts';
import { readBytes } from '../http/body.ts';
import type { CounterpartyWorld } from './books.ts';

/** Where a request leads: the world whose modes count, and the authority with the instant at which it speaks. */
export interface Office {
  readonly world: CounterpartyWorld;
  readonly authority: Authority;
  readonly now: Date;
}

const MAX_OCSP_BYTES = 20_000;

/** The revocation list; none where the authority misses. @throws Rejection 404 */
export async function serveCrl({ world, authority, now }: Office): Promise<Response> {
  if (world.books.modeOf('crl') === 'misses') throw new Rejection(404, 'crl: the authority has published no list');
  return der(await authority.crl(now), 'application/pkix-crl');
}

/** The responder's answer: RFC 6960, appendix A. @throws Rejection 415, 413 */
export async function serveOcsp({ world, authority, now }: Office, context: Context): Promise<Response> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/ocsp-request\s*(;|$)/i.test(type)) {
    throw new Rejection(415, `content-type: send application/ocsp-request, got ${type.slice(0, 100)}`);
  }
  const request = await readBytes(context.req.raw, MAX_OCSP_BYTES);
  const knowsNothing = world.books.modeOf('ocsp') === 'misses';
  return der(await answerOcsp(request, authority, now, knowsNothing), 'application/ocsp-response');
}

/** The certificate of the issuing authority. */
export function serveCertificate({ authority }: Office): Response {
  return der(certificateDer(authority.issuingPem), 'application/pkix-cert');
}

function der(bytes: Uint8Array, type: string): Response {
  return new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } });
}
