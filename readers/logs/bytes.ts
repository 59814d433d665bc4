// Reads the bytes of a file piece by piece, unpacked where they are packed.
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';

/** The first bytes of a file, as they stand in it. */
export function beginningOf(path: string, length = 4096): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

/** How a file is packed, by its first bytes. */
export function packingOf(beginning: Buffer): 'gzip' | 'zstd' | null {
  if (beginning[0] === 0x1f && beginning[1] === 0x8b) return 'gzip';
  return beginning.length >= 4 && beginning.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : null;
}

/** The bytes of a file, unpacked. An error of the packing ends the stream with it. */
export function unpacked(path: string): Readable {
  const packing = packingOf(beginningOf(path));
  const bytes = createReadStream(path);
  if (packing === null) return bytes;
  const unpacking = packing === 'gzip' ? createGunzip() : zstd();
  bytes.on('error', (error) => unpacking.destroy(error));
  unpacking.on('close', () => bytes.destroy());
  return bytes.pipe(unpacking);
}

function zstd(): Transform {
  let isWhole = false;
  const decompress = new Decompress((piece, final) => {
    isWhole ||= final === true;
    stream.push(Buffer.from(piece));
  });
  const attempt = (done: (error?: Error | null) => void, action: () => void) => {
    try {
      action();
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const stream: Transform = new Transform({
    transform: (piece: Uint8Array, _, done) => attempt(done, () => decompress.push(piece, false)),
    flush: (done) =>
      attempt(done, () => {
        if (!isWhole) decompress.push(new Uint8Array(0), true);
      }),
  });
  return stream;
}
