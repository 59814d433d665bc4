// Tells which clauses tell a procedure, and which table tells the same one.

import { type FoundClause, type Told, toldIn } from './clauses.ts';
import type { KnownTable } from './contradictions.ts';
import { channelOf } from './meaning/channel.ts';
import { termsIn } from './meaning/terms-in-text.ts';

/** A clause that tells a procedure, with its processes and conditions in order. */
export interface Procedure {
  readonly clause: FoundClause;
  readonly told: readonly Told[];
  /** Whether its items are called processes and conditions, with numbers. */
  readonly named: boolean;
}

/** So many items make a procedure. */
const FEWEST = 2;

/** The clauses that tell a procedure: in processes and conditions, or item by item with terms in words. */
export function proceduresOf(clauses: readonly FoundClause[]): Procedure[] {
  return clauses.flatMap((clause): Procedure[] => {
    const told = toldIn(clause);
    if (told.length >= FEWEST) return [{ clause, told, named: true }];
    const timed = clause.items.filter(({ paragraphs }) => paragraphs.some(({ text }) => termsIn(text).length > 0));
    if (timed.length < FEWEST) return [];
    const items = clause.items.map(({ item, place, paragraphs }): Told => {
      const printed = paragraphs.map(({ text }) => text).join(' ');
      return { kind: 'process', number: item, item, place, printed, words: printed };
    });
    return [{ clause, told: items, named: false }];
  });
}

/** The words by which a clause says through whom its procedure goes. */
export const openingOf = ({ clause }: Procedure): string => clause.paragraphs[0]?.text ?? '';

/** The procedure that each table tells again; a table or a procedure that is left without its like has none. */
export function paired(tables: readonly KnownTable[], procedures: readonly Procedure[]): Map<KnownTable, Procedure> {
  const pairs = new Map<KnownTable, Procedure>();
  const named = procedures.filter((one) => one.named);
  const flow = (text: string) => channelOf(text)?.flow ?? null;
  for (const table of tables) {
    const channel = flow(table.title);
    const same = named.filter((one) => flow(openingOf(one)) === channel);
    const rivals = tables.filter(({ title }) => flow(title) === channel);
    const [only] = same;
    if (channel !== null && only !== undefined && same.length === 1 && rivals.length === 1) pairs.set(table, only);
  }
  const left = tables.filter((table) => !pairs.has(table));
  const free = named.filter((one) => ![...pairs.values()].includes(one));
  const [table] = left;
  const [procedure] = free;
  // One of each is left, and neither says that it goes another way.
  if (table !== undefined && procedure !== undefined && left.length === 1 && free.length === 1) {
    const [a, b] = [flow(table.title), flow(openingOf(procedure))];
    if (a === null || b === null || a === b) pairs.set(table, procedure);
  }
  return pairs;
}
