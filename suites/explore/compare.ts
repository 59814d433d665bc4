// Compares what the portal shows of a walk with what the model predicts from the tables.
import type { RequestView, SessionView } from '../../schemas/target/driver.ts';
import { type Cause, CHECKS, namedCause } from '../../schemas/vocabulary.ts';
import type { Model } from './model.ts';

/** Whether the portal may still be working on what was done last (`under way`), so that missing steps may still come. */
export type Moment = 'under way' | 'settled';

/** Whether all steps that have to be on record are there and finished. */
export function isWhole({ recorded }: Model, { history }: RequestView | SessionView): boolean {
  return history.length >= recorded.length && history.every(({ finishedAt }) => finishedAt !== null);
}

/** The first disagreement between model and portal, as a sentence; null where there is none. */
export function findDisagreement(model: Model, view: RequestView | SessionView, moment: Moment): string | null {
  return wrongOrder(model, view, moment) ?? wrongState(model, view, moment) ?? wrongNotice(model, view, moment);
}

function wrongOrder({ recorded }: Model, { history }: RequestView | SessionView, moment: Moment): string | null {
  const at = history.findIndex(({ action }, n) => recorded[n]?.action !== action);
  const found = history[at];
  if (found !== undefined) {
    const due = recorded[at]?.action;
    const last = recorded[at - 1]?.action;
    return `${found.action} is on record ${due === undefined ? `and nothing is to follow ${last ?? 'yet'}` : `where ${due} belongs`}`;
  }
  if (moment === 'under way') return null;
  const missing = recorded.find((_, n) => history[n]?.finishedAt == null);
  return missing === undefined ? null : `${missing.action} does not come to its end`;
}

function wrongState({ ended, waiting }: Model, view: RequestView | SessionView, moment: Moment): string | null {
  const isSession = 'session' in view;
  const due = ended ?? (isSession ? 'authorised' : 'open');
  const isEarly = moment === 'under way' && (view.state === 'pending' || view.state === 'open');
  // Before the login there is no session whose state could be wrong.
  if (isEarly || view.state === due || waiting?.operation === 'authenticate') return null;
  return `the ${isSession ? 'session' : 'request'} is ${view.state}, it has to be ${due}`;
}

function wrongNotice(model: Model, view: RequestView | SessionView, moment: Moment): string | null {
  const { history, notifications } = view;
  const stray = notifications.find(({ action }) => !history.some((entry) => entry.action === action));
  if (stray !== undefined) return `a notification of ${stray.action} stands, which is not on record`;
  if (moment === 'under way') return null;
  const causes: Cause[] = [...model.causes].map(namedCause);
  for (const [n, { action, forms, does, check }] of model.recorded.entries()) {
    // What was refused at once has not succeeded, so nothing has to say that it was done.
    const isDenied = does !== 'refuse' && model.recorded[n + 1]?.does === 'refuse';
    const isJudgedNow = does === 'sign' || (check !== null && CHECKS[check].waitsFor === null);
    const own = notifications.filter((notice) => notice.action === action);
    const maySayNothing = isDenied && isJudgedNow && own.length === 0;
    if (forms.length > 0 && !maySayNothing && !own.some(({ kind }) => forms.includes(kind)))
      return `${action} forms ${own.map(({ kind }) => kind).join(', ') || 'no notification'}, it has to form ${forms.join(' or ')}`;
    const other =
      does === 'refuse'
        ? own.find(({ cause }) => cause === null || ![cause].flat().some((one) => causes.includes(one)))
        : undefined;
    if (other !== undefined)
      return `${action} names the cause ${[other.cause ?? 'none'].flat().join(' or ')}, it was refused for ${causes.join(' or ')}`;
  }
  return null;
}
