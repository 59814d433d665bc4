// Tells what the terms of a flow bind: when the portal has to wait for somebody, and between which steps the days of a term count.
import { countsFromReceipt } from '../../schemas/flow/beside.ts';
import { type GraphStep, partyOf } from '../../schemas/flow/flow-graph.ts';
import type { DayTerm } from '../../schemas/term.ts';
import { isDoneInPerson } from '../../schemas/vocabulary.ts';
import { answeredBy, operationOf } from './deed.ts';
import { goodNext, stepBefore } from './path.ts';
import type { Source } from './source.ts';

/** Whether the term of a step obliges the portal to wait so long for a person. At the first step of a walk it waits for nobody yet. */
export function bindsToWait(source: Pick<Source, 'graph' | 'regulation'>, step: GraphStep): boolean {
  if (step === source.graph.steps[0] || step.actor === null) return false;
  return isDoneInPerson(step.does, partyOf(source.regulation, step.actor).role);
}

/** A term of days, and the steps between which it counts. */
export interface DayCount {
  /** The step at which it is printed. */
  action: string;
  /** The step from whose end it counts. */
  begun: string;
  /** The step that has to be done by its last day. */
  outcome: string;
  /** The tag of the variants for which it holds; null for all. */
  only: string | null;
  /** Several where the document contradicts itself. */
  readings: DayTerm[];
  /** Whether the days may also count from the receipt of the application, which the text leaves open. */
  fromReceipt: boolean;
}

/**
 * The terms of days in a flow, which give the provider time to decide. Printed at the decision or at the step after it, the days count
 * from the end of the step before the decision; printed at the step that awaits the decision, from the end of that step; printed
 * anywhere else, from the end of the step before.
 */
export function dayCounts({ graph, regulation, flowId }: Pick<Source, 'graph' | 'regulation' | 'flowId'>): DayCount[] {
  return graph.steps.flatMap((step) =>
    step.terms.flatMap(({ only, readings }) => {
      const days = readings.filter((term) => 'unit' in term);
      if (days.length === 0) return [];
      const fromReceipt = countsFromReceipt(regulation, flowId, step.action);
      return [{ action: step.action, ...boundsOf(graph, step), only, readings: days, fromReceipt }];
    }),
  );
}

function boundsOf(graph: Source['graph'], step: GraphStep): Pick<DayCount, 'begun' | 'outcome'> {
  const begunBefore = (action: string) => precedingIn(graph, action)?.action ?? action;
  if (operationOf(step) === 'decide') return { begun: begunBefore(step.action), outcome: step.action };
  if (answeredBy(step) === 'decide') return { begun: step.action, outcome: goodNext(step) ?? step.action };
  const previous = precedingIn(graph, step.action);
  const isDecision = previous !== undefined && operationOf(previous) === 'decide';
  const begun = isDecision ? begunBefore(previous.action) : (previous?.action ?? step.action);
  // Handing the result over is done by a person, here by the walk itself, so the provider has done its part when the result is formed.
  const formed = operationOf(step) === 'confirm' ? stepBefore(graph, step.action) : undefined;
  const isFormed = formed !== undefined && formed.step === null && operationOf(formed) === null;
  return { begun, outcome: isFormed ? formed.action : step.action };
}

/** The step before an action. The days of a table count between its own steps, so one that only the clause adds is passed over. */
function precedingIn(graph: Source['graph'], action: string): GraphStep | undefined {
  const before = stepBefore(graph, action);
  return graph.source === 'table' && before?.step === null ? precedingIn(graph, before.action) : before;
}
