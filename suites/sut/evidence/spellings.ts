// Finds secrets in texts, in whatever spelling a portal repeats them: encoded, in other letters, or parted by blanks and dashes.
import { HIDDEN } from './mask.ts';

/** A secret shorter than this is hidden only as a whole word and as it is, because it would occur inside too many other words. */
const SHORTEST_PART = 6;
/** A secret longer than this, such as a key, is looked for only as it is: nobody parts or encodes so long a text, and patterns grow. */
const LONGEST_SPELT = 100;
/** What may stand between the letters of a secret that is parted. */
const PARTS = '[\\s._:\\u00ad\\u200b-]{0,2}';
const BASE64_ALPHABET: Readonly<Record<string, string>> = { '+': '[+-]', '-': '[+-]', '/': '[/_]', _: '[/_]' };

/** A text that is to be hidden. */
interface Secret {
  text: string;
  /** Of the secret and of each of its encodings, what a text that holds it has in its bare form. */
  needles: readonly string[];
  /** What finds it as it is, and what in its other spellings; null until a text may hold it, because most secrets are never met. */
  patterns: { exact: RegExp; spelt: RegExp | null } | null;
}

/** Texts that are to be hidden wherever they are met. */
export class Secrets {
  readonly #known = new Set<string>();
  /** The longest first, because a secret may be part of another. */
  #longestFirst: Secret[] = [];
  /** The needles of all, in the order in which they came. */
  readonly #needles: string[] = [];
  #shortest = Number.POSITIVE_INFINITY;

  add(text: string): void {
    if (text === '' || this.#known.has(text)) return;
    this.#known.add(text);
    const needles = [text, ...(isSpelt(text) ? encodings(text) : [])].map(bare);
    this.#needles.push(...needles);
    this.#shortest = Math.min(this.#shortest, ...needles.map(({ length }) => length));
    const longer = this.#longestFirst.findIndex((secret) => secret.text.length < text.length);
    this.#longestFirst.splice(longer === -1 ? this.#longestFirst.length : longer, 0, { text, needles, patterns: null });
  }

  /** How many needles there are; more of them come with every secret. */
  get size(): number {
    return this.#needles.length;
  }

  /**
   * Whether a text may hold a secret. Most hold none, and the patterns are slow.
   * @param plain the bare form of the text
   * @param from the needles that were looked for before are left out
   */
  mayBeIn(plain: string, from = 0): boolean {
    if (plain.length < this.#shortest) return false;
    for (let at = from; at < this.#needles.length; at += 1) {
      const needle = this.#needles[at] ?? '';
      // Most texts are shorter than most secrets, and comparing lengths takes less than looking.
      if (needle.length <= plain.length && plain.includes(needle)) return true;
    }
    return false;
  }

  /** The text with every secret replaced. */
  without(text: string, plain = bareForm(text)): string {
    if (!this.mayBeIn(plain)) return text;
    const met = this.#longestFirst
      .filter(({ needles }) => needles.some((needle) => plain.includes(needle)))
      .map((secret) => {
        secret.patterns ??= patternsOf(secret.text);
        return secret.patterns;
      });
    // All as they are come first: a spelling of one may be a part of another.
    const exactly = met.reduce((shown, { exact }) => shown.replace(exact, HIDDEN), text);
    return met.reduce((shown, { spelt }) => (spelt === null ? shown : shown.replace(spelt, HIDDEN)), exactly);
  }
}

/** What a text has of letters and digits, in lower case, as it stands and with what is escaped in addresses. */
export const bareForm = (text: string): string =>
  text.includes('%') ? `${bare(text)}\n${bare(decode(text))}` : bare(text);

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

const patternsOf = (secret: string): Secret['patterns'] & object => ({
  exact: new RegExp(exactly(secret), 'gu'),
  spelt: isSpelt(secret) ? new RegExp(spellings(secret).join('|'), 'giu') : null,
});

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
