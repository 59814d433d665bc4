// Tells what a step does by the words of its action, and a refusal by what it stands behind.
import type { Verb } from '../../schemas/vocabulary.ts';
import { hasAny, letters } from './fitting.ts';
import { knownActions } from './vocabulary.ts';

/** What a step does: its name in ids, and its verb. */
export interface Action {
  readonly is: string;
  readonly does: Verb;
}

/** The action that the words tell, or null. A refusal without a cause of its own is `refuse`. */
export function actionOf(words: string): Action | null {
  const text = letters(words);
  const has = (list: readonly string[]) => list.some((word) => text.includes(letters(word)));
  const fitting = knownActions().actions.filter(
    (one) => one.words.every(has) && (one.without === undefined || !has(one.without)),
  );
  const [found] = fitting;
  if (found === undefined) return null;
  // A refusal may name what it refuses, and a more particular action what a plainer one does; else two actions in one cell are none.
  const others = fitting.filter(({ action }) => action !== found.action && found.over?.includes(action) !== true);
  return found.does !== 'refuse' && others.length > 0 ? null : { is: found.action, does: found.does };
}

/** Whether words of which it is open what they do may tell an action: they have a word for it, and for a refusal one that refuses. */
export function mayBe(words: string, action: string): boolean {
  const { actions } = knownActions();
  const own = actions.filter((one) => one.action === action);
  const refusing = actions.filter(({ action: one }) => one === 'refuse');
  const isRefusal = own.length === 0 || own.some(({ does }) => does === 'refuse');
  return (isRefusal ? [...own, ...refusing] : own).some((one) => one.words.every((list) => hasAny(words, list)));
}

/**
 * What each of several steps does, in their order; null where it cannot be told. A refusal has the cause that its words and what it stands
 * behind agree upon; an action that comes twice is told of none of the steps.
 */
export function actionsOf(steps: readonly string[]): (Action | null)[] {
  const read = steps.map(actionOf);
  const { refusals } = knownActions();
  const told = read.map((action, n): Action | null => {
    if (action === null || action.does !== 'refuse') return action;
    const before = read.slice(0, n).findLast((one) => one === null || one.does !== 'refuse');
    const cause = before == null ? undefined : refusals[before.is];
    if (action.is === 'refuse') return cause === undefined ? null : { ...action, is: cause };
    return cause === undefined || cause === action.is ? action : null;
  });
  return told.map((action) =>
    action !== null && told.filter((one) => one?.is === action.is).length > 1 ? null : action,
  );
}
