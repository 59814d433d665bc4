// Finds the terms that a sentence gives.
import { foldKazakh } from '../../schemas/language.ts';
import { NUMBER_WORDS, parseTerm, type Term } from '../../schemas/term.ts';
import { clear } from '../words.ts';

const UNIT =
  '(?:жұмыс күн\\p{L}*|күнтізбелік күн\\p{L}*|күн\\p{L}*|сағат\\p{L}*|минут\\p{L}*|секунд\\p{L}*|сек|мин|рабоч\\p{L}+ д\\p{L}+|календарн\\p{L}+ д\\p{L}+|дней|дня|день|час(?:а|ов)?)(?!\\p{L})';
// A longer word comes first, as a shorter one may be its beginning.
const WORDS = [...NUMBER_WORDS.keys()].toSorted((a, b) => b.length - a.length).join('|');
const NUMBER = `(?:\\d+(?:,\\d+)?(?: ?- ?\\d+(?:,\\d+)?)?(?: ?\\([^()]{1,40}\\))?|(?:${WORDS})(?: (?:${WORDS}))?)`;
const TERM = new RegExp(`(?<![\\p{L}\\d])${NUMBER} ${UNIT}`, 'gu');

/** The terms in a text, in its order, with the words that give them. */
export function termsIn(text: string): { term: Term; words: string }[] {
  const folded = foldKazakh(clear(text)).replace(/ё/gu, 'е');
  return (folded.match(TERM) ?? []).flatMap((words) => {
    try {
      const term = parseTerm(words);
      return term === null ? [] : [{ term, words }];
    } catch {
      return [];
    }
  });
}

const LONE_UNIT = new RegExp(`(?<![\\p{L}\\d])${UNIT}`, 'gu');

/** Whether a text has a unit of time beside those of the terms that are read in it, so that it may give one more term. */
export function hasUnreadTerm(text: string): boolean {
  const folded = foldKazakh(clear(text)).replace(/ё/gu, 'е');
  const units = folded.replace(TERM, ' ').match(LONE_UNIT) ?? [];
  return units.length > 0 || (folded.match(TERM) ?? []).length > termsIn(text).length;
}
