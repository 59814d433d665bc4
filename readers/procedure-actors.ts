// Tells who does what in the clause that tells a procedure, as far as its words leave no doubt.

import type { Verb } from '../schemas/vocabulary.ts';
import type { Told } from './clauses.ts';
import { type Action, actionsOf } from './meaning/action.ts';
import { hasAny } from './meaning/fitting.ts';
import { isInside, isSource, isSubject, type Mention, mentionedIn, mentionsIn } from './meaning/mention.ts';
import { isPersonal, isReason, isSystem, roleOf } from './meaning/party.ts';
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

/** The unit that does what an item tells. Where it is open what is done, it is open too who does it. */
function byWhom({ kind, words }: Told, action: Action | null): string | null {
  if (kind === 'condition') return checkedBy(words);
  if (isOfStaff(words, action)) return beginningWith(words);
  if (action === null) return null;
  switch (action.does) {
    case 'refuse':
      // A refusal names people because of their data or signature, and registries that lack something; systems form it.
      return (
        only(mentionedIn(words).filter(isSystem)) ??
        only(
          mentionsIn(words)
            .filter(isPlace)
            .map(({ id }) => id),
        )
      );
    case 'issue':
      return givenBy(words);
    case 'pay':
      // What follows upon the payment names where it is told.
      return only(mentionedIn(words.split(AFTERWARDS)[0] ?? ''));
    case 'register':
      // An applicant is named because of the application, which others register.
      return only(mentionedIn(words).filter(isNoApplicant));
    default: {
      // What the applicant has brought is named because of the papers.
      const mentioned = mentionsIn(words)
        .filter((one) => !isBringing(one))
        .map(({ id }) => id);
      // What only people do is done by the only person whom it names; the systems beside are where they do it.
      return only(mentioned) ?? (BY_PEOPLE.includes(action.does) ? only(mentioned.filter(isPersonal)) : null);
    }
  }
}

const AFTERWARDS = /одан кейін|бұдан кейін|,\s*кейін\s|после чего|затем/iu;

/** The only one of several; null where there are more or none. */
function only(ids: Iterable<string>): string | null {
  const [one, other] = new Set(ids);
  return one !== undefined && other === undefined ? one : null;
}

/** Whether a mention is of a system or an office in which something goes on. */
const isPlace = (one: Mention): boolean => isInside(one) && !isPersonal(one.id) && !isReason(one.id);

/** Whether a mention says who has brought the papers of which something is told. */
const isBringing = ({ before, after }: Mention): boolean =>
  /^\s*ұсын(?:ған|ылған)/u.test(after) || /(?:представленн|предоставленн)\p{L}+\s+$/u.test(before);

/** Whether a mention says whose signature is used. */
const isSigning = ({ before, after }: Mention): boolean =>
  /^\s+(?:\p{L}+\s+){0,2}эцқ/u.test(after) || /эцп\s+(?:\p{L}+\s+){0,3}$/u.test(before);

const isNoApplicant = (id: string): boolean => roleOf(id) !== 'person';

/** Who checks what a condition tells: the system in which it goes on, or the only unit besides the applicant, whose things are checked. */
function checkedBy(words: string): string | null {
  const units = mentionsIn(words).filter(({ id }) => isNoApplicant(id));
  // A database is asked, and who asks it stands elsewhere.
  if (units.some(({ id }) => isReason(id))) return null;
  const systems = units.filter((one) => isSystem(one.id) && isInside(one)).map(({ id }) => id);
  if (systems.length > 0) return only(systems);
  return units.some(isSubject) ? null : only(units.map(({ id }) => id));
}

/** Who gives the result: the only unit besides who receives it, or the only one of whom it is had. What follows tells how it was made. */
function givenBy(words: string): string | null {
  const [first = ''] = words.replace(/\([^()]*\)/gu, ' ').split(/\.\s*(?=\p{Lu})/u);
  const units = mentionsIn(first).filter((one) => isNoApplicant(one.id) && !isSigning(one));
  return (
    only(units.map(({ id }) => id)) ??
    only(units.filter((one) => isPersonal(one.id) && isSource(one)).map(({ id }) => id))
  );
}

/** The words that name a unit are so many at most. */
const LONGEST_NAME = 5;

/** The one of the staff whose name stands first; null where another unit does, and where it may be that of two of them. */
function beginningWith(words: string): string | null {
  const first = words.split(/\s+/u).slice(0, LONGEST_NAME);
  const owner = mentionsIn(first.join(' '))[0];
  const owned = owner === undefined ? null : ownedBy(owner, words);
  if (owned !== null) return owned;
  const mentioned = mentionedIn(first.join(' '));
  const [person, other] = mentioned.filter((id) => isPersonal(id) && isNoApplicant(id));
  return person !== undefined && other === undefined && mentioned[0] === person ? person : null;
}

/** Of whom a part of an office is named before somebody of it, as in "the executor of the unit of the provider", which Kazakh has the other way round. */
function ownedBy(owner: Mention, words: string): string | null {
  const [, next] = mentionsIn(words);
  if (next === undefined || !isPersonal(next.id) || !isNoApplicant(next.id)) return null;
  const between = next.before.slice(owner.before.length + owner.form.length);
  const isPart = /^\s+(?:\p{L}+\s+)?\p{L}+(?:ның|нің|дың|дің|тың|тің)\s+$/u.test(between);
  return isPart && /(?:сы|сі|ы|і)(?:ның|нің)?$/u.test(next.form) && !/(?:ның|нің)$/u.test(owner.form) ? next.id : null;
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
