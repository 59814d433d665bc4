// Tells an entry of a worklist to whoever sits at the terminal.
import { plainText, shorten } from '../../reporters/index.ts';
import type { Work } from '../../schemas/draft.ts';

/** Longer quotations are cut. */
const LONGEST = 160;

/** One entry of the worklist on a line: where, what about, what stands there, what is needed. */
export function tellWork({ line, column, kind, about, quotation, needs }: Work): string {
  const place = line === null ? '-' : `${line}:${column}`;
  const said = quotation === '' ? '' : ` «${shorten(plainText(quotation), LONGEST)}»`;
  return `${place} ${kind}, ${plainText(about)}:${said} ${plainText(needs)}`;
}
