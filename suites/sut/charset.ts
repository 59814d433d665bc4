// Reads the bytes of an answer as text in the character encoding that it declares: in its header, a byte order mark, its prolog or its page.
import { getEncoding } from 'encoding-sniffer';

const CHARSET = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/iu;
const MARKUP = /^[\s\ufeff]*</u;
const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

/** The text of an answer. @param type its `content-type` @throws TypeError with what is wrong of it, as in `is not UTF-8` */
export function textIn(bytes: Uint8Array, type: string): string {
  const [, quoted, plain] = CHARSET.exec(type) ?? [];
  const label = (quoted ?? plain)?.trim();
  const decoder = decoderOf(label);
  if (decoder === null) throw new TypeError(`declares the charset ${label}, which nobody knows`);
  // Only markup names its encoding within: JSON or plain text may hold the same words as data.
  const isMarkup = MARKUP.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
  const sniffed = isMarkup
    ? getEncoding(bytes, { transportLayerEncodingLabel: label ?? '', defaultEncoding: 'utf-8' })
    : markOf(bytes);
  const used = (sniffed === null ? null : decoderOf(sniffed)) ?? decoder;
  try {
    return used.decode(bytes);
  } catch {
    throw new TypeError(`is not ${used.encoding.toUpperCase()}`);
  }
}

/** The encoding that a byte order mark tells; null where there is none. */
function markOf([first, second]: Uint8Array): string | null {
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : null;
}

/** A decoder that takes no wrong bytes; UTF-8 without a label, null for a label that the Encoding Standard does not know. */
function decoderOf(label = 'utf-8'): InstanceType<typeof TextDecoder> | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  try {
    const made = new TextDecoder(label, { fatal: true });
    if (decoders.size < 100) decoders.set(label, made);
    return made;
  } catch {
    return null;
  }
}
