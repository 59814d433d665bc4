// Family order: no operation is accepted before its predecessor, nor after a refusal; an attempt changes nothing.
import type { TestAssertion } from '../../schemas/assertion.ts';
import { CHECKS } from '../../schemas/vocabulary.ts';
import type { Handling } from '../engine/walking/hands.ts';
import { operationOf, refusalsOf, type Source, successPath, writeRow } from './row.ts';

/** A point of the good walk at which the portal waits for somebody: the operation, its step, and how the ids call it. */
export interface WaitingPoint {
  operation: Handling;
  /** How the operation is called in assertions and traces: confirming is told apart by what is confirmed. */
  label: string;
  action: string;
  name: string;
}

/** How a trace calls an operation. */
export const labelOf = (operation: Handling, action: string): string =>
  operation === 'confirm' ? `confirm ${action}` : operation;

/** The points at which the portal waits, in order, and last the fetching of the result; without tags those of the first variant. */
export function waitingPoints(source: Pick<Source, 'graph' | 'flow'>, tags?: readonly string[]): WaitingPoint[] {
  const points: WaitingPoint[] = [];
  for (const action of successPath(source, tags)) {
    const step = source.graph.steps.find((found) => found.action === action);
    if (step === undefined) continue;
    const operation = operationOf(step);
    if (operation !== null) points.push({ operation, label: labelOf(operation, action), action, name: action });
    const waitsFor = step.check === null ? null : CHECKS[step.check].waitsFor;
    if (waitsFor !== null && waitsFor !== operation)
      points.push({ operation: waitsFor, label: waitsFor, action, name: 'decision' });
    if (step.does === 'issue' || step.does === 'hand-over')
      points.push({ operation: 'fetchResult', label: 'fetchResult', action, name: 'result' });
  }
  return points;
}

export function deriveOrder(source: Source): TestAssertion[] {
  return [...beforeTheirTurn(source), ...afterTheirTurn(source), ...afterRefusal(source)];
}

/** What cannot be taken back, and so is not done again. Choosing and filling in may be corrected: the text does not forbid it. */
export const BINDING: readonly Handling[] = ['pay', 'sign', 'decide', 'confirm'];

/** A binding operation with the point that the walk waits for next. */
export function bindingBefore(points: readonly WaitingPoint[], waitingFor: string): WaitingPoint | undefined {
  const done = points[points.findIndex(({ name }) => name === waitingFor) - 1];
  return done !== undefined && BINDING.includes(done.operation) ? done : undefined;
}

function afterTheirTurn(source: Source): TestAssertion[] {
  const points = waitingPoints(source);
  return points.flatMap((waiting) => {
    const done = bindingBefore(points, waiting.name);
    if (done === undefined) return [];
    const operation = done.label;
    const ended = waiting.operation === 'fetchResult';
    return writeRow(source, {
      family: 'order',
      action: done.action,
      aspect: `${done.name === done.action ? '' : `${done.name}-`}not-twice`,
      title: `${done.name} is refused when it has been done already`,
      cells: [
        [done.action, 'action'],
        [done.action, 'next'],
      ],
      call: ended
        ? { predicate: 'refused-after', arguments: { operation, action: waiting.action } }
        : { predicate: 'refused-early', arguments: { operation, waitingFor: waiting.name } },
      walk: { reaches: ended ? waiting.action : done.action, cause: null },
    });
  });
}

function beforeTheirTurn(source: Source): TestAssertion[] {
  const points = waitingPoints(source);
  return points.flatMap((waiting, at) =>
    points.slice(at + 1).flatMap((early) => {
      if (!addressable(points, early, waiting)) return [];
      return writeRow(source, {
        family: 'order',
        action: early.action,
        aspect: `${early.name === early.action ? '' : `${early.name}-`}not-before-${waiting.name}`,
        title: `${early.name} is refused while the walk waits for ${waiting.name}`,
        // The step before each of the two names it as the next: that the walk waits for the one, and not yet for the other.
        cells: [
          [predecessorOf(source, early), 'next'],
          [early.action, 'action'],
          [predecessorOf(source, waiting), 'next'],
          [waiting.action, 'action'],
        ],
        call: { predicate: 'refused-early', arguments: { operation: early.label, waitingFor: waiting.name } },
        walk: { reaches: early.operation === 'fetchResult' ? waiting.action : early.action, cause: null },
      });
    }),
  );
}

/** Before the session is let in there is no request to address: only opening one can be tried. */
function addressable(points: readonly WaitingPoint[], early: WaitingPoint, waiting: WaitingPoint | undefined): boolean {
  const isLetIn = waiting !== undefined && waiting.operation !== 'authenticate';
  return isLetIn || early === openingPoint(points);
}

/** The point that opens the request: the form, or the first confirmation of a flow without one. */
export function openingPoint(points: readonly WaitingPoint[]): WaitingPoint | undefined {
  return (
    points.find(({ operation }) => operation === 'fill') ?? points.find(({ operation }) => operation === 'confirm')
  );
}

function predecessorOf({ graph }: Source, point: WaitingPoint): string {
  if (point.name !== point.action)
    return point.name === 'decision' ? point.action : (before(graph, point.action) ?? point.action);
  return before(graph, point.action) ?? point.action;
}

function before(graph: Source['graph'], action: string): string | undefined {
  return graph.steps.find(({ next }) => next.some(({ to }) => to === action))?.action;
}

function afterRefusal(source: Source): TestAssertion[] {
  const points = waitingPoints(source);
  const refusals = refusalsOf(source);
  return [...new Set(refusals.map(({ to }) => to.action))].flatMap((refusal) => {
    const from = refusals.find(({ to, from, check }) => to.action === refusal && from === check)?.from;
    const passed = points.findLastIndex(({ action }) => action === from?.action);
    const later = points.slice(passed + 1).filter((point) => addressable(points, point, points[passed]));
    return later.map((point) =>
      writeRow(source, {
        family: 'order',
        action: refusal,
        aspect: `then-no-${point.name}`,
        title: `${point.name} is refused after ${refusal}`,
        cells: [[refusal, 'next']],
        call: { predicate: 'refused-after', arguments: { operation: point.label, action: refusal } },
        walk: { reaches: refusal },
      }),
    );
  });
}
