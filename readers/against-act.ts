// Finds where a regulation disagrees with itself outside its procedures: in how it names the service, and in whom it lists as taking part.
import { foldKazakh, languageOf } from '../schemas/language.ts';
import type { FoundClause } from './clauses.ts';
import { type Contradiction, contradicting, type KnownTable } from './contradictions.ts';
import { kindOf, type Line } from './ledger.ts';
import { listedParties } from './meaning/listed.ts';
import { mentionedIn } from './meaning/mention.ts';
import { partiesOf } from './meaning/party.ts';
import { namesIn } from './meaning/service-name.ts';
import { actorsIn } from './procedure-actors.ts';
import type { Procedure } from './procedures.ts';

/** Every contradiction of this kind. */
export const againstActs = (
  lines: readonly Line[],
  clauses: readonly FoundClause[],
  tables: readonly KnownTable[],
  procedures: readonly Procedure[],
): Contradiction[] => [...titles(lines), ...participants(clauses, tables, procedures)];

/** The names of the service in the titles of the regulation, where one is not as the first. */
function titles(lines: readonly Line[]): Contradiction[] {
  const named = lines.flatMap((line) => namesIn(line).map((name) => ({ name, line })));
  // Each language has a name of its own.
  return (['kk', 'ru'] as const).flatMap((language) => {
    const [first, ...others] = named.filter(({ name }) => languageOf(name) === language);
    if (first === undefined) return [];
    return others
      .filter(({ name }) => foldKazakh(name) !== foldKazakh(first.name))
      .map(
        ({ name, line }): Contradiction => ({
          code: 'title-differs',
          // A title stands in the clause, whichever of its paragraphs has it.
          at: 'clause' in line.at && line.at.item === undefined ? { clause: line.at.clause } : line.at,
          place: line.place,
          printed: name,
          conflictsWith: `the service is first named ${JSON.stringify(first.name)}`,
        }),
      );
  });
}

/** A list that is shorter may name who takes part in one thing only. */
const FEWEST = 3;

/**
 * Units that act and are not in the list of those who take part, and units of the list that no procedure and no table names. A list that holds
 * a name that is not known is left alone.
 */
function participants(
  clauses: readonly FoundClause[],
  tables: readonly KnownTable[],
  procedures: readonly Procedure[],
): Contradiction[] {
  const [list, other] = clauses.filter(
    (one) => one.items.length >= FEWEST && kindOf(one, procedures) === 'participants',
  );
  if (list === undefined || other !== undefined) return [];
  const named = list.items.map(({ paragraphs }) => listedParties(paragraphs[0]?.text ?? ''));
  if (named.includes(null)) return [];
  const listed = new Set(named.flatMap((ids) => ids ?? []));
  const lacks = (ids: readonly string[]) => {
    const missing = ids.filter((id) => !listed.has(id));
    return missing.length === 0 ? null : `clause ${list.clause} does not list ${missing.join(', ')}`;
  };
  const inTables = tables.flatMap((table) => {
    const { found, add } = contradicting(table);
    for (const step of table.steps) {
      const { words, doubt } = step.cells.actor;
      const why = lacks(doubt === null ? (partiesOf(words) ?? []) : []);
      if (why !== null) add('unlisted-actor', step, 'actor', why);
    }
    return found;
  });
  const inClauses = procedures.flatMap(({ clause, told }) =>
    actorsIn(told).flatMap(({ one: { item, place, printed }, by }): Contradiction[] => {
      const why = by === null ? null : lacks([by]);
      const at = { clause: clause.clause, item };
      return why === null ? [] : [{ code: 'unlisted-actor', at, place, printed, conflictsWith: why }];
    }),
  );
  const texts = [
    ...procedures.flatMap(({ told }) => told.map(({ words }) => words)),
    ...tables.flatMap(({ steps }) =>
      steps.flatMap(({ cells: { actor, action, completion } }) => [actor.words, action.words, completion.words]),
    ),
  ];
  const acting = new Set(texts.flatMap((text) => [...mentionedIn(text), ...(partiesOf(text) ?? [])]));
  const silent = list.items.flatMap(({ item, place, paragraphs }, n): Contradiction[] => {
    const ids = named[n] ?? [];
    if (acting.size === 0 || ids.length === 0 || ids.some((id) => acting.has(id))) return [];
    const at = { clause: list.clause, item };
    const printed = paragraphs[0]?.text ?? '';
    const conflictsWith = 'no procedure and no table names the unit';
    return [{ code: 'silent-participant', at, place, printed, conflictsWith }];
  });
  return [...inTables, ...inClauses, ...silent];
}
