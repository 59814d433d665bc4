// Finds where units are named otherwise than the act defines and lists them, or another one than the words beside them tell.
import { foldKazakh } from '../schemas/language.ts';
import { type Abbreviation, definitionsIn } from './abbreviations.ts';
import type { FoundClause } from './clauses.ts';
import { type Contradiction, contradicting, type KnownTable } from './contradictions.ts';
import { hasAny } from './meaning/fitting.ts';
import { mentionedIn } from './meaning/mention.ts';
import { isSystem, partiesOf, roleOf } from './meaning/party.ts';
import { knownActions } from './meaning/vocabulary.ts';
import type { Procedure } from './procedures.ts';

/** Every contradiction of this kind in the tables and the clauses that tell procedures. */
export const againstNames = (
  tables: readonly KnownTable[],
  procedures: readonly Procedure[],
  abbreviations: readonly Abbreviation[],
): Contradiction[] => [
  ...tables.flatMap((table) => [...spellings(table, abbreviations), ...places(table), ...subjects(table)]),
  ...procedures.flatMap(({ clause, told }) => told.flatMap((one) => routes(clause, one))),
];

/** The names of actor cells that are not those by which the act defines the units. */
function spellings(table: KnownTable, abbreviations: readonly Abbreviation[]): Contradiction[] {
  const { found, add } = contradicting(table);
  const defined = definitionsIn(abbreviations);
  for (const step of table.steps) {
    const { words, doubt } = step.cells.actor;
    const ids = doubt === null ? (partiesOf(words) ?? []) : [];
    const names = ids.length === 1 ? [words] : words.split(/\s*[,/()]\s*/u).filter((name) => name !== '');
    const other = ids.find((id, n) => {
      const name = defined.get(id)?.as;
      return name !== undefined && foldKazakh(name) !== foldKazakh(names[n] ?? words);
    });
    if (other !== undefined)
      add('spelling', step, 'actor', `the act defines it as ${JSON.stringify(defined.get(other)?.as)}`);
  }
  return found;
}

/** Actor cells beside an action that takes place in another system. */
function places(table: KnownTable): Contradiction[] {
  const { found, add } = contradicting(table);
  table.steps.forEach((step, n) => {
    const { actor, action } = step.cells;
    const [own, other] = actor.doubt === null ? (partiesOf(actor.words) ?? []) : [];
    if (own === undefined || other !== undefined || action.doubt !== null || !isSystem(own)) return;
    const systems = mentionedIn(action.words).filter(isSystem);
    const [system, second] = systems;
    if (system !== undefined && second === undefined && system !== own && table.actions[n]?.does !== 'refuse')
      add('actor-against-action', step, 'actor', `the action takes place in ${system}`);
  });
  return found;
}

/** Conditions of next steps that name what is not checked there. */
function subjects(table: KnownTable): Contradiction[] {
  const { found, add } = contradicting(table);
  const { checks, subjects: known } = knownActions();
  table.steps.forEach((step, n) => {
    const { words, doubt } = step.cells.next;
    const check = checks[table.actions[n]?.is ?? ''];
    if (doubt !== null || check === undefined || !/\d\s*[\p{Pd}\u2212]/u.test(words)) return;
    const named = Object.entries(known).find(([of, list]) => of !== check && hasAny(words, list));
    if (named !== undefined)
      add('misnamed-branch', step, 'next', `the condition names ${named[0]}, and ${check} is checked here`);
  });
  return found;
}

/** Items that send something through a unit that carries payments. */
function routes(clause: FoundClause, { item, place, printed, words }: Procedure['told'][number]): Contradiction[] {
  const { routing, paying } = knownActions();
  if (!hasAny(words, routing) || hasAny(words, paying)) return [];
  const unit = mentionedIn(words).find((id) => roleOf(id) === 'payment');
  if (unit === undefined) return [];
  return [
    {
      code: 'wrong-route',
      at: { clause: clause.clause, item },
      place,
      printed,
      conflictsWith: `${unit} carries payments`,
    },
  ];
}
