// Tries operations out of their turn, and notes for each whether it was refused and whether it changed the walk.
import type { RequestView, SessionView } from '../../../schemas/target/driver.ts';
import { VERBS } from '../../../schemas/vocabulary.ts';
import { type Deed, writeDeed } from '../../flow/deed.ts';
import type { Source } from '../../flow/source.ts';
import { bindingBefore, openingPoint, type WaitingPoint, waitingPoints } from '../../flow/waiting.ts';
import type { Probe, Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';

/**
 * Tries every later operation while the walk waits for the named point, and the last one again if it cannot be taken back.
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
  return attemptAll(hands, trace, [...(done === undefined ? [] : [done]), ...points.slice(at + 1)], {
    waitingFor,
    after: null,
  });
}

/** Tries operations after the end: after a refusal all that would have come later, after a result the last one that cannot be undone. */
export async function probeAfter(hands: Hands, trace: Trace, source: Source, action: string): Promise<void> {
  const step = source.graph.steps.find((found) => found.action === action);
  const points = waitingPoints(source, trace.scenario.tags);
  if (step !== undefined && VERBS[step.does].ends === 'completed') {
    const done = bindingBefore(points, 'result');
    if (done !== undefined) await attemptAll(hands, trace, [done], { waitingFor: null, after: action });
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
  const { accepted, status, problem, fault, exchange } = await hands.openUninvited();
  // Before the login there is nothing that could change.
  const changed = before === null ? false : changedBetween(before, await hands.read());
  trace.probes.push({ operation, action, ...moment, accepted, changed, status, problem, fault, exchange });
  return accepted ? writeDeed({ operation, action }) : null;
}

/**
 * Tries one operation after the other, until one is accepted or changes the walk.
 * @returns how that one is written; null where none was accepted
 */
async function attemptAll(
  hands: Hands,
  trace: Trace,
  points: readonly WaitingPoint[],
  moment: Moment,
): Promise<string | null> {
  let before = await hands.read();
  for (const { operation, action } of points) {
    if (!hands.canTry(operation)) continue;
    const { accepted, status, problem, fault, exchange } = await hands.perform(operation, null, action);
    const after = await hands.read();
    const changed = changedBetween(before, after);
    trace.probes.push({ operation, action, ...moment, accepted, changed, status, problem, fault, exchange });
    if (accepted || changed === true) return writeDeed({ operation, action });
    before = after;
  }
  return null;
}

/** Whether the walk has changed between two readings; null where one of them failed. The ids of sessions do not matter. */
export function changedBetween(before: Attempt, after: Attempt): boolean | null {
  return before.view === null || after.view === null ? null : shownBy(before.view) !== shownBy(after.view);
}

const shownBy = ({ state, history, notifications }: RequestView | SessionView) =>
  JSON.stringify([state, history, notifications]);
