// Family order: an operation is refused before its turn, a second time, and after a refusal, and the attempt changes nothing.
import { say } from '../../schemas/said.ts';
import { begunAt } from '../flow/application.ts';
import { conditionAt } from '../flow/conditions.ts';
import { writeDeed } from '../flow/deed.ts';
import { stepBefore } from '../flow/path.ts';
import { refusalsOf } from '../flow/refusals.ts';
import { mayRefuseByLetter, resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import {
  bindingBefore,
  isAddressable,
  sayingIn,
  signedBefore,
  type WaitingPoint,
  waitingPoints,
} from '../flow/waiting.ts';
import type { Draft } from './assertion.ts';

/** The assertions on attempts before their turn, then a second time, then after the signature, then after a refusal. */
export function deriveOrder(source: Source): Draft[] {
  return [
    ...beforeTheirTurn(source),
    ...afterTheirTurn(source),
    ...afterSigning(source),
    ...afterRefusal(source),
    ...afterResult(source),
  ];
}

/** What a request says is not changed any more once it is answered. */
function afterResult(source: Source): Draft[] {
  const changes = sayingIn(waitingPoints(source));
  return resultsOf(source).flatMap(({ step: { action } }) =>
    changes.map(
      (change): Draft => ({
        action,
        aspect: `then-no-${change.name}`,
        title: say`${change.name} is refused after ${action}`,
        cells: [[action, 'next']],
        call: { predicate: 'refused-after', arguments: { operation: writeDeed(change), action } },
        walk: { reaches: action, cause: null },
        level: 'implied',
        because: 'the text ends there, so nothing is filled in or attached afterwards to what has been answered',
      }),
    ),
  );
}

/** What has been signed is not changed any more. */
function afterSigning(source: Source): Draft[] {
  const points = waitingPoints(source);
  return points.flatMap((waiting) => {
    const { signature, changes } = signedBefore(points, waiting.name);
    // What comes after the end is tried there.
    if (waiting.operation === 'fetchResult') return [];
    return changes.map(
      (change): Draft => ({
        action: change.action,
        aspect: `not-after-${signature}`,
        title: say`${change.name} is refused once ${signature} has signed the request`,
        cells: [
          [signature, 'action'],
          [change.action, 'action'],
        ],
        call: { predicate: 'refused-early', arguments: { operation: writeDeed(change), waitingFor: waiting.name } },
        walk: { reaches: waiting.action, cause: null },
        level: 'implied',
        because: 'what is signed is the request as it was filled in; one that can be changed afterwards was not signed',
      }),
    );
  });
}

function afterTheirTurn(source: Source): Draft[] {
  const points = waitingPoints(source);
  return points.flatMap((waiting) => {
    const done = bindingBefore(points, waiting.name);
    if (done === undefined) return [];
    const operation = writeDeed(done);
    const ended = waiting.operation === 'fetchResult';
    const means = source.graph.steps.find(({ action }) => action === done.action)?.means ?? [];
    return {
      action: done.action,
      aspect: `${done.name === done.action ? '' : `${done.name}-`}not-twice`,
      title: say`${done.name} is refused when it has been done already`,
      cells: [
        [done.action, 'action'],
        [done.action, 'next'],
      ],
      call: ended
        ? { predicate: 'refused-after', arguments: { operation, action: waiting.action } }
        : { predicate: 'refused-early', arguments: { operation, waitingFor: waiting.name } },
      walk: { reaches: ended ? waiting.action : done.action, cause: null },
      ...(means.length > 1 ? HANDED_OVER_AGAIN : ONCE_ONLY),
    };
  });
}

const ONCE_ONLY = {
  level: 'implied',
  because: 'the text has the step done once and goes on to the next one, so a second time is none of its steps',
} as const;

const HANDED_OVER_AGAIN = {
  level: 'recommended',
  because: 'the text allows several ways of handing over and does not say that one excludes the other',
} as const;

function beforeTheirTurn(source: Source): Draft[] {
  const points = waitingPoints(source);
  return points.flatMap((waiting, at) =>
    points.slice(at + 1).flatMap((early) => {
      if (!isAddressable(points, early, waiting)) return [];
      return {
        action: early.action,
        aspect: `${early.name === early.action ? '' : `${early.name}-`}not-before-${waiting.name}`,
        title: say`${early.name} is refused while the walk waits for ${waiting.name}`,
        // Two next cells together say this: one leads to the step that the walk waits for, the other to the step that is tried too early.
        cells: [
          [predecessorOf(source, early), 'next'],
          [early.action, 'action'],
          [predecessorOf(source, waiting), 'next'],
          [waiting.action, 'action'],
        ],
        call: { predicate: 'refused-early', arguments: { operation: writeDeed(early), waitingFor: waiting.name } },
        walk: { reaches: early.operation === 'fetchResult' ? waiting.action : early.action, cause: null },
        // Only on the portal does the applicant have to be authorised by the portal.
        conditions:
          waiting.operation === 'authenticate' && source.flow.entry === 'portal'
            ? conditionAt(source, 'portal-authorisation')
            : begunAt(source, waiting.name),
      };
    }),
  );
}

/** The action whose next cell leads to a point. A decision that answers the condition of its own step is led to by that step itself. */
function predecessorOf({ graph }: Source, point: WaitingPoint): string {
  const isWithinItsStep = point.name === 'decision' && point.name !== point.action;
  return isWithinItsStep ? point.action : (stepBefore(graph, point.action)?.action ?? point.action);
}

/** Where the text lists the reasoned refusal among the results, people may go on with it as with any result. */
const BY_LETTER = {
  level: 'recommended',
  because:
    'a reasoned refusal is a result too, so it may be agreed, signed and sent; a portal that forms it at once needs none of it',
} as const;

function afterRefusal(source: Source): Draft[] {
  const points = waitingPoints(source);
  const refusals = refusalsOf(source);
  return [...new Set(refusals.map(({ to }) => to.action))].flatMap((refusal) => {
    const from = refusals.find(({ to, from, check }) => to.action === refusal && from === check)?.from;
    const passed = points.findLastIndex(({ action }) => action === from?.action);
    const later = points.slice(passed + 1).filter((point) => isAddressable(points, point, points[passed]));
    const letter = mayRefuseByLetter(source, refusal);
    // A refusal by letter can be fetched; that nothing else can is what `issues-nothing` says.
    const barred = later.filter(({ operation }) => !letter || operation !== 'fetchResult');
    return barred.map((point) => ({
      ...(letter && point.operation === 'confirm' ? BY_LETTER : {}),
      action: refusal,
      aspect: `then-no-${point.name}`,
      title: say`${point.name} is refused after ${refusal}`,
      cells: [[refusal, 'next']],
      call: { predicate: 'refused-after', arguments: { operation: writeDeed(point), action: refusal } },
      walk: { reaches: refusal },
    }));
  });
}
