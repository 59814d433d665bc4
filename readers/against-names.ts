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
    const parts = words.split(/\s*[,/()]\s*/u).filter((name) => name !== '');
    // A cell that joins two units of one role may be known by both names at once.
    const isNamed = (name: string) => ids.length === 1 && parts.some((part) => foldKazakh(part) === foldKazakh(name));
    const names = ids.length === 1 ? [words] : parts;
    const other = ids.find((id, n) => {
      const name = defined.get(id)?.as;
      return name !== undefined && !isNamed(name) && foldKazakh(name) !== foldKazakh(names[n] ?? words);
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
    // A refusal names systems because of what they lack, unless it begins with the one in which it is formed.
    const isRefusal = table.actions[n]?.does === 'refuse';
    const [system, second] = mentionedIn(isRefusal ? firstWords(action.words) : action.words).filter(isSystem);
    if (system !== undefined && second === undefined && system !== own)
      add('actor-against-action', step, 'actor', `the action takes place in ${system}`);
  });
  return found;
}

const firstWords = (text: string): string => text.trim().split(/\s+/u).slice(0, 3).join(' ');

/** Conditions of next steps that name what is not checked there. */
function subjects(table: KnownTable): Contradiction[] {
  const { found, add } = contradicting(table);
  const { subjects: known } = knownActions();
  table.steps.forEach((step, n) => {
    const { words, doubt } = step.cells.next;
    const check = checkOf(table.actions[n]?.is ?? '');
    if (doubt !== null || check === undefined || !/\d\s*[\p{Pd}\u2212]/u.test(words)) return;
    const named = Object.entries(known).find(([of, list]) => of !== check && hasAny(words, list));
    const system = PERSONAL_CHECKS.includes(check) && !hasAny(words, known[check] ?? []) ? systemIn(words) : undefined;
    const name = named?.[0] ?? system;
    if (name !== undefined)
      add('misnamed-branch', step, 'next', `the condition names ${name}, and ${check} is checked here`);
  });
  return found;
}

/** Checks of what a person has brought, so that a condition which only names a system says nothing of what is checked. */
const PERSONAL_CHECKS = ['certificate', 'payment'];

const systemIn = (words: string): string | undefined => mentionedIn(words).find(isSystem);

/** What is checked behind an action, or before a refusal. */
function checkOf(action: string): string | undefined {
  const { checks, refusals } = knownActions();
  const [refused] = Object.entries(refusals).find(([, refusal]) => refusal === action) ?? [];
  return checks[action] ?? checks[refused ?? ''];
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
