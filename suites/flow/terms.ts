// What the terms of a flow bind: when a portal has to wait for somebody, and from which step to which the days of a term count.
import { type GraphStep, partyOf } from '../../schemas/flow/flow-graph.ts';
import type { DayTerm } from '../../schemas/term.ts';
import { isDoneInPerson } from '../../schemas/vocabulary.ts';
import { answeredBy, operationOf } from './deed.ts';
import { goodNext, stepBefore } from './path.ts';
import type { Source } from './source.ts';

/** Whether the term of a step binds the portal to wait for somebody. Nobody is waited for at the first step of a walk. */
export function bindsToWait(source: Pick<Source, 'graph' | 'regulation'>, step: GraphStep): boolean {
  if (step === source.graph.steps[0] || step.actor === null) return false;
  return isDoneInPerson(step.does, partyOf(source.regulation, step.actor).role);
}

/** A term of days. It has several readings where the document contradicts itself. */
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
 * The day terms of a flow. They give the provider time to decide. Days printed for the decision, or for what comes of it, count from
 * the step before the decision; days printed for the registration count from the registration.
 */
export function dayCounts({ graph }: Pick<Source, 'graph'>): DayCount[] {
  return graph.steps.flatMap((step) =>
    step.terms.flatMap(({ only, readings }) => {
      const days = readings.filter((term) => 'unit' in term);
      return days.length === 0 ? [] : [{ action: step.action, ...boundsOf(graph, step), only, readings: days }];
    }),
  );
}

function boundsOf(graph: Source['graph'], step: GraphStep): Pick<DayCount, 'begun' | 'outcome'> {
  const begunBefore = (action: string) => stepBefore(graph, action)?.action ?? action;
  if (operationOf(step) === 'decide') return { begun: begunBefore(step.action), outcome: step.action };
  if (answeredBy(step) === 'decide') return { begun: step.action, outcome: goodNext(step) ?? step.action };
  const previous = stepBefore(graph, step.action);
  const isDecision = previous !== undefined && operationOf(previous) === 'decide';
  return { begun: isDecision ? begunBefore(previous.action) : (previous?.action ?? step.action), outcome: step.action };
}
