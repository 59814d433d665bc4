// Reads the rows of a list: which parts of an answer are rows, and what each field of a row gives.
import type { Condition, Extractor, Join, Value, When } from '../../../../schemas/target/extractors.ts';
import { hasValues, render } from '../message/template.ts';
import { type Page, pageFor, type Seen } from './page.ts';
import type { Reading } from './reading.ts';

/** A rule of a target file by which rows are read. */
export type ListRule = {
  each?: Extractor;
  when?: When;
  only?: Condition;
  skip?: Condition;
  join?: Join;
} & Record<string, unknown>;

/** One row, as a function that gives the value of a field by its name; null where there is none. */
export type Row = (field: string) => string | null;

/** A part of a page; without a node, the whole page. */
interface Part {
  page: Page;
  node: unknown;
}

/** Whether what a target file makes depend on something is to be done. @param page before which nothing was sent: null */
export function holds(when: When, reading: Reading, pageOf: (condition: Condition) => Page): boolean {
  if (typeof when === 'string') return hasValues(when, reading.variables);
  return pageOf(when).meets(when, reading);
}

/** The rows of a list. @throws Fault, also from each row */
export function rowsOf(rules: readonly ListRule[], seen: Seen, reading: Reading): Row[] {
  return rules.flatMap((rule) => {
    const { each, when, only, skip, join } = rule;
    if (when !== undefined && !holds(when, reading, (condition) => pageFor(condition, seen))) return [];
    const others = join === undefined ? [] : partsOf(join.each, seen, reading);
    return partsOf(each, seen, reading).flatMap((own) => {
      const other = join === undefined ? null : partnerOf(own, join, others, reading);
      /** Where a finder looks: in the row, in the part that is joined to it, or in the whole page of another exchange. */
      const placeOf = ({ from }: { from?: string }): Part | null => {
        if (from === undefined || from === each?.from) return own;
        return from === join?.name ? other : { page: pageFor({ from }, seen), node: undefined };
      };
      const meets = (condition: Condition) => {
        const place = placeOf(condition);
        return place?.page.meets(condition, reading, place.node) ?? false;
      };
      if ((only !== undefined && !meets(only)) || (skip !== undefined && meets(skip))) return [];
      return [(field: string) => tell(rule[field], field, placeOf, reading)];
    });
  });
}

function tell(
  value: unknown,
  field: string,
  placeOf: (finder: { from?: string }) => Part | null,
  reading: Reading,
): string | null {
  if (!isValue(value)) return null;
  if (typeof value === 'string') return render(value, reading.variables);
  const place = placeOf(value);
  if (place === null) return null;
  const { page, node } = place;
  // A question may have several answers.
  if (field !== 'answer') return page.pick(value, reading, node);
  return page
    .find(value, reading, node)
    .map(({ text }) => text)
    .join(' ');
}

/** The first part of the other list that has the key which a row asks for; null where none has. */
function partnerOf({ page, node }: Part, { key, is }: Join, others: readonly Part[], reading: Reading): Part | null {
  const asked = page.pick({ ...is, optional: true }, reading, node);
  if (asked === null) return null;
  return others.find((other) => other.page.pick({ ...key, optional: true }, reading, other.node) === asked) ?? null;
}

/** The parts that a finder finds on all pages of a list; without one the whole page. */
function partsOf(each: Extractor | undefined, seen: Seen, reading: Reading): Part[] {
  const first = pageFor(each ?? {}, seen);
  if (each === undefined) return [{ page: first, node: undefined }];
  const found: Part[] = [];
  for (let page: Page | null = first; page !== null; page = page.next)
    for (const { node } of page.find(each, reading)) found.push({ page, node });
  return found;
}

/**
 * Rows in the order of their times, as a portal may show the last one first. Rows of one time keep their order, which is the other way
 * round where the whole list is.
 */
export function inOrder<T>(rows: readonly T[], timeOf: (row: T) => string): T[] {
  const at = (row: T | undefined) => (row === undefined ? 0 : Date.parse(timeOf(row)));
  const onwards = at(rows[0]) > at(rows.at(-1)) ? rows.toReversed() : rows;
  return onwards.toSorted((a, b) => at(a) - at(b));
}

const isValue = (value: unknown): value is Value =>
  typeof value === 'string' || (typeof value === 'object' && value !== null);
