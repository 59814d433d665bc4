// Reads what is given to be signed, whatever its format, so that the values that were entered can be looked for in it.

import { parseBounded } from '../../../schemas/bounded-json.ts';
import { writingsOf } from '../../../schemas/pki/writings.ts';
import type { SignedContent, Trace } from '../trace.ts';
import type { Hands } from './hands.ts';
import { attachmentOf } from './material.ts';
import { readWords } from './read-words.ts';

/** A run of letters that can be bytes in base64 or a digest in hexadecimal: long enough to be neither a word nor an id. */
const PACKED = /[A-Za-z0-9+/_-]{40,}={0,2}/gu;

/** Keeps what was given to be signed. @param enters the values of the form that the portal is given; null where it is given all */
export async function noteContent(
  action: string,
  hands: Hands,
  trace: Trace,
  enters: ReadonlySet<string> | null,
): Promise<void> {
  const { content, entered } = hands.signing;
  if (content === null || content.body === null) return;
  const bytes = Buffer.from(content.body.content, 'base64');
  const attached =
    trace.attaching?.right.accepted === true ? Buffer.from(attachmentOf(hands.fresh.purpose).content, 'base64') : null;
  const given = Object.entries(entered).filter(([name]) => enters === null || enters.has(name));
  trace.content = {
    action,
    bytes,
    ...(await textsIn(bytes, attached)),
    entered: Object.fromEntries(given),
    attached,
    exchange: content.exchange,
  };
}

/**
 * The texts in which a value can stand, and whether all of the bytes could be read.
 * @param attached a document that was attached: what stands for it has been read with that
 */
export async function textsIn(
  bytes: Uint8Array,
  attached: Uint8Array | null,
): Promise<Pick<SignedContent, 'texts' | 'isWhole'>> {
  if (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) {
    const words = await readWords({ mediaType: 'application/pdf', bytes });
    return 'text' in words ? { texts: [words.text], isWhole: true } : { texts: [], isWhole: false };
  }
  const text = decoded(bytes);
  if (text === null) return { texts: [], isWhole: false };
  const known = attached === null ? [] : writingsOf(attached);
  const runs = (text.match(PACKED) ?? []).filter((run) => !known.includes(run));
  const packed = runs.map((run) => decoded(Buffer.from(run, 'base64')));
  const unpacked = packed.filter((inner) => inner !== null);
  return {
    texts: [text, ...unpacked].flatMap((one) => [one, ...unescaped(one)]),
    isWhole: unpacked.length === packed.length,
  };
}

/** The bytes as text in one of the encodings that are in use; null where they are none. */
function decoded(bytes: Uint8Array): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? null : text.normalize('NFC');
  } catch {
    return null;
  }
}

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' } as const;

/** The same text out of JSON, out of markup, and out of a form. */
function unescaped(text: string): string[] {
  const markup = text
    .replace(/<[^>]*>/gu, ' ')
    .replace(/&#(x?)([0-9a-f]{1,6});/giu, (_, hex: string, code: string) => letter(code, hex === '' ? 10 : 16))
    .replace(
      /&([a-z]+);/gu,
      (all, name: string) => Object.entries(NAMED).find(([known]) => known === name)?.[1] ?? all,
    );
  return [markup, ...fromJson(text), ...fromForm(text)];
}

function letter(code: string, base: number): string {
  const point = Number.parseInt(code, base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

function fromJson(text: string): string[] {
  try {
    const found: string[] = [];
    parseBounded(text, () =>
      JSON.parse(text, (_, value) => {
        if (typeof value === 'string' || typeof value === 'number') found.push(String(value));
        return value;
      }),
    );
    return found;
  } catch {
    return [];
  }
}

function fromForm(text: string): string[] {
  try {
    return [decodeURIComponent(text.replaceAll('+', ' '))];
  } catch {
    return [];
  }
}
