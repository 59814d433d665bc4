// Tells at which steps of a flow the text has another system asked, so that the record of that system shows whether it was.
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { CHECKS, type Check } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

/** The checks for which another system has to be asked: its answer is all that they can rest on. */
const RESTING: readonly Check[] = ['payment', 'certificate', 'registry'];

/** A condition that rests on the answer of another system: the step that it stands after, and the step that follows where it holds. */
export interface Resting {
  step: GraphStep;
  check: Check;
  good: string;
}

/** The conditions of a flow that rest on the answer of another system, in order. */
export function restingOn({ graph }: Pick<Source, 'graph'>): Resting[] {
  return graph.steps.flatMap((step) => {
    const check = RESTING.find((known) => known === step.check);
    const good = check === undefined ? undefined : step.next.find(({ when }) => when === CHECKS[check].passes)?.to;
    return check === undefined || good === undefined ? [] : [{ step, check, good }];
  });
}

/** Whether a step follows only where such a condition holds. */
export const restsOnCall = (source: Pick<Source, 'graph'>, action: string): boolean =>
  restingOn(source).some(({ good }) => good === action);

/** Whether any system is asked in a flow. */
export const isAskedFor = (source: Pick<Source, 'graph'>): boolean => restingOn(source).length > 0;
