// Tells who does what in the clause that tells a procedure, as far as its words leave no doubt.

import type { Verb } from '../schemas/vocabulary.ts';
import type { Told } from './clauses.ts';
import { type Action, actionsOf } from './meaning/action.ts';
import { mentionedIn } from './meaning/mention.ts';
import { isPersonal, isSystem } from './meaning/party.ts';

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
  if (kind === 'process' && action === null) return null;
  // A refusal names people because of their data or signature, and registries that lack something; systems form it.
  const mentioned = mentionedIn(words).filter((id) => action?.does !== 'refuse' || isSystem(id));
  const [one, other] = mentioned;
  if (one === undefined || other === undefined) return one ?? null;
  // What only people do is done by the only person whom it names; the systems beside are where they do it.
  const [person, second] = action === null || !BY_PEOPLE.includes(action.does) ? [] : mentioned.filter(isPersonal);
  return person !== undefined && second === undefined ? person : null;
}

/** What only people do. */
const BY_PEOPLE: readonly Verb[] = ['authenticate', 'fill', 'attach', 'choose-certificate', 'sign'];
