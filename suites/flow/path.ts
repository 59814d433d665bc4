// Tells which step follows which: on the walk on which every condition holds, after a step, and before one.
import type { FlowGraph, GraphStep } from '../../schemas/flow/flow-graph.ts';
import { CHECKS } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

/**
 * The actions of the walk on which every condition holds, in order.
 * @param tags the tags of the variant that is walked; by default those of the first variant
 */
export function successPath(
  { graph, flow }: Pick<Source, 'graph' | 'flow'>,
  tags: readonly string[] = flow.variants?.[0]?.tags ?? [],
): string[] {
  const path: string[] = [];
  const seen = new Set<string>();
  let step = graph.steps[0];
  while (step !== undefined && !seen.has(step.action)) {
    seen.add(step.action);
    if (step.only === null || tags.includes(step.only)) path.push(step.action);
    const good: string | undefined = goodNext(step);
    step = graph.steps.find(({ action }) => action === good);
  }
  return path;
}

/** The action that follows a step if its condition holds; undefined after the last step. */
export function goodNext({ check, next }: GraphStep): string | undefined {
  return (check === null ? next[0] : next.find(({ when }) => when === CHECKS[check].passes))?.to;
}

/** The first step whose next cell names an action; undefined for the first step of the flow. */
export function stepBefore({ steps }: Pick<FlowGraph, 'steps'>, action: string): GraphStep | undefined {
  return steps.find(({ next }) => next.some(({ to }) => to === action));
}
