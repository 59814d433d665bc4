// What a module tells of its own exchanges, redacted; what has no shape is left out.
import type { Exchange } from '../../schemas/run/report.ts';
import { maskAddress, maskAnswerHeaders, maskBody, maskRequestHeaders } from './evidence/mask-message.ts';
import type { Redaction } from './evidence/redaction.ts';

/** An exchange that a module reports, redacted for the journal. @throws TypeError where it is no object */
export function exchangeOf(said: Exchange, mask: Redaction): Omit<Exchange, 'id'> {
  if (typeof said !== 'object' || said === null) throw new TypeError('it tells an exchange that is no object');
  const { operation, at, tookMs, clock, request, response } = Object(said);
  const { method, url, headers, body } = Object(request);
  const { status, bytes, fault, ...answer } = Object(response);
  return {
    operation: mask.text(String(operation)),
    at: instantOf(at) ?? new Date().toISOString(),
    tookMs: typeof tookMs === 'number' && tookMs >= 0 ? tookMs : 0,
    clock: instantOf(clock),
    request: {
      method: mask.text(String(method)),
      url: maskAddress(String(url), null, mask),
      headers: maskRequestHeaders(textsOf(headers), mask),
      body: bodyOf(body, headers, mask),
    },
    response: {
      status: Number.isInteger(status) ? status : null,
      headers: maskAnswerHeaders(textsOf(answer.headers), mask),
      bytes: Number.isInteger(bytes) ? bytes : null,
      body: bodyOf(answer.body, answer.headers, mask),
      fault: typeof fault === 'string' ? mask.text(fault) : null,
    },
  };
}

/** The redacted body of an exchange: a text of the media type in its headers, or any other value as JSON. */
export function bodyOf(body: unknown, headers: unknown, mask: Redaction): string | null {
  if (body === null || body === undefined) return null;
  const type = textsOf(headers)['content-type'];
  if (typeof body === 'string' && type !== undefined) return maskBody(body, type, mask);
  try {
    return maskBody(JSON.stringify(body), 'application/json', mask);
  } catch {
    // A value with a circle in it, or one that JSON cannot express.
    return null;
  }
}

const textsOf = (headers: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]));

function instantOf(value: unknown): string | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
