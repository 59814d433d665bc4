// Tells what the terms of a flow bind: when the portal has to wait for somebody, and between which steps the days of a term count.
import { type Cited, countsFromReceipt } from '../../schemas/flow/beside.ts';
import { type GraphStep, partyOf } from '../../schemas/flow/flow-graph.ts';
import { serviceTerm } from '../../schemas/flow/requirements.ts';
import type { DayTerm } from '../../schemas/term.ts';
import { isDoneInPerson } from '../../schemas/vocabulary.ts';
import { answeredBy, operationOf } from './deed.ts';
import { goodNext, stepBefore, successPath } from './path.ts';
import { resultsOf } from './results.ts';
import { ownedDeeds } from './security.ts';
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
  /** The row of the table of basic requirements that gives them to the whole service; null for those of a step. */
  required: Cited | null;
}

/**
 * The terms of days in a flow, which give the provider time to decide. Printed at the decision or at the step after it, the days count
 * from the end of the step before the decision; printed at the step that awaits the decision, from the end of that step; printed
 * anywhere else, from the end of the step before.
 */
export function dayCounts(source: Source): readonly DayCount[] {
  const counts = known.get(source) ?? countsOf(source);
  known.set(source, counts);
  return counts;
}

/** The terms of flows that were asked for before: every walk and every case of a log asks again. */
const known = new WeakMap<Source, readonly DayCount[]>();

function countsOf(source: Source): DayCount[] {
  const { graph, regulation, flowId } = source;
  const ofSteps = graph.steps.flatMap((step) =>
    step.terms.flatMap(({ only, readings }) => {
      const days = readings.filter((term) => 'unit' in term);
      if (days.length === 0) return [];
      const fromReceipt = countsFromReceipt(regulation, flowId, step.action);
      return [{ action: step.action, ...boundsOf(graph, step), only, readings: days, fromReceipt, required: null }];
    }),
  );
  return [...ofSteps, ...serviceDays(source)];
}

/** The days that the table of basic requirements gives to the whole service: from the end of what brings the application in to its result. */
function serviceDays(source: Source): DayCount[] {
  const service = serviceTerm(source.regulation);
  const [ends] = resultsOf(source);
  const begun = receivedAt(source);
  if (service === null || !('unit' in service.term) || ends === undefined || begun === undefined) return [];
  const { term, cited } = service;
  // What a person hands over in the end was there before.
  const isHanded = operationOf(ends.step) === 'confirm';
  const outcome = (isHanded ? stepBefore(source.graph, ends.step.action)?.action : undefined) ?? ends.step.action;
  return [{ action: outcome, begun, outcome, only: null, readings: [term], fromReceipt: false, required: cited }];
}

/** The step with whose end the application is in: its registration, or else the last deed of who applies before somebody else acts. */
function receivedAt(source: Source): string | undefined {
  const path = successPath(source);
  const steps = path.flatMap((action) => source.graph.steps.filter((step) => step.action === action));
  return steps.find(({ does }) => does === 'register')?.action ?? ownedDeeds(source).at(-1)?.action;
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

/** A step with the term of the whole service, where it ends that, has none of its own, and the service has one of the clock: so long it is waited for. */
export function withinService({ regulation, graph }: Pick<Source, 'regulation' | 'graph'>, step: GraphStep): GraphStep {
  const service = serviceTerm(regulation);
  if (step.term !== null || service === null || 'unit' in service.term) return step;
  const ends = resultsOf({ regulation, graph }).some((one) => one.step.action === step.action);
  return ends ? { ...step, term: service.term } : step;
}
