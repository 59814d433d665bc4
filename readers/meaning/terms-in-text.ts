// Finds the terms that a sentence gives.
import { foldKazakh } from '../../schemas/language.ts';
import { parseTerm, type Term } from '../../schemas/term.ts';
import { clear } from '../words.ts';

const UNIT =
  '(?:жұмыс күн\\p{L}*|күнтізбелік күн\\p{L}*|күн\\p{L}*|сағат\\p{L}*|минут\\p{L}*|секунд\\p{L}*|сек|мин|рабоч\\p{L}+ д\\p{L}+|календарн\\p{L}+ д\\p{L}+|дней|дня|день|час(?:а|ов)?)(?!\\p{L})';
const WORDS =
  'бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|один|одного|двух|три|трех|четырех|пять|пяти|шести|семи|восьми|девяти|десяти|одиннадцати|двенадцати|пятнадцати|двадцати|тридцати|сорока|пять|десять|пятнадцать|двадцать|тридцать';
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
