// Family actor: the step is recorded as done by the unit that the actor row names.

import { actorsBeside } from '../../schemas/flow/beside.ts';
import { deputiesOf } from '../../schemas/flow/flow-graph.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { any, say } from '../../schemas/said.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** One assertion for each step whose actor row, or a clause that retells the step, names somebody. */
export function deriveActor(source: Source): Draft[] {
  const { regulation, flowId, flow, graph } = source;
  return graph.steps.flatMap(({ action, actor, also }): Draft[] => {
    const beside = actorsBeside(regulation, flowId, action);
    // Whoever goes by the cell as it is printed is right too where an erratum prefers another unit.
    const printed = flow.steps.flatMap((column) => (column.action.is === action ? [column.actor.party] : []));
    const named = [
      ...new Set([...(actor === null ? [] : [actor]), ...also, ...beside.map((told) => told.actor), ...printed]),
    ];
    if (named.length === 0) return [];
    const actors = [...named, ...deputiesOf(regulation, named)];
    return [
      {
        action,
        aspect: 'actor',
        title: say`${action} is recorded as done by ${any(actors)}`,
        ...(actor === null
          ? { cells: [], places: beside.map(({ cited }) => cited), ...RETOLD }
          : { cells: [[action, 'actor']] as const }),
        call: { predicate: 'done-by', arguments: { action, actors } },
        walk: { reaches: action },
        ...definedAs(regulation, named),
      },
    ];
  });
}

/** Where the text says that a deputy may act for a party, the participant that it says so of is cited as well. */
function definedAs({ participants, parties }: Regulation, named: readonly string[]): Pick<Draft, 'definition'> {
  const replaced = parties.find(({ id, deputy }) => deputy !== undefined && named.includes(id));
  const item = participants?.items.find(({ party }) => party === replaced?.id)?.item;
  return participants == null || item === undefined ? {} : { definition: { clause: participants.clause, item } };
}

const RETOLD = {
  level: 'implied',
  because: 'The sentence that orders the steps names nobody here; another one, which tells them again, does.',
} as const;
