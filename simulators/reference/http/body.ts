// Reads the body of a request: JSON of at most one megabyte, checked against the shape that the operation asks for.
import { Rejection } from '../engine/rejection.ts';

/** The largest body that is read, in bytes, included. */
const MAX_BODY_BYTES = 1_000_000;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON value of a body. @throws Rejection 415, 413, 400 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Rejection(
      415,
      `content-type: send application/json, got ${type === '' ? 'nothing' : type.slice(0, 100)}`,
    );
  }
  const bytes = await readBytes(request, MAX_BODY_BYTES);
  try {
    return JSON.parse(UTF_8.decode(bytes));
  } catch {
    throw new Rejection(400, 'body: not JSON in UTF-8');
  }
}

/** The bytes of a body of at most so many. @throws Rejection 413 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length');
  if (announced === null) return readUnannounced(request, maxBytes);
  if (Number(announced) > maxBytes) throw tooLarge(Number(announced), maxBytes);
  // HTTP holds a body to the length announced. In one piece it costs a fraction of what a stream does.
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > maxBytes) throw tooLarge(bytes.byteLength, maxBytes);
  return bytes;
}

async function readUnannounced(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(size, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(size: number, maxBytes: number): Rejection {
  return new Rejection(413, `body: at most ${maxBytes} bytes, got ${size} or more`);
}
