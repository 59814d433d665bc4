// What a module tells of its own exchanges, redacted; what has no shape is left out.
import type { Exchange } from '../../schemas/run/report.ts';
import { maskAddress, maskAnswerHeaders, maskBody, maskRequestHeaders } from './evidence/mask-message.ts';
import type { Redaction } from './evidence/redaction.ts';

/** An exchange that a module reports, as it is when it is reported. @returns it, redacted for the journal @throws TypeError where it is no object */
export function exchangeOf(said: Exchange, mask: Redaction): () => Omit<Exchange, 'id'> {
  if (typeof said !== 'object' || said === null) throw new TypeError('it tells an exchange that is no object');
  const { operation, at, tookMs, clock, request, response } = Object(said);
  const { method, url, headers, body } = Object(request);
  const { status, bytes, fault, ...answer } = Object(response);
  const plain = { operation: String(operation), method: String(method), url: String(url) };
  const sent = { headers: textsOf(headers), body: plainOf(body) };
  const got = { headers: textsOf(answer.headers), body: plainOf(answer.body) };
  const head = {
    at: instantOf(at) ?? new Date().toISOString(),
    tookMs: typeof tookMs === 'number' && tookMs >= 0 ? tookMs : 0,
    clock: instantOf(clock),
  };
  return () => ({
    operation: mask.text(plain.operation),
    ...head,
    request: {
      method: mask.text(plain.method),
      url: maskAddress(plain.url, null, mask),
      headers: maskRequestHeaders(sent.headers, mask),
      body: bodyOf(sent.body, sent.headers, mask),
    },
    response: {
      status: Number.isInteger(status) ? status : null,
      headers: maskAnswerHeaders(got.headers, mask),
      bytes: Number.isInteger(bytes) ? bytes : null,
      body: bodyOf(got.body, got.headers, mask),
      fault: typeof fault === 'string' ? mask.text(fault) : null,
    },
  });
}

/** A body as it is now: a text, or a copy of a value that the module may change; null for what JSON cannot express. */
function plainOf(body: unknown): unknown {
  if (typeof body === 'string' || body === null || body === undefined) return body ?? null;
  try {
    return JSON.parse(JSON.stringify(body));
  } catch {
    return null;
  }
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
