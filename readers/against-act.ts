// Finds where a regulation disagrees with itself outside its procedures: in how it names the service, and in whom it lists as taking part.
import { languageOf } from '../schemas/language.ts';
import type { FoundClause } from './clauses.ts';
import type { Contradiction, KnownTable } from './contradictions.ts';
import type { Line } from './ledger.ts';
import { partiesOf } from './meaning/party.ts';
import { namesIn, sameName } from './meaning/service-name.ts';
import { squeeze } from './words.ts';

/** Every contradiction of this kind. */
export const againstActs = (
  lines: readonly Line[],
  clauses: readonly FoundClause[],
  tables: readonly KnownTable[],
): Contradiction[] => [...titles(lines), ...participants(clauses, tables)];

/** The names of the service in the titles of the regulation, where one is not as the first. */
function titles(lines: readonly Line[]): Contradiction[] {
  const named = lines.flatMap((line) => namesIn(line).map((name) => ({ name, line })));
  // Each language has a name of its own.
  return (['kk', 'ru'] as const).flatMap((language) => {
    const [first, ...others] = named.filter(({ name }) => languageOf(name) === language);
    if (first === undefined) return [];
    return others
      .filter(({ name }) => !sameName(name, first.name))
      .map(
        ({ name, line }): Contradiction => ({
          code: 'title-differs',
          at: line.at,
          place: line.place,
          printed: name,
          conflictsWith: `the service is first named ${JSON.stringify(first.name)}`,
        }),
      );
  });
}

/** The words of the clause that lists who takes part. */
const LIST = ['қатысатынқфб', 'қатысатынфқб', 'қатысатынқұрылымдық', 'участвующ', 'қатысушылар'];

/** Units that act in a table and are not in the list of those who take part. A list that holds a name that is not known is left alone. */
function participants(clauses: readonly FoundClause[], tables: readonly KnownTable[]): Contradiction[] {
  const list = clauses.find(
    ({ paragraphs, items }) =>
      items.length >= 3 && LIST.some((word) => squeeze(paragraphs[0]?.text ?? '').includes(word)),
  );
  if (list === undefined) return [];
  const named = list.items.map(({ paragraphs }) => partiesOf((paragraphs[0]?.text ?? '').replace(/[;.]\s*$/u, '')));
  if (named.includes(null)) return [];
  const listed = new Set(named.flatMap((ids) => ids ?? []));
  return tables.flatMap((table) =>
    table.steps.flatMap(({ step, cells: { actor } }): Contradiction[] => {
      const ids = actor.doubt === null ? (partiesOf(actor.words) ?? []) : [];
      const missing = ids.filter((id) => !listed.has(id));
      if (missing.length === 0) return [];
      return [
        {
          code: 'unlisted-actor',
          at: { annex: table.annex, table: table.number, step, row: 'actor' },
          place: actor.place,
          printed: actor.words,
          conflictsWith: `clause ${list.clause} does not list ${missing.join(', ')}`,
        },
      ];
    }),
  );
}
