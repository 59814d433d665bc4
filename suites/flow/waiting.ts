// Finds the points of a walk at which the portal waits for somebody, and what can be tried out of turn there.
import { answeredBy, type Deed, type Handling, operationOf } from './deed.ts';
import { successPath } from './path.ts';
import type { Source } from './source.ts';

/** A point of the walk without a cause at which the portal waits for a deed. */
export interface WaitingPoint extends Deed {
  /** The name of the point in the ids of assertions: its action, or `decision` or `result` where the deed does not start the step. */
  name: string;
}

/**
 * The points at which the portal waits, in order; the last one is that the result can be fetched.
 * @param tags the tags of the variant that is walked; by default those of the first variant
 */
export function waitingPoints(source: Pick<Source, 'graph' | 'flow'>, tags?: readonly string[]): WaitingPoint[] {
  const points: WaitingPoint[] = [];
  for (const action of successPath(source, tags)) {
    const step = source.graph.steps.find((found) => found.action === action);
    if (step === undefined) continue;
    const operation = operationOf(step);
    if (operation !== null) points.push({ operation, action, name: action });
    const answer = answeredBy(step);
    if (answer !== null) points.push({ operation: answer, action, name: 'decision' });
    if (step.does === 'issue' || step.does === 'hand-over')
      points.push({ operation: 'fetchResult', action, name: 'result' });
  }
  return points;
}

/** The operations that cannot be taken back, so that doing one again must be refused. No text forbids to choose or to fill in again. */
export const BINDING: readonly Handling[] = ['pay', 'sign', 'decide', 'confirm'];

/** The deed that was done last before the walk waits at the named point; undefined where it may be done again. */
export function bindingBefore(points: readonly WaitingPoint[], waitingFor: string): WaitingPoint | undefined {
  const done = points[points.findIndex(({ name }) => name === waitingFor) - 1];
  return done !== undefined && BINDING.includes(done.operation) ? done : undefined;
}

/**
 * What was filled in and attached before the signature, where that was done last before the walk waits at the named point, with the step
 * that signs; nothing elsewhere.
 */
export function signedBefore(
  points: readonly WaitingPoint[],
  waitingFor: string,
): { signature: string; changes: readonly WaitingPoint[] } {
  const at = points.findIndex(({ name }) => name === waitingFor) - 1;
  const signature = points[at];
  if (signature?.operation !== 'sign') return { signature: '', changes: [] };
  return { signature: signature.action, changes: sayingIn(points.slice(0, at)) };
}

/** Those of the points at which somebody says what the request is: by filling it in, or by attaching to it. */
export const sayingIn = (points: readonly WaitingPoint[]): WaitingPoint[] =>
  points.filter(({ operation }) => operation === 'fill' || operation === 'attach');

/**
 * Whether the deed at the point `early` can be tried while the walk waits at the point `waiting`. Before the login there is no request
 * to try it on, so only what opens a request can be tried then.
 */
export function isAddressable(
  points: readonly WaitingPoint[],
  early: WaitingPoint,
  waiting: WaitingPoint | undefined,
): boolean {
  const isLetIn = waiting !== undefined && waiting.operation !== 'authenticate';
  return isLetIn || early === openingPoint(points);
}

/** The point whose deed opens the request: the filling in of the form, or the first confirmation in a flow without a form. */
export function openingPoint(points: readonly WaitingPoint[]): WaitingPoint | undefined {
  return (
    points.find(({ operation }) => operation === 'fill') ?? points.find(({ operation }) => operation === 'confirm')
  );
}
