// From which step the days of a term count, and by which step they are met.
import type { GraphStep } from '../../schemas/flow-graph.ts';
import type { DayTerm } from '../../schemas/term.ts';
import { CHECKS } from '../../schemas/vocabulary.ts';
import { goodNext, operationOf, type Source } from '../derive/row.ts';

/** A term of days. Where the document contradicts itself it has several readings. */
export interface DayCount {
  /** The step at which it is printed. */
  action: string;
  /** The step from whose end it counts. */
  begun: string;
  /** The step that has to be done by its last day. */
  outcome: string;
  /** The tag of the variants for which it holds; null for all. */
  only: string | null;
  readings: DayTerm[];
}

/**
 * The day terms of a flow. They give the provider time to decide, so they count from the step before the decision: days printed for
 * registration count from it, days printed for the deciding or for what comes of it count from the step before.
 */
export function dayCounts({ graph }: Pick<Source, 'graph'>): DayCount[] {
  return graph.steps.flatMap((step) =>
    step.terms.flatMap(({ only, readings }) => {
      const days = readings.filter((term) => 'unit' in term);
      return days.length === 0 ? [] : [{ action: step.action, ...boundsOf(graph.steps, step), only, readings: days }];
    }),
  );
}

function boundsOf(steps: readonly GraphStep[], step: GraphStep): Pick<DayCount, 'begun' | 'outcome'> {
  const before = (action: string) => steps.find(({ next }) => next.some(({ to }) => to === action));
  const begunBefore = (action: string) => before(action)?.action ?? action;
  if (operationOf(step) === 'decide') return { begun: begunBefore(step.action), outcome: step.action };
  const waits = step.check !== null && CHECKS[step.check].waitsFor === 'decide';
  if (waits) return { begun: step.action, outcome: goodNext(step) ?? step.action };
  const previous = before(step.action);
  const decided = previous !== undefined && operationOf(previous) === 'decide';
  return { begun: decided ? begunBefore(previous.action) : (previous?.action ?? step.action), outcome: step.action };
}
