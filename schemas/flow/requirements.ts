// Reads the table of basic requirements that newer rules print: what each row demands, and where it stands.
import type { Locator, REQUIREMENTS, Regulation } from '../regulation.ts';
import { parseTerm, type Term } from '../term.ts';
import type { Cause } from '../vocabulary.ts';
import type { Cited } from './beside.ts';

type Row = NonNullable<Regulation['requirements']>['rows'][number];
/** What a row of the table is about. */
export type Requirement = (typeof REQUIREMENTS)[number];

/** The place of a row, or of one of its paragraphs where it has several. */
export function rowAt(annex: number, row: Pick<Row, 'row' | 'printed'>, paragraph?: number): Locator {
  const at = { annex, requirement: row.row };
  return paragraph === undefined || row.printed.length === 1 ? at : { ...at, paragraph };
}

/** The rows about something, each with its place and its words. */
export function rowsAbout(
  { requirements }: Pick<Regulation, 'requirements'>,
  ...about: Requirement[]
): { row: Row; cited: Cited }[] {
  if (requirements === undefined) return [];
  const { annex, rows } = requirements;
  return rows
    .filter(({ is }) => about.includes(is))
    .map((row) => ({ row, cited: { at: rowAt(annex, row), printed: row.printed.join(' ') } }));
}

/** The term within which the whole service is rendered; null where the table gives none, or several. */
export function serviceTerm(regulation: Pick<Regulation, 'requirements'>): { term: Term; cited: Cited } | null {
  const [found] = rowsAbout(regulation, 'term').filter(({ row }) => row.term !== undefined);
  const term = found?.row.term === undefined ? null : parseTerm(found.row.term);
  return found === undefined || term === null ? null : { term, cited: found.cited };
}

/** The grounds of refusal that can be brought about on a portal, each cause once, with all places that print it. */
export function groundsIn(regulation: Pick<Regulation, 'requirements'>): { cause: Cause; cited: Cited[] }[] {
  const annex = regulation.requirements?.annex ?? 0;
  const all = rowsAbout(regulation, 'refusals').flatMap(({ row }) =>
    (row.grounds ?? []).flatMap(({ cause, paragraph }) =>
      cause === undefined
        ? []
        : [{ cause, cited: { at: rowAt(annex, row, paragraph), printed: row.printed[paragraph - 1] ?? '' } }],
    ),
  );
  return [...new Set(all.map(({ cause }) => cause))].map((cause) => ({
    cause,
    cited: all.filter((one) => one.cause === cause).map(({ cited }) => cited),
  }));
}
