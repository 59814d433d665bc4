// Tells which way an answer goes by the words of a branch.
import { CHECKS, type Outcome } from '../../schemas/vocabulary.ts';
import { letters } from './fitting.ts';
import { knownActions } from './vocabulary.ts';

/** Whether the words tell that all is well (`true`) or that something is wrong; null where they tell neither, or both. */
export function goodOf(words: string): boolean | null {
  const text = letters(words);
  const { good, bad } = knownActions().answers;
  const longest = (list: readonly string[]) =>
    Math.max(
      0,
      ...list
        .map(letters)
        .filter((word) => text.includes(word))
        .map((word) => word.length),
    );
  const [well, wrong] = [longest(good), longest(bad)];
  return well === wrong ? null : well > wrong;
}

/** The outcome of what is checked behind an action, by whether all is well; null where nothing is known to be checked there. */
export function outcomeOf(action: string, good: boolean): Outcome | null {
  const check = knownActions().checks[action];
  if (check === undefined) return null;
  return good ? CHECKS[check].passes : CHECKS[check].fails;
}
