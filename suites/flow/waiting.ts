// At which points of a walk the portal waits for somebody, and what can be tried there out of its turn.
import { answeredBy, type Deed, type Handling, operationOf } from './deed.ts';
import { successPath } from './path.ts';
import type { Source } from './source.ts';

/** A point of the good walk at which the portal waits for a deed. */
export interface WaitingPoint extends Deed {
  /** How ids call the point: by its action, or `decision` and `result` where the deed is not what starts the step. */
  name: string;
}

/**
 * The points at which the portal waits, in order; the last one is fetching the result.
 * @param tags of the variant that is walked; by default those of the first variant
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

/** The operations that cannot be taken back, and so not be done again. Choosing and filling in may be corrected: no text forbids it. */
export const BINDING: readonly Handling[] = ['pay', 'sign', 'decide', 'confirm'];

/** The deed that was done last when the walk comes to the named point; undefined where that one may be done again. */
export function bindingBefore(points: readonly WaitingPoint[], waitingFor: string): WaitingPoint | undefined {
  const done = points[points.findIndex(({ name }) => name === waitingFor) - 1];
  return done !== undefined && BINDING.includes(done.operation) ? done : undefined;
}

/**
 * Whether a deed can be tried while the walk waits for another one. Before somebody is let in there is no request to address, so
 * only what opens a request can be tried then.
 */
export function isAddressable(
  points: readonly WaitingPoint[],
  early: WaitingPoint,
  waiting: WaitingPoint | undefined,
): boolean {
  const isLetIn = waiting !== undefined && waiting.operation !== 'authenticate';
  return isLetIn || early === openingPoint(points);
}

/** The point that opens the request: the form, or the first confirmation of a flow without one. */
export function openingPoint(points: readonly WaitingPoint[]): WaitingPoint | undefined {
  return (
    points.find(({ operation }) => operation === 'fill') ?? points.find(({ operation }) => operation === 'confirm')
  );
}
