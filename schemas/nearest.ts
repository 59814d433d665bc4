// Finds the word that somebody most likely meant.
import { closestMatch } from 'leven';

/**
 * The choice that differs least from a word, the first of several, capitals counting as small letters.
 * @returns null where none is near: more than a third of the letters, rounded up, would have to change. Two letters that stand
 * the wrong way round count as two changes.
 */
export function nearest(word: string, choices: readonly string[]): string | null {
  const small = choices.map((choice) => choice.toLowerCase());
  const found = closestMatch(word.toLowerCase(), small, { maxDistance: Math.max(1, Math.ceil(word.length / 3)) });
  return found === undefined ? null : (choices[small.indexOf(found)] ?? null);
}
