// Reads the bytes of an answer as text in the character encoding that it declares: in its header, a byte order mark, its prolog or its page.
import { getEncoding } from 'encoding-sniffer';
import iconv from 'iconv-lite';

const CHARSET = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/iu;
const MARKUP = /^[\s\ufeff]*</u;
interface Decoder {
  readonly encoding: string;
  /** @throws TypeError for bytes that are wrong in it */
  decode(bytes: Uint8Array): string;
}
const decoders = new Map<string, Decoder>();

/** The text of an answer. @param type its `content-type` @throws TypeError with what is wrong of it, as in `is not UTF-8` */
export function textIn(bytes: Uint8Array, type: string): string {
  const [, quoted, plain] = CHARSET.exec(type) ?? [];
  const label = (quoted ?? plain)?.trim();
  const decoder = decoderOf(label);
  if (decoder === null) throw new TypeError(`declares the charset ${label}, which nobody knows`);
  // Only markup names its encoding within: JSON or plain text may hold the same words as data.
  const isMarkup = MARKUP.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
  const sniffed = label === undefined && isMarkup ? getEncoding(bytes, { defaultEncoding: 'utf-8' }) : markOf(bytes);
  const used = (sniffed === null ? null : decoderOf(sniffed)) ?? decoder;
  try {
    return used.decode(bytes);
  } catch {
    throw new TypeError(`is not ${used.encoding.toUpperCase()}`);
  }
}

/** The encoding that a byte order mark tells, which counts before every other declaration; null where there is none. */
function markOf([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : null;
}

/** A decoder that takes no wrong bytes; UTF-8 without a label, null for a label that nobody knows. */
function decoderOf(label = 'utf-8'): Decoder | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const made = standard(label) ?? kazakh(label);
  if (made !== null && decoders.size < 100) decoders.set(label, made);
  return made;
}

function standard(label: string): Decoder | null {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return null;
  }
}

/** The encodings with Kazakh letters by the names of their registrations, which the Encoding Standard lacks. */
const KAZAKH: Readonly<Record<string, string>> = {
  kz1048: 'rk1048',
  rk1048: 'rk1048',
  strk10482002: 'rk1048',
  pt154: 'pt154',
  ptcp154: 'pt154',
  cp154: 'pt154',
};

function kazakh(label: string): Decoder | null {
  const encoding = KAZAKH[label.toLowerCase().replace(/[^a-z0-9]/gu, '')];
  if (encoding === undefined) return null;
  return {
    encoding: label,
    decode(bytes) {
      const text = iconv.decode(Buffer.from(bytes), encoding);
      if (text.includes('\ufffd')) throw new TypeError('a byte that stands for nothing');
      return text;
    },
  };
}
