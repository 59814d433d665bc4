// Makes text of the bytes of a file, and refuses what is no text in UTF-8 by the name of what it is.
import iconv from 'iconv-lite';
import { ConformanceError } from '../../schemas/errors.ts';

/** The size in bytes up to which a text is read. */
export const MAX_TEXT_BYTES = 8_000_000;

const KINDS: readonly (readonly [starts: readonly number[], what: string, cure: string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'is a PDF', 'save it as text, or copy the act from the legal database as text or HTML'],
  [[0x50, 0x4b, 0x03, 0x04], 'is a ZIP archive, as DOCX and ODT files are', 'save the document as plain text or HTML'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'is a DOC file of Word', 'save the document as plain text in UTF-8, or as HTML'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'is an RTF file', 'save the document as plain text in UTF-8, or as HTML'],
  [[0x1f, 0x8b], 'is compressed', 'unpack it first'],
];

/**
 * The text of a file.
 *
 * @throws ConformanceError `text-unreadable` for what is too large, no text, or text in another encoding, which it names with the place
 */
export function decode(bytes: Uint8Array, file: string): string {
  const refuse = (problem: string, cure: string, place: { line?: number; column?: number } = {}) =>
    new ConformanceError('text-unreadable', problem, { file, ...place, cure });
  if (bytes.length > MAX_TEXT_BYTES)
    throw refuse(
      `has ${bytes.length} bytes`,
      `keep a text within ${MAX_TEXT_BYTES} bytes: save the act alone, without pictures and scripts`,
    );
  for (const [starts, what, cure] of KINDS) {
    if (starts.every((byte, n) => bytes[n] === byte)) throw refuse(what, cure);
  }
  const wide = wideEncoding(bytes);
  if (wide !== null) throw refuse(`is in ${wide}, not in UTF-8`, `convert it: iconv -f ${wide} -t UTF-8`);
  if (bytes.length === 0) throw refuse('is empty', 'give the text of a regulation');
  const fault = firstFault(bytes);
  if (fault === null) return new TextDecoder('utf-8').decode(bytes);
  const place = placeOf(bytes, fault);
  // What begins as Cyrillic in UTF-8 is no text in another encoding.
  const begins = /\p{Script=Cyrillic}/u.test(new TextDecoder('utf-8').decode(bytes.subarray(0, fault)));
  if (begins && fault >= bytes.length - 3)
    throw refuse('ends in the middle of a letter, so that it is cut off', 'save the whole act', place);
  const name = begins ? null : narrowEncoding(bytes);
  if (name === null)
    throw refuse(`is not UTF-8: byte 0x${(bytes[fault] ?? 0).toString(16)}`, 'save the text in UTF-8 again', place);
  throw refuse(`is in ${name}, not in UTF-8`, `convert it: iconv -f ${name} -t UTF-8`, place);
}

function wideEncoding(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | 'UTF-32LE' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? 'UTF-32LE' : 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  // Without a mark: Cyrillic letters have 0x04, and what is common to all alphabets has 0, as every second byte.
  const opening = bytes.subarray(0, 2000);
  const high = (offset: number) =>
    opening.filter((byte, n) => n % 2 === offset && (byte === 0 || byte === 4)).length * 2 > opening.length * 0.9;
  if (opening.length < 4) return null;
  return high(1) ? 'UTF-16LE' : high(0) ? 'UTF-16BE' : null;
}

/** The offset of the first byte that is no UTF-8; null where there is none. */
function firstFault(bytes: Uint8Array): number | null {
  const isValid = (end: number) => {
    try {
      // A letter that the end cuts is no fault yet.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: end < bytes.length });
      return true;
    } catch {
      return false;
    }
  };
  if (isValid(bytes.length)) return null;
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValid(middle)) good = middle;
    else bad = middle;
  }
  return Math.max(0, bad - 1);
}

function placeOf(bytes: Uint8Array, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset);
  const start = before.lastIndexOf(0x0a) + 1;
  const line = before.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1);
  return { line, column: new TextDecoder('utf-8').decode(before.subarray(start)).length + 1 };
}

/** The letters that are most frequent in Russian and Kazakh: read in the right encoding, a text is full of them. */
const FREQUENT = /[оеаинтсрвлкмдпуыйя]/gu;

function narrowEncoding(bytes: Uint8Array): string | null {
  const sample = Buffer.from(bytes.subarray(0, 100_000));
  const scored = ['windows-1251', 'KOI8-R', 'IBM866', 'ISO-8859-5'].map((name) => {
    const text = iconv.decode(sample, name);
    return { name, score: text.match(FREQUENT)?.length ?? 0, letters: text.match(/[\u0400-\u04ff]/gu)?.length ?? 0 };
  });
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  return best !== undefined && best.letters > 0 && best.score * 2 > best.letters ? best.name : null;
}
