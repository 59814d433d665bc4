// Undoes the content codings of an answer, such as gzip, that a proxy may have applied though nobody asked for them.
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

type Undo = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const CODINGS: Readonly<Record<string, Undo>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  // Some servers send the bare stream of RFC 1951 under this name, which means that of RFC 1950.
  deflate: (bytes, options) =>
    ((bytes[0] ?? 0) & 15) === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options),
  br: brotliDecompressSync,
  identity: (bytes) => bytes,
};

/**
 * The bytes as they were before they were coded, or why they cannot be had.
 * @param header the values of `content-encoding`, in the order in which the codings were applied
 * @param maxBytes the most that they may be (included)
 */
export function decodeContent(
  bytes: Buffer,
  header: string | string[] | undefined,
  maxBytes: number,
): { bytes: Buffer } | { fault: string } {
  const names = [header ?? []].flat().flatMap((value) => value.split(','));
  let content = bytes;
  for (const name of names.map((one) => one.trim().toLowerCase()).reverse()) {
    if (name === '' || content.length === 0) continue;
    const undo = Object.hasOwn(CODINGS, name) ? CODINGS[name] : undefined;
    if (undo === undefined)
      return { fault: `its answer has the content coding ${JSON.stringify(name)}, which was not asked for; send none` };
    try {
      content = undo(content, { maxOutputLength: maxBytes });
    } catch (error) {
      return Object(error).code === 'ERR_BUFFER_TOO_LARGE'
        ? { fault: `its answer is larger than ${maxBytes} bytes` }
        : { fault: `its answer says that it is coded as ${name}, and is not` };
    }
  }
  return { bytes: content };
}
