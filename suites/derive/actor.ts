// Family actor: the step is recorded as done by the unit that the actor row names.
import { actorsBeside } from '../../schemas/flow/beside.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** One assertion for each step whose actor row, or a clause that retells the step, names somebody. */
export function deriveActor(source: Source): Draft[] {
  const { regulation, flowId, graph } = source;
  return graph.steps.flatMap(({ action, actor, also }): Draft[] => {
    const beside = actorsBeside(regulation, flowId, action);
    const actors = [...(actor === null ? [] : [actor]), ...also, ...beside.map((told) => told.actor)];
    if (actors.length === 0) return [];
    return [
      {
        action,
        aspect: 'actor',
        title: `${action} is recorded as done by ${actors.join(' or ')}`,
        cells: [[action, 'actor']],
        ...(actor === null ? { places: beside.map(({ cited }) => cited), ...RETOLD } : {}),
        call: { predicate: 'done-by', arguments: { action, actors } },
        walk: { reaches: action },
      },
    ];
  });
}

const RETOLD = {
  level: 'implied',
  because: 'The sentence that orders the steps names nobody here; another one, which tells them again, does.',
} as const;
