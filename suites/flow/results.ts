// Finds the results with which a flow ends.
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { CHECKS, type Check, VERBS } from '../../schemas/vocabulary.ts';
import { operationOf } from './deed.ts';
import { entranceOf } from './security.ts';
import type { Source } from './source.ts';

/** The steps that complete a flow, each with what the regulation says of the result that it issues. */
export function resultsOf({ graph, regulation }: Pick<Source, 'graph' | 'regulation'>) {
  return graph.steps.flatMap((step) => {
    const result = regulation.results.find(({ id }) => id === step.result);
    return result === undefined || VERBS[step.does].ends !== 'completed' ? [] : [{ step, result }];
  });
}

/** The step after which the applicant can receive the result: its name where staff has filled in the form for them; null otherwise. */
export function collectedAfter(source: Source): string | null {
  const { graph, flow, regulation } = source;
  // At a centre the operator hands the result over, and so does an employee where the text says so.
  const isByStaff = flow.entry === 'employee' && graph.steps.some((step) => operationOf(step) === 'fill');
  const issues = resultsOf(source).find(({ step }) => step.does === 'issue');
  return isByStaff && entranceOf(regulation) !== null ? (issues?.step.action ?? null) : null;
}

/** Whether the flow goes on after a negative decision and ends with a reasoned refusal, because no step of it branches there. */
export function answersByLetter({ graph, regulation }: Pick<Source, 'graph' | 'regulation'>): boolean {
  const decides = graph.steps.some((step) => operationOf(step) === 'decide');
  const branches = graph.steps.some(({ check }) => check !== null && CHECKS[check].waitsFor === 'decide');
  return decides && !branches && resultsOf({ graph, regulation }).some(({ result }) => result.refusal !== undefined);
}

/** The checks after which the provider refuses the service. Before them the portal refuses by itself, and nobody has decided anything. */
const OF_PROVIDER: readonly (Check | null)[] = ['qualification', 'registry'];

/**
 * Whether a step may refuse by a signed document: the text lists the reasoned refusal among the results, and it is the provider who
 * refuses there.
 */
export function mayRefuseByLetter(
  { regulation, graph }: Pick<Source, 'graph' | 'regulation'>,
  refusing: string,
): boolean {
  const checks = graph.steps.filter(({ check, next }) => isLedTo({ check, next }, refusing)).map(({ check }) => check);
  return (
    regulation.results.some(({ refusal }) => refusal !== undefined) &&
    checks.some((check) => OF_PROVIDER.includes(check))
  );
}

const isLedTo = ({ check, next }: Pick<GraphStep, 'check' | 'next'>, refusing: string) =>
  check !== null && next.some(({ to, when }) => to === refusing && when === CHECKS[check].fails);
