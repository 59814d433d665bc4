// A rejection as it goes out over HTTP.
import type { Rejection } from '../engine/rejection.ts';

/** The problem document of a rejection. */
export function problemResponse(rejection: Rejection): Response {
  const headers = { 'content-type': 'application/problem+json' };
  return new Response(JSON.stringify(rejection.problem), { status: rejection.status, headers });
}
