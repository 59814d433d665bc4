// Tells who does what in the clause that tells a procedure, as far as its words leave no doubt.

import type { Verb } from '../schemas/vocabulary.ts';
import type { Told } from './clauses.ts';
import { type Action, actionsOf } from './meaning/action.ts';
import { hasAny } from './meaning/fitting.ts';
import { mentionedIn } from './meaning/mention.ts';
import { isPersonal, isSystem, roleOf } from './meaning/party.ts';
import { knownActions } from './meaning/vocabulary.ts';

/** A process or condition with what it does and by whom; null where that is open. */
export interface Acting {
  readonly one: Told;
  readonly action: Action | null;
  readonly by: string | null;
}

const known = new WeakMap<readonly Told[], Acting[]>();

/** Who does what, item by item. */
export function actorsIn(told: readonly Told[]): Acting[] {
  const found = known.get(told) ?? readActors(told);
  known.set(told, found);
  return found;
}

function readActors(told: readonly Told[]): Acting[] {
  const processes = told.filter(({ kind }) => kind === 'process');
  const actions = actionsOf(processes.map(({ words }) => words));
  return told.map((one) => {
    const action = actions[processes.indexOf(one)] ?? null;
    return { one, action, by: byWhom(one, action) };
  });
}

/** The only unit that an item names. Where it is open what is done, it is open too who does it. */
function byWhom({ kind, words }: Told, action: Action | null): string | null {
  if (kind === 'process' && isOfStaff(words, action)) return beginningWith(words);
  if (kind === 'process' && action === null) return null;
  // A refusal names people because of their data or signature, and registries that lack something; systems form it.
  const mentioned = mentionedIn(words).filter((id) => action?.does !== 'refuse' || isSystem(id));
  const [one, other] = mentioned;
  if (one === undefined || other === undefined) return one ?? null;
  // What only people do is done by the only person whom it names; the systems beside are where they do it.
  const [person, second] = action === null || !BY_PEOPLE.includes(action.does) ? [] : mentioned.filter(isPersonal);
  return person !== undefined && second === undefined ? person : null;
}

/** The words that name a unit are so many at most. */
const LONGEST_NAME = 5;

/** The one of the staff whose name stands first; null where another unit does, and where it may be that of two of them. */
function beginningWith(words: string): string | null {
  const mentioned = mentionedIn(words.split(/\s+/u).slice(0, LONGEST_NAME).join(' '));
  const [person, other] = mentioned.filter((id) => isPersonal(id) && roleOf(id) !== 'person');
  return person !== undefined && other === undefined && mentioned[0] === person ? person : null;
}

/**
 * Whether somebody of the staff is named before anything else, who does what is told then. Whoever receives something is named first too, and an
 * applicant because of what is theirs.
 */
function isOfStaff(words: string, action: Action | null): boolean {
  const first = beginningWith(words);
  if (first === null || action?.does === 'issue') return false;
  return action === null ? !isRefusal(words) : action.does !== 'refuse';
}

/** Whether words tell of a message that refuses something, whatever it is refused for. */
function isRefusal(words: string): boolean {
  const { actions, sending } = knownActions();
  const refusing = actions.findLast(({ does }) => does === 'refuse')?.words ?? [];
  const notices = sending.messages.find(({ is }) => is === 'notice')?.words ?? [];
  return refusing.every((list) => hasAny(words, list)) && hasAny(words, notices);
}

/** What only people do. */
const BY_PEOPLE: readonly Verb[] = ['authenticate', 'fill', 'attach', 'choose-certificate', 'sign'];
