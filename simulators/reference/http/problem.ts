// Turns a rejection into an HTTP response.
import type { Rejection } from '../engine/rejection.ts';

/** The response to a rejection: a problem document (RFC 9457) with the rejection's status. */
export function problemResponse(rejection: Rejection): Response {
  const headers = { 'content-type': 'application/problem+json' };
  return new Response(JSON.stringify(rejection.problem), { status: rejection.status, headers });
}
