// Tells what a step leaves behind, by the words of its completion cell and by what it does.
import type { Completion } from '../../schemas/vocabulary.ts';
import { completionWords } from './act-words.ts';
import type { Action } from './action.ts';
import { isKnownBy } from './fitting.ts';

/** The form that the words themselves name; null where they name none, or several. */
export function namedForm(words: string): Completion | null {
  const { completions } = completionWords();
  const fitting = completions.filter((one) => isKnownBy(words, one));
  const [found] = fitting;
  const meant = fitting.find((one) =>
    fitting.every((other) => other === one || one.over?.includes(other.form) === true),
  );
  return (fitting.length === 1 ? found?.form : meant?.form) ?? null;
}

/** The form that a cell names; null where that is open. A refusal without a kind of its own has that of what it refuses. */
export function completionOf(words: string, action: Action | null): Completion | null {
  const { refusals } = completionWords();
  const form = namedForm(words);
  if (form === null) return null;
  const own = action === null ? undefined : refusals[action.is];
  if (form === 'service-refused') return own?.cell ?? null;
  // A refusal of one thing in the words of another is for a person to tell.
  const isElsewhere = own !== undefined && Object.values(refusals).some((one) => Object.values(one).includes(form));
  return isElsewhere && own !== undefined && !Object.values(own).includes(form) ? null : form;
}

/** The form that the item of a clause leaves behind; null where its action leaves that open. */
export function formOf(action: Action, isStaff: boolean): Completion | null {
  const { refusals, items } = completionWords();
  const refusal = refusals[action.is];
  if (refusal !== undefined) return isStaff ? (refusal.staff ?? refusal.clause) : refusal.clause;
  return items[action.is] ?? null;
}
