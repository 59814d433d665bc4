// Finds the results with which a flow ends.
import { VERBS } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

/** The steps that complete a flow, each with what the regulation says of the result that it issues. */
export function resultsOf({ graph, regulation }: Pick<Source, 'graph' | 'regulation'>) {
  return graph.steps.flatMap((step) => {
    const result = regulation.results.find(({ id }) => id === step.result);
    return result === undefined || VERBS[step.does].ends !== 'completed' ? [] : [{ step, result }];
  });
}
