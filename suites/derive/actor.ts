// Family actor: the step is recorded as done by the unit that the actor row names.
import { deputiesOf } from '../../schemas/flow/flow-graph.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** One assertion for each step whose actor row names somebody. */
export function deriveActor(source: Source): Draft[] {
  return source.graph.steps.flatMap(({ action, actor, also }) => {
    if (actor === null) return [];
    const actors = [actor, ...also, ...deputiesOf(source.regulation, [actor, ...also])];
    return {
      action,
      aspect: 'actor',
      title: `${action} is recorded as done by ${actors.join(' or ')}`,
      cells: [[action, 'actor']],
      call: { predicate: 'done-by', arguments: { action, actors } },
      walk: { reaches: action },
      ...definedAs(source.regulation, actor),
    };
  });
}

/** Where the text says that a deputy may act for the party, the participant that it says so of is cited as well. */
function definedAs({ participants, parties }: Regulation, actor: string): Pick<Draft, 'definition'> {
  const item = participants?.items.find(({ party }) => party === actor)?.item;
  if (participants == null || item === undefined) return {};
  const hasDeputy = parties.some(({ id, deputy }) => id === actor && deputy !== undefined);
  return hasDeputy ? { definition: { clause: participants.clause, item } } : {};
}
