// Tells whether a text has the words by which something is known.
import { type Static, Type } from 'typebox';
import { squeeze } from '../words.ts';

const Words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

/** By which words something is known: one of each list of `words`, and none of `without`. */
export const Known = { words: Type.Array(Words, { minItems: 1 }), without: Type.Optional(Words) };
const KnownBy = Type.Object(Known);

/** So many texts are remembered, as the same words are asked for again and again. */
const MOST = 20_000;
const known = new Map<string, string>();

/** A text as words are looked for in it: letters and digits only, in lower case. */
export function letters(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = squeeze(text).replace(/ё/gu, 'е');
  if (known.size >= MOST) known.clear();
  known.set(text, made);
  return made;
}

/** Whether the text has one of the words. */
export function hasAny(text: string, words: readonly string[]): boolean {
  const own = letters(text);
  return words.some((word) => own.includes(letters(word)));
}

/** Whether a text has the words by which something is known. */
export const isKnownBy = (text: string, { words, without }: Static<typeof KnownBy>): boolean =>
  words.every((list) => hasAny(text, list)) && (without === undefined || !hasAny(text, without));
