// Tells which row of a step table a label names.
import { squeeze } from '../words.ts';
import { type RowKind, tableWords } from './vocabulary.ts';

/** Longer texts are no labels. */
const LONGEST = 240;

/** What was asked of late: a label stands in every part of every table, and each cell is asked for more than once. */
const known = new Map<string, RowKind | null>();
const MOST_KNOWN = 5000;

/** The row that a label names, or null where it names none. */
export function labelOf(text: string): RowKind | null {
  if (text.length > LONGEST * 2) return null;
  const found = known.get(text);
  if (found !== undefined) return found;
  const read = readLabel(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, read);
  return read;
}

function readLabel(text: string): RowKind | null {
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
