// Tells whether a text has the words by which something is known.
import { type Static, Type } from 'typebox';
import { squeeze } from '../words.ts';

const Words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

/** By which words something is known: one of each list of `words`, and none of `without`. */
export const Known = { words: Type.Array(Words, { minItems: 1 }), without: Type.Optional(Words) };
const KnownBy = Type.Object(Known);

/** A text as words are looked for in it: letters and digits only, in lower case. */
export const letters = (text: string): string => squeeze(text).replace(/ё/gu, 'е');

/** Whether the text has one of the words. */
export function hasAny(text: string, words: readonly string[]): boolean {
  const own = letters(text);
  return words.some((word) => own.includes(letters(word)));
}

/** Whether a text has the words by which something is known. */
export const isKnownBy = (text: string, { words, without }: Static<typeof KnownBy>): boolean =>
  words.every((list) => hasAny(text, list)) && (without === undefined || !hasAny(text, without));
