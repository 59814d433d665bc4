// Reads the body of an HTTP request, as JSON or as bytes, up to a limit.
import { parseBounded, TooMuch } from '../../../schemas/bounded-json.ts';
import { Rejection } from '../engine/rejection.ts';

/** The largest JSON body that is accepted, in bytes, included. */
export const MAX_BODY_BYTES = 1_000_000;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON value of a body.
 *
 * @throws Rejection 415 for another content type, 413 above one megabyte, 400 for what is not JSON in UTF-8
 */
export async function readJson(request: Request): Promise<unknown> {
  checkType(request.headers.get('content-type') ?? '');
  return parseJson(await readBytes(request, MAX_BODY_BYTES));
}

/** Refuses a body that does not claim to be JSON. @throws Rejection 415 */
export function checkType(type: string): void {
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new Rejection(415, `content-type: send application/json, got ${type === '' ? 'nothing' : type.slice(0, 100)}`);
}

/** The JSON value of bytes. @throws Rejection 400 for what is not JSON in UTF-8 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return parseBounded(UTF_8.decode(bytes));
  } catch (error) {
    throw new Rejection(400, `body: ${error instanceof TooMuch ? error.message : 'not JSON in UTF-8'}`);
  }
}

/** The bytes of a body. @throws Rejection 413 for more than `maxBytes` */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length');
  if (announced === null) return readUnannounced(request, maxBytes);
  if (Number(announced) > maxBytes) throw tooLarge(Number(announced), maxBytes);
  // HTTP holds a body to its announced length, so it can be read in one piece, which costs a fraction of a stream.
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > maxBytes) throw tooLarge(bytes.byteLength, maxBytes);
  return bytes;
}

async function readUnannounced(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > maxBytes) {
      // Nobody waits for the end of that: of a request that was copied, as msw does, it only comes when the other copy is let go too.
      reader.cancel().catch(() => undefined);
      throw tooLarge(size, maxBytes);
    }
    chunks.push(value);
  }
}

function tooLarge(size: number, maxBytes: number): Rejection {
  return new Rejection(413, `body: at most ${maxBytes} bytes, got ${size} or more`);
}
