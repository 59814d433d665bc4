// Makes the words of a cell of what stands in the text: on one line, without marks that nobody sees, and with broken words joined again.
import { foldKazakh } from '../schemas/language.ts';

const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|(?![\t\n\r\v\f])\p{Cc}/gu;
/** Signs that stand for a hyphen at the end of a line. */
const HYPHENS = '[-\u2010\u2011\u00ac]';
const JOINING = '(?:және|немесе|мен|бен|пен|и|или)(?!\\p{L})';
const BROKEN = new RegExp(`\\p{L}+(?:${HYPHENS}[^\\S\\n]*(?:\\n\\s*|\\s+)?(?!${JOINING})\\p{Ll}+)+`, 'gu');
const PIECE = new RegExp(`${HYPHENS}\\s*`, 'u');
const BREAK = new RegExp(`\\p{L}${HYPHENS}[^\\S\\n]*\\n\\s*\\p{Ll}`, 'gu');
/** So many words broken at the end of a line, and the column is so narrow that it breaks words within a line too. */
const NARROW = 6;

/** How often each word stands in a text, whole or with a hyphen inside. It tells how a broken word is to be joined. */
export type Lexicon = ReadonlyMap<string, number>;

/** The words of texts that break none, in lower case, those with a hyphen as well as those without. */
export function lexiconOf(texts: Iterable<string>): Lexicon {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of foldWord(clear(text)).match(/\p{L}+(?:-\p{L}+)*/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const foldWord = (word: string): string => word.toLowerCase().replace(/[\u2010\u2011]/gu, '-');

/** The text in composed form, without marks that nobody sees and that no word has. */
export const clear = (text: string): string => text.normalize('NFC').toWellFormed().replace(UNSEEN, '');

/** Whether the columns of a table are so narrow that they break words, which is to be seen at the ends of its lines. */
export const isNarrow = (texts: readonly string[]): boolean =>
  texts.reduce((count, text) => count + (clear(text).match(BREAK)?.length ?? 0), 0) >= NARROW;

/**
 * The words of a cell.
 * @param narrow whether words are broken within a line as well
 */
export function wordsOf(text: string, lexicon: Lexicon, narrow: boolean): string {
  return clear(text)
    .replace(BROKEN, (word) => join(word, lexicon, narrow))
    .replace(/\s+/gu, ' ')
    .trim();
}

function join(word: string, lexicon: Lexicon, narrow: boolean): string {
  const breaks = [...word.matchAll(new RegExp(PIECE, 'gu'))].map(([found]) => found);
  const isBroken = breaks.some((one) => /\s/u.test(one));
  if (!isBroken && !narrow) return word;
  const pieces = word.split(PIECE);
  const whole = pieces.join('');
  if (lexicon.has(foldWord(whole))) return whole;
  return pieces.reduce((left, piece, n) => {
    const mark = breaks[n - 1] ?? '';
    const last = left.slice(left.lastIndexOf('-') + 1);
    const keeps = !/\s/u.test(mark) && !narrow;
    return `${left}${keeps || hasHyphen(last, piece, lexicon) ? '-' : ''}${piece}`;
  });
}

/** Whether a hyphen belongs to the word: behind an abbreviation, or where the text writes the word with it elsewhere. */
function hasHyphen(left: string, right: string, lexicon: Lexicon): boolean {
  if (/^\p{Lu}{2,}$/u.test(left)) return true;
  const hyphenated = lexicon.get(foldWord(`${left}-${right}`)) ?? 0;
  return hyphenated > (lexicon.get(foldWord(left + right)) ?? 0);
}

/** A text without all that only separates: what labels are compared by. */
export const squeeze = (text: string): string => foldKazakh(clear(text)).replace(/[^\p{L}\d№]/gu, '');
