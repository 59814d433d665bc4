// Tells which row of a step table a label names.
import { squeeze } from '../words.ts';
import { type RowKind, tableWords } from './vocabulary.ts';

/** Longer texts are no labels. */
const LONGEST = 240;

/** The row that a label names, or null where it names none. */
export function labelOf(text: string): RowKind | null {
  if (text.length > LONGEST * 2) return null;
  const label = squeeze(text);
  if (label === '' || label.length > LONGEST) return null;
  const has = (words: readonly string[]) => words.some((word) => label.includes(word));
  const found = tableWords().rows.find(
    ({ words, with: besides, without, whole }) =>
      (whole === true ? words.includes(label) : has(words)) &&
      (besides === undefined || has(besides)) &&
      (without === undefined || !has(without)),
  );
  return found?.row ?? null;
}
