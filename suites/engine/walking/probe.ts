// Tries operations out of their turn, and notes for each whether it was refused and whether it changed the walk.
import type { RequestView, SessionView } from '../../../schemas/target/driver.ts';
import { VERBS } from '../../../schemas/vocabulary.ts';
import { type Deed, writeDeed } from '../../flow/deed.ts';
import type { Source } from '../../flow/source.ts';
import {
  bindingBefore,
  openingPoint,
  sayingIn,
  signedBefore,
  type WaitingPoint,
  waitingPoints,
} from '../../flow/waiting.ts';
import type { Probe, Trace } from '../trace.ts';
import { type Attempt, toldBy } from './attempt.ts';
import type { Hands } from './hands.ts';

/**
 * Tries every later operation while the walk waits for the named point, the last one again if it cannot be taken back, and to change what
 * was signed.
 * @returns how the first one that was accepted or has changed the walk is written; null where none was
 */
export async function probeEarly(
  hands: Hands,
  trace: Trace,
  source: Source,
  waitingFor: string,
): Promise<string | null> {
  const points = waitingPoints(source, trace.scenario.tags);
  const at = points.findIndex(({ name }) => name === waitingFor);
  if (points[at]?.operation === 'authenticate') return probeOpening(hands, trace, points, { waitingFor, after: null });
  // Opened beforehand, so that no attempt is accepted merely because it opens the request.
  await hands.open();
  const done = bindingBefore(points, waitingFor);
  const { changes } = signedBefore(points, waitingFor);
  const untimely = [...(done === undefined ? [] : [done]), ...changes, ...points.slice(at + 1)];
  return attemptAll(hands, trace, untimely, { waitingFor, after: null });
}

/**
 * Tries operations after the end: after a refusal all that would have come later, after a result the last one that cannot be
 * undone, and to change what was answered.
 */
export async function probeAfter(hands: Hands, trace: Trace, source: Source, action: string): Promise<void> {
  const step = source.graph.steps.find((found) => found.action === action);
  const points = waitingPoints(source, trace.scenario.tags);
  if (step !== undefined && VERBS[step.does].ends === 'completed') {
    const done = bindingBefore(points, 'result');
    const untimely = [...(done === undefined ? [] : [done]), ...sayingIn(points)];
    await attemptAll(hands, trace, untimely, { waitingFor: null, after: action });
  }
  if (step?.does !== 'refuse') return;
  if (trace.scenario.applications === 0) {
    await probeOpening(hands, trace, points, { waitingFor: null, after: action });
    return;
  }
  const passed = points.findLastIndex(({ action: done }) => trace.scenario.path.includes(done));
  await attemptAll(hands, trace, points.slice(passed + 1), { waitingFor: null, after: action });
}

type Moment = Pick<Probe, 'waitingFor' | 'after'>;

/** Tries the first step of a request by opening one, because without a session there is no request that could be addressed. */
async function probeOpening(
  hands: Hands,
  trace: Trace,
  points: readonly WaitingPoint[],
  moment: Moment,
): Promise<string | null> {
  const { operation, action }: Deed = openingPoint(points) ?? { operation: 'fill', action: '' };
  const before = moment.after === null ? null : await hands.read();
  const attempt = await hands.openUninvited();
  const { accepted } = attempt;
  // Before the login there is nothing that could change.
  const changed = before === null ? false : changedBetween(before, await hands.read());
  trace.probes.push({ operation, action, ...moment, ...toldBy(attempt), changed });
  return accepted ? writeDeed({ operation, action }) : null;
}

/**
 * Tries one operation after the other, until one is accepted, and reads the walk afterwards.
 * @returns how the one is written that was accepted or has changed the walk; null where none was
 */
async function attemptAll(
  hands: Hands,
  trace: Trace,
  points: readonly WaitingPoint[],
  moment: Moment,
): Promise<string | null> {
  if (points.length === 0) return null;
  const before = await hands.read();
  const tried: (Deed & { attempt: Attempt })[] = [];
  for (const { operation, action } of points) {
    const attempt = await hands.perform(operation, null, action);
    tried.push({ operation, action, attempt });
    if (attempt.accepted) break;
  }
  const after = await hands.read();
  const probes = changedBy(before, after, tried).map(
    ({ operation, action, attempt, changed }): Probe => ({ operation, action, ...moment, ...toldBy(attempt), changed }),
  );
  trace.probes.push(...probes);
  const taken = probes.find(({ accepted }) => accepted) ?? probes.find(({ changed }) => changed === true);
  return taken === undefined ? null : writeDeed(taken);
}

/**
 * Which of several attempts between two readings have changed the walk. Where it has changed, it was the one that was accepted, or else
 * those whose step has come onto the record since; where no step has, each may have been it.
 */
export function changedBy<T extends { action: string | null; attempt: Pick<Attempt, 'accepted'> }>(
  before: Attempt,
  after: Attempt,
  tried: readonly T[],
): (T & { changed: boolean | null })[] {
  const changed = changedBetween(before, after);
  const count = (attempt: Attempt, action: string | null) =>
    attempt.view?.history.filter((entry) => entry.action === action).length ?? 0;
  const isAccepted = ({ attempt }: T) => attempt.accepted;
  const isNew = ({ action }: T) => count(after, action) > count(before, action);
  const isDoer = [isAccepted, isNew].find((sign) => tried.some(sign));
  return tried.map((one) => ({ ...one, changed: changed === true && isDoer !== undefined ? isDoer(one) : changed }));
}

/** Whether the walk has changed between two readings; null where one of them failed. The ids of sessions do not matter. */
export function changedBetween(before: Attempt, after: Attempt): boolean | null {
  return before.view === null || after.view === null ? null : shownBy(before.view) !== shownBy(after.view);
}

function shownBy(view: RequestView | SessionView): string {
  const { state, history, notifications } = view;
  return JSON.stringify([state, history, notifications, 'attachments' in view ? view.attachments : null]);
}
