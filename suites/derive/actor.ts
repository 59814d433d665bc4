// Family actor: the step is recorded as done by the unit that the actor row names.
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** One assertion for each step whose actor row names somebody. */
export function deriveActor(source: Source): Draft[] {
  return source.graph.steps.flatMap(({ action, actor, also }) =>
    actor === null
      ? []
      : {
          action,
          aspect: 'actor',
          title: `${action} is recorded as done by ${[actor, ...also].join(' or ')}`,
          cells: [[action, 'actor']],
          call: { predicate: 'done-by', arguments: { action, actors: [actor, ...also] } },
          walk: { reaches: action },
        },
  );
}
