// Sends one HTTP request within a deadline and a size limit, follows no redirect, and describes every failure in a sentence.
import { type Dispatcher, Pool } from 'undici';
import { textIn } from './charset.ts';
import { decodeContent } from './content-coding.ts';

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

/**
 * A pool of connections to one origin. It has two for each walk, because a connection rests after an answer until our event loop has gone
 * round, and the next request of the walk would wait for it.
 * @param walks how many walks go on at once, each with one request at a time
 */
export function openPool(origin: string, walks: number): Pool {
  return new Pool(origin, { connections: 2 * walks, pipelining: 1, keepAliveTimeout: 4_000 });
}

/** Reads an answer as text; a redirect and a body that is not in the encoding that it declares are faults. */
export function textOf({ status, headers, bytes, fault }: Omit<Received, 'at' | 'tookMs'>): HttpAnswer {
  const contentType = String(headers['content-type'] ?? '');
  const failed = (said: string | null): HttpAnswer => ({ status, contentType, body: null, fault: said });
  if (bytes === null) return failed(fault);
  if (status !== null && isRedirect(status)) return failed(`it redirects to ${placeOf(headers.location)}`);
  try {
    return { status, contentType, body: textIn(bytes, contentType), fault: null };
  } catch (error) {
    return failed(`its answer ${error instanceof Error ? error.message : error}`);
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

/** Goes by the dispatcher's own events: streams and signals between it and us would take a tenth of the time of a fast request. */
function exchange(
  pool: Dispatcher,
  { method, path, headers: sent, body, origin = '' }: HttpRequest & { origin?: string },
  limits: Limits,
): Promise<Omit<Received, 'at' | 'tookMs'>> {
  return new Promise((resolve) => {
    let status: number | null = null;
    let headers: Received['headers'] = {};
    const chunks: Buffer[] = [];
    let size = 0;
    let running: Dispatcher.DispatchController | null = null;
    let isOver = false;
    const end = (bytes: Buffer | null, fault: string | null) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      resolve({ status, headers, bytes, fault });
    };
    const giveUp = (bytes: Buffer | null, fault: string | null) => {
      end(bytes, fault);
      running?.abort(new Error('we gave up'));
    };
    const timer = setTimeout(
      () => giveUp(null, `no whole answer came within ${limits.timeoutMs / 1000} s`),
      limits.timeoutMs,
    );
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        running = controller;
        if (isOver) controller.abort(new Error('we gave up'));
      },
      onResponseStart(_, statusCode, answered) {
        if (statusCode < 200) return;
        status = statusCode;
        headers = answered;
        if (isRedirect(statusCode)) giveUp(Buffer.alloc(0), null);
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        if (size > limits.maxBytes) giveUp(null, `its answer is larger than ${limits.maxBytes} bytes`);
        else chunks.push(chunk);
      },
      onResponseEnd() {
        const content = decodeContent(Buffer.concat(chunks), headers['content-encoding'], limits.maxBytes);
        if ('bytes' in content) end(content.bytes, null);
        else end(null, content.fault);
      },
      onResponseError(_, error) {
        end(null, faultOf(error));
      },
    };
    try {
      pool.dispatch({ origin, method, path, headers: sent, body }, handler);
    } catch (error) {
      end(null, faultOf(error));
    }
  });
}

export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** Where a redirect leads, without the query, which may hold a token. */
function placeOf(location: string | string[] | undefined): string {
  return String(location ?? 'nowhere').replace(/[?#].*$/s, '');
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? `${String(error.code)}: ` : '';
  return `${code}${error.message}`;
}
