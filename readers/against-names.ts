// Finds where units are named otherwise than the act defines and lists them, or another one than the words beside them tell.
import { parseNext } from '../schemas/flow/branches.ts';
import { foldKazakh } from '../schemas/language.ts';
import { type Abbreviation, definitionsIn, unitOf } from './abbreviations.ts';
import type { FoundClause } from './clauses.ts';
import { type Contradiction, contradicting, type KnownTable, readCell } from './contradictions.ts';
import { hasAny } from './meaning/fitting.ts';
import { isInside, isSubject, type Mention, mentionedIn, mentionsIn } from './meaning/mention.ts';
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
    const like = doubt === null && ids.length === 0 ? definedLike(words, abbreviations) : [];
    if (like.length > 0)
      add(
        'spelling',
        step,
        'actor',
        `the act does not define it; it defines ${like.map((one) => JSON.stringify(one)).join(', ')}`,
      );
  }
  return found;
}

/** So long an abbreviation has to be for another one to be told as a misprint of it. */
const SHORTEST = 3;

/** The abbreviations of units from which one that the act does not define differs by a letter. */
function definedLike(words: string, abbreviations: readonly Abbreviation[]): string[] {
  const short = abbreviations.map(({ as }) => as);
  if (!/^\p{Lu}{4,8}$/u.test(words) || short.some((as) => foldKazakh(as) === foldKazakh(words))) return [];
  return [...new Set(abbreviations.flatMap((one) => (unitOf(one) === null ? [] : one.as)))].filter(
    (as) => as.length >= SHORTEST && /^\p{Lu}+$/u.test(as) && isLetterAway(foldKazakh(as), foldKazakh(words)),
  );
}

/** Whether two words differ by one letter that is another one, too many or missing. */
function isLetterAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || short === long) return false;
  const at = [...short].findIndex((letter, n) => letter !== long[n]);
  if (at < 0) return true;
  return short.slice(at + Number(short.length === long.length)) === long.slice(at + 1);
}

/** Actor cells beside an action that takes place in another system. */
function places(table: KnownTable): Contradiction[] {
  const { found, add } = contradicting(table);
  table.steps.forEach((step, n) => {
    const { actor, action } = step.cells;
    const [own, also] = actor.doubt === null ? (partiesOf(actor.words) ?? []) : [];
    if (own === undefined || also !== undefined || action.doubt !== null || !isSystem(own)) return;
    // A refusal names systems because of what they lack, unless it begins with the one in which it is formed.
    const isRefusal = table.actions[n]?.does === 'refuse';
    const [system, second] = mentionedIn(isRefusal ? firstWords(action.words) : action.words).filter(isSystem);
    const formed = mentionsIn(action.words).flatMap((one) => (isFormedIn(one) ? one.id : []));
    const other =
      system !== undefined && second === undefined ? system : formed.includes(own) ? undefined : formed.at(-1);
    if (other !== undefined && other !== own)
      add('actor-against-action', step, 'actor', `the action takes place in ${other}`);
  });
  return found;
}

/** Whether a refusal is told as formed inside a unit: its name stands right before the words for the refusal. */
const isFormedIn = (one: Mention): boolean =>
  isInside(one) &&
  /^\s*(?:(?:сұра\p{L}+|қызмет\p{L}*|көрсетуден)\s+)*(?:бас тарт|(?:сообщени|уведомлени)\p{L}+ об отказе|отказ)/u.test(
    one.after,
  );

const firstWords = (text: string): string => text.trim().split(/\s+/u).slice(0, 3).join(' ');

/** Conditions of next steps that name what is not checked there. */
function subjects(table: KnownTable): Contradiction[] {
  const { found, add } = contradicting(table);
  const { subjects: known } = knownActions();
  table.steps.forEach((step, n) => {
    const { words, doubt } = step.cells.next;
    const check = checkAt(table, n);
    if (doubt !== null || check === undefined || !/\d\s*[\p{Pd}\u2212]/u.test(words)) return;
    const named = Object.entries(known).find(([of, list]) => of !== check && hasAny(words, list));
    const other = PERSONAL_CHECKS.includes(check) && !hasAny(words, known[check] ?? []) ? besideIn(words) : undefined;
    const name = named?.[0] ?? other;
    if (name !== undefined)
      add('misnamed-branch', step, 'next', `the condition names ${name}, and ${check} is checked here`);
  });
  return found;
}

/** Checks of what a person has brought, so that a condition which only names a system, or their data, says nothing of what is checked. */
const PERSONAL_CHECKS = ['certificate', 'payment'];

/** What a condition names that is none of the things that a person brings. */
function besideIn(words: string): string | undefined {
  const mentions = mentionsIn(words);
  return (
    mentions.find(({ id }) => isSystem(id))?.id ??
    (mentions.some((one) => roleOf(one.id) === 'person' && isSubject(one)) ? 'the data of the applicant' : undefined)
  );
}

/** What is checked at a step: by what it does, by what is refused where it leads to, or for the result, what was checked last. */
function checkAt(table: KnownTable, n: number): string | undefined {
  const action = table.actions[n];
  const own = checkOf(action?.is ?? '');
  if (own !== undefined) return own;
  if (action?.does === 'issue')
    return table.actions
      .slice(0, n)
      .flatMap((one) => knownActions().checks[one?.is ?? ''] ?? [])
      .at(-1);
  const step = table.steps[n];
  const next = step === undefined ? [] : (readCell(step.cells.next, parseNext) ?? []);
  const refused = next.flatMap(({ to }) => {
    const target = table.actions[table.steps.findIndex((one) => one.step === to)];
    return target?.does === 'refuse' ? (checkOf(target.is) ?? []) : [];
  });
  return refused.length === 1 ? refused[0] : undefined;
}

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
