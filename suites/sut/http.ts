// Sends one HTTP request within a deadline and a size limit, follows no redirect, and describes every failure in a sentence.
import { type Dispatcher, Pool } from 'undici';

/** An answer read as text; exactly one of `body` and `fault` is null. */
export interface HttpAnswer {
  status: number | null;
  contentType: string;
  body: string | null;
  fault: string | null;
}

/** The limits of one answer. */
export interface Limits {
  /** The most time from sending the request to the last byte of the answer. */
  timeoutMs: number;
  /** The largest body, in bytes (included). */
  maxBytes: number;
}

export const DEFAULT_LIMITS: Limits = { timeoutMs: 10_000, maxBytes: 4_000_000 };

/** A request as it is sent; `path` includes the query. */
export interface HttpRequest {
  method: Dispatcher.HttpMethod;
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | null;
}

/** An answer as raw bytes; exactly one of `bytes` and `fault` is null. */
export interface Received {
  /** When the request was sent, milliseconds since the epoch by our clock. */
  at: number;
  /** The time from sending the request to the last byte of the answer, or until we gave up. */
  tookMs: number;
  status: number | null;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer | null;
  fault: string | null;
}

/** A pool of connections to one origin. */
export function openPool(origin: string, connections: number): Pool {
  return new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 4_000 });
}

/** Reads an answer as text; a redirect and a body that is not UTF-8 are faults. */
export function textOf({ status, headers, bytes, fault }: Omit<Received, 'at' | 'tookMs'>): HttpAnswer {
  const contentType = String(headers['content-type'] ?? '');
  const failed = (said: string | null): HttpAnswer => ({ status, contentType, body: null, fault: said });
  if (bytes === null) return failed(fault);
  if (status !== null && isRedirect(status)) return failed(`it redirects to ${placeOf(headers.location)}`);
  try {
    return { status, contentType, body: decode(bytes), fault: null };
  } catch {
    return failed('its answer is not UTF-8');
  }
}

/**
 * Sends one request and reads the bytes of the answer, but not those of a redirect. Never throws: a failure is the sentence in `fault`.
 * @param now our clock, milliseconds since the epoch
 */
export async function receive(
  pool: Dispatcher,
  request: HttpRequest & { origin?: string },
  limits: Limits,
  now: () => number = Date.now,
): Promise<Received> {
  const at = now();
  const answer = await exchange(pool, request, limits);
  return { at, tookMs: now() - at, ...answer };
}

async function exchange(
  pool: Dispatcher,
  { method, path, headers: sent, body, origin = '' }: HttpRequest & { origin?: string },
  limits: Limits,
): Promise<Omit<Received, 'at' | 'tookMs'>> {
  const deadline = new AbortController();
  // AbortSignal.timeout would be shorter, but takes a twentieth of the time of a fast request.
  const timer = setTimeout(() => deadline.abort(), limits.timeoutMs);
  const { signal } = deadline;
  let status: number | null = null;
  let headers: Received['headers'] = {};
  try {
    const answer = await pool.request({ origin, method, path, headers: sent, body, signal });
    status = answer.statusCode;
    headers = answer.headers;
    if (isRedirect(status)) {
      // Destroying an unread body makes the stream emit an error, which would end the process if nobody listened.
      answer.body.on('error', () => undefined).destroy();
      return { status, headers, bytes: Buffer.alloc(0), fault: null };
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
      size += bytes.length;
      if (size > limits.maxBytes) {
        answer.body.destroy();
        return { status, headers, bytes: null, fault: `its answer is larger than ${limits.maxBytes} bytes` };
      }
      chunks.push(bytes);
    }
    return { status, headers, bytes: Buffer.concat(chunks), fault: null };
  } catch (error) {
    return { status, headers, bytes: null, fault: faultOf(error, limits) };
  } finally {
    clearTimeout(timer);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The text that UTF-8 bytes encode. @throws TypeError for bytes that are not UTF-8 */
export const decode = (bytes: Uint8Array): string => UTF8.decode(bytes);

export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** Where a redirect leads, without the query, which may hold a token. */
function placeOf(location: string | string[] | undefined): string {
  return String(location ?? 'nowhere').replace(/[?#].*$/s, '');
}

function faultOf(error: unknown, limits: Limits): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `no whole answer came within ${limits.timeoutMs / 1000} s`;
  const code = 'code' in error ? `${String(error.code)}: ` : '';
  return `${code}${error.message}`;
}
