// Reads the number of a step from its cell.
import { clear } from '../words.ts';

const NUMBER =
  /^(?:№|n|шаг|қадам|действие|этап|кезең|процесс)?\s*(\d{1,3})\s*[.)]?\s*(?:[-\u2010-\u2015]?\s*(?:іс-?\s*)?(?:қадам|әрекет|қимыл|шаг|действие|этап|кезең|процесс|үдеріс))?\.?$/iu;

/** The number that a cell prints, or null where it prints none or more. */
export function stepNumber(text: string): number | null {
  const number = Number(NUMBER.exec(clear(text).replace(/\s+/gu, ' ').trim())?.[1] ?? Number.NaN);
  return Number.isInteger(number) && number > 0 ? number : null;
}
