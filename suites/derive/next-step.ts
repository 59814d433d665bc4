// Family next-step: every step is done once, the step that its next cell names follows and no other, and after a dash none follows.
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { offeredAt } from '../flow/application.ts';
import { mayRefuseByLetter } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** For each step, that it is done once, and one assertion for each step that can follow it. */
export function deriveNextStep(source: Source): Draft[] {
  const { steps } = source.graph;
  return steps.flatMap((step) => {
    const draft = [onceOf(source, step.action), ...followersOf(source, step)];
    // People who sign and send a result may do so with a reasoned refusal as well, where the text lists that among the results.
    const isHandledOn = steps.some(({ does }) => does === 'approve') && mayRefuseByLetter(source, step.action);
    return isHandledOn ? draft.map((one) => (one.aspect === 'final' ? { ...one, ...HANDLED_ON } : one)) : draft;
  });
}

const HANDLED_ON = {
  level: 'recommended',
  because:
    'the text does not say whether a reasoned refusal, a result too, is agreed, signed and sent as another result is',
} as const;

function onceOf(source: Source, action: string): Draft {
  return {
    action,
    aspect: 'once',
    title: `${action} is done, and once only`,
    cells: [[action, 'action']],
    call: { predicate: 'done-once', arguments: { action } },
    walk: { reaches: action },
    // A service that is rendered through a channel can be applied for there, and whoever was let in gets to do so.
    conditions: offeredAt(source, action),
  };
}

function followersOf(source: Source, step: GraphStep): Draft[] {
  const { action } = step;
  if (step.next.length === 0) {
    return [
      {
        action,
        aspect: 'final',
        title: `No step follows ${action}`,
        cells: [[action, 'next']],
        call: { predicate: 'ends-with', arguments: { action } },
        walk: { reaches: action },
      },
    ];
  }
  return step.next.map(({ to, when }) => {
    const others = step.next.map((edge) => edge.to).filter((other) => other !== to);
    return {
      action,
      aspect: when === null ? 'next' : `next-when-${when}`,
      title: when === null ? `${to} follows ${action}` : `${to} follows ${action} when ${when}`,
      cells: [
        [action, 'next'],
        [to, 'action'],
      ],
      call: { predicate: 'followed-by', arguments: { action, next: to, others } },
      walk: { edge: { from: action, to } },
      conditions: offeredAt(source, to),
    };
  });
}
