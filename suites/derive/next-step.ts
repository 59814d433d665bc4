// Family next-step: every step is done once, the step that its next cell names follows and no other, and after a dash none follows.

import { deputiesOf, type GraphStep } from '../../schemas/flow/flow-graph.ts';
import { say } from '../../schemas/said.ts';
import { offeredAt } from '../flow/application.ts';
import { otherwiseAfter, otherwisePath, refusedBefore } from '../flow/otherwise.ts';
import { resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** For each step, that it is done once, and one assertion for each step that can follow it. */
export function deriveNextStep(source: Source): Draft[] {
  const { steps } = source.graph;
  return steps.flatMap((step) => [onceOf(source, step), ...followersOf(source, step)]);
}

function onceOf(source: Source, { action, next }: GraphStep): Draft {
  // By the other reading the step is not done where its refusal has come before it.
  const mayBeLeftOut = next.some(({ to }) => refusedBefore(source, to) !== null);
  return {
    action,
    aspect: 'once',
    title: say`${action} is done, and once only`,
    cells: [[action, 'action']],
    call: { predicate: 'done-once', arguments: { action } },
    walk: mayBeLeftOut ? { reaches: action, cause: null } : { reaches: action },
    // A service that is rendered through a channel can be applied for there, and whoever was let in gets to do so.
    conditions: offeredAt(source, action),
  };
}

function followersOf(source: Source, step: GraphStep): Draft[] {
  const { action } = step;
  if (step.next.length === 0) {
    const otherwise = goingOn(source, action);
    return [
      {
        action,
        aspect: 'final',
        title:
          otherwise === null
            ? say`No step follows ${action}`
            : say`No step follows ${action}, or by the other reading ${otherwise.path[0] ?? ''}`,
        cells: [[action, 'next']],
        call: { predicate: 'ends-with', arguments: { action, ...(otherwise === null ? {} : { otherwise }) } },
        walk: { reaches: action },
      },
    ];
  }
  return step.next.map(({ to, when }) => {
    const others = step.next.map((edge) => edge.to).filter((other) => other !== to);
    const before = refusedBefore(source, to);
    return {
      action,
      aspect: when === null ? 'next' : `next-when-${when}`,
      title: when === null ? say`${to} follows ${action}` : say`${to} follows ${action} when ${when}`,
      cells: [
        [action, 'next'],
        [to, 'action'],
      ],
      call: {
        predicate: 'followed-by',
        arguments: { action, next: to, others, ...(before === null ? {} : { otherwise: before }) },
      },
      // By the other reading a walk that fails may leave the step for another one, so only the walk on which all holds tells.
      walk: { edge: { from: action, to }, ...(otherwiseAfter(source, action) === null ? {} : { cause: null }) },
      conditions: offeredAt(source, to),
    };
  });
}

/** How a flow may go on after its last step by the other reading, and whether its document is for the head of the provider to sign then. */
function goingOn(source: Source, action: string): { path: string[]; byHead: boolean } | null {
  const path = otherwisePath(source, action);
  const signers = resultsOf(source).map(({ result }) => result.signedBy);
  return path.length === 0 ? null : { path, byHead: deputiesOf(source.regulation, signers).length > 0 };
}
