// Finds secrets in texts, in whatever spelling a portal repeats them: encoded, in other letters, or parted by blanks and dashes.
import { HIDDEN } from './mask.ts';

/** A secret shorter than this is hidden only as a whole word and as it is, because it would occur inside too many other words. */
const SHORTEST_PART = 6;
/** A secret longer than this, such as a key, is looked for only as it is: nobody parts or encodes so long a text, and patterns grow. */
const LONGEST_SPELT = 100;
/** What may stand between the letters of a secret that is parted. */
const PARTS = '[\\s._:\\u00ad\\u200b-]{0,2}';
const BASE64_ALPHABET: Readonly<Record<string, string>> = { '+': '[+-]', '-': '[+-]', '/': '[/_]', _: '[/_]' };

/** Texts that are to be hidden wherever they are met. */
export class Secrets {
  readonly #all = new Set<string>();
  /** Of each secret: what a text in lower case without signs holds, if it holds the secret in one of its spellings. */
  readonly #needles: string[] = [];
  #exact: RegExp | null = null;
  #spelt: RegExp | null = null;

  has(secret: string): boolean {
    return this.#all.has(secret);
  }

  add(secret: string): void {
    if (secret === '' || this.#all.has(secret)) return;
    this.#all.add(secret);
    if (isSpelt(secret)) this.#needles.push(...[secret, ...encodings(secret)].map(bare).filter((one) => one !== ''));
    this.#exact = null;
    this.#spelt = null;
  }

  /** The text with every secret replaced. */
  without(text: string): string {
    if (this.#all.size === 0) return text;
    // Longer ones are tried first, because a secret may be part of another.
    const longestFirst = () => [...this.#all].sort((a, b) => b.length - a.length);
    this.#exact ??= new RegExp(longestFirst().map(exactly).join('|'), 'gu');
    const shown = text.replace(this.#exact, HIDDEN);
    if (!this.#mayHold(shown)) return shown;
    this.#spelt ??= new RegExp(longestFirst().filter(isSpelt).flatMap(spellings).join('|'), 'giu');
    return shown.replace(this.#spelt, HIDDEN);
  }

  /** Whether a text may hold a secret in another spelling: most hold none, and the pattern for all spellings is slow. */
  #mayHold(text: string): boolean {
    const plain = bare(text);
    const decoded = text.includes('%') ? bare(decode(text)) : '';
    return this.#needles.some((needle) => plain.includes(needle) || decoded.includes(needle));
  }
}

const isSpelt = ({ length }: string) => length >= SHORTEST_PART && length <= LONGEST_SPELT;
/** In lower case, and without what is neither a letter nor a digit. */
const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const decode = (text: string) =>
  text.replace(/(?:%[0-9a-f]{2})+/giu, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

function exactly(secret: string): string {
  const exact = escaped(secret);
  return secret.length < SHORTEST_PART ? `(?<![\\p{L}\\d])${exact}(?![\\p{L}\\d])` : exact;
}

/** Patterns, without regard to case, for a secret that is parted or encoded. */
function spellings(secret: string): string[] {
  const letters = [...secret].map((letter) => `(?:${escaped(letter)}|${percent(letter)})`);
  const [hex = '', ...base64] = encodings(secret);
  const octets = hex.match(/../gu) ?? [];
  return [
    letters.join(PARTS),
    octets.join(PARTS),
    ...base64.map((run) => [...run].map((sign) => BASE64_ALPHABET[sign] ?? sign).join('')),
  ];
}

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/**
 * A secret in hexadecimal, and in base64: what does not depend on what stands before and after it, for each of the three places that its
 * first byte can have in a group of three.
 */
function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const isCut = (before + bytes.length) % 3 !== 0;
    return whole.slice(before === 0 ? 0 : before + 1, isCut ? -1 : undefined);
  });
  return [bytes.toString('hex'), ...base64];
}
