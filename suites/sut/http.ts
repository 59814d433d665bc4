// One bounded HTTP request: a deadline, a size limit, no redirects, and every fault told in a sentence.
import { type Dispatcher, Pool } from 'undici';

/** What the network gave back; exactly one of `body` and `fault` is null. */
export interface HttpAnswer {
  status: number | null;
  contentType: string;
  body: string | null;
  fault: string | null;
}

export interface Limits {
  /** From sending the request to the last byte of the answer. */
  timeoutMs: number;
  maxBytes: number;
}

export const DEFAULT_LIMITS: Limits = { timeoutMs: 10_000, maxBytes: 4_000_000 };

export interface HttpRequest {
  method: Dispatcher.HttpMethod;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

/** A pool of connections to one origin. */
export function openPool(origin: string, connections: number): Pool {
  return new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 4_000 });
}

/** Sends one request and reads the whole answer. Never throws: a fault is a sentence. */
export async function send(pool: Pool, request: HttpRequest, limits: Limits): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  let status: number | null = null;
  let contentType = '';
  try {
    const answer = await pool.request({
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body,
      signal,
    });
    status = answer.statusCode;
    contentType = String(answer.headers['content-type'] ?? '');
    if (status >= 300 && status < 400) {
      // Destroying a body that nobody reads is an error of the stream, which without a listener ends the process.
      answer.body.on('error', () => undefined).destroy();
      return {
        status,
        contentType,
        body: null,
        fault: `it redirects to ${placeOf(answer.headers.location)}`,
      };
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > limits.maxBytes) {
        answer.body.destroy();
        return { status, contentType, body: null, fault: `its answer is larger than ${limits.maxBytes} bytes` };
      }
      chunks.push(bytes);
    }
    const body = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { status, contentType, body, fault: null };
  } catch (error) {
    return { status, contentType, body: null, fault: faultOf(error, limits) };
  }
}

/** Where a redirect leads, without its query: that may hold a token. */
function placeOf(location: string | string[] | undefined): string {
  return String(location ?? 'nowhere').replace(/[?#].*$/s, '');
}

function faultOf(error: unknown, limits: Limits): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `no whole answer came within ${limits.timeoutMs / 1000} s`;
  if (error instanceof TypeError && error.message.includes('encoded data')) return 'its answer is not UTF-8';
  const code = 'code' in error ? `${String(error.code)}: ` : '';
  return `${code}${error.message}`;
}
