// Finds the table of basic requirements that newer rules print in the place of step tables.
import type { REQUIREMENTS } from '../schemas/regulation.ts';
import type { Cause } from '../schemas/vocabulary.ts';
import { requirementWords } from './meaning/act-words.ts';
import { isKnownBy } from './meaning/fitting.ts';
import type { Outline } from './outline.ts';
import type { Cell, Grid, Paragraph, Place } from './source/place.ts';
import { clear } from './words.ts';

/** So many rows have to be known, or a table is another one. */
const FEWEST = 4;

/** A row as it was found. `is` is null where its name is none that is known. */
export interface FoundRequirement {
  readonly row: number;
  readonly is: (typeof REQUIREMENTS)[number] | null;
  readonly name: string;
  readonly namedAt: Place;
  readonly place: Place;
  readonly paragraphs: Paragraph[];
}

/** The table with its annex; null where no annex has one. */
export function requirementsIn({ annexes }: Outline): { annex: number; rows: FoundRequirement[] } | null {
  for (const [n, { number, tables }] of annexes.entries()) {
    const grid = tables.flatMap(({ grids }) => grids).find(isRequirements);
    if (grid !== undefined) return { annex: number ?? n + 1, rows: rowsOf(grid).map(foundIn) };
  }
  return null;
}

/** Whether a grid is the table of basic requirements, and so no step table. */
export const isRequirements = (grid: Grid): boolean =>
  rowsOf(grid).filter(({ name }) => kindOf(name.text) !== null).length >= FEWEST;

const foundIn = ({ name, value }: NamedRow, at: number): FoundRequirement => ({
  row: at + 1,
  is: kindOf(name.text),
  name: line(name.text),
  namedAt: name.place,
  place: value.place,
  paragraphs: paragraphsOf(value),
});

type NamedRow = { readonly name: Cell; readonly value: Cell };

/** What a row demands, by its name; null where that is open. */
const kindOf = (name: string) => requirementWords().rows.find((one) => isKnownBy(name, one))?.is ?? null;

/** The rows with a name and a value, with or without a number before them. */
function rowsOf({ readings: [rows = []] }: Grid): NamedRow[] {
  return rows.flatMap((cells): NamedRow[] => {
    const filled = cells.filter(({ text }) => text.trim() !== '');
    const [first, second, third] = /^\s*\d{1,2}\.?\s*$/u.test(filled[0]?.text ?? '') ? filled.slice(1) : filled;
    return first === undefined || second === undefined || third !== undefined ? [] : [{ name: first, value: second }];
  });
}

/** The cause that a ground of refusal is; null where its words are those of none, or of several. */
export function causeOfGround(text: string): Cause | null {
  const [one, other] = requirementWords().grounds.filter((ground) => isKnownBy(text, ground));
  return one !== undefined && other === undefined ? one.is : null;
}

const line = (text: string): string => clear(text).replace(/\s+/gu, ' ').trim();

const paragraphsOf = ({ text, place }: Cell): Paragraph[] =>
  text
    .split('\n')
    .map(line)
    .filter((one) => one !== '')
    .map((one) => ({ kind: 'paragraph', text: one, place }));
