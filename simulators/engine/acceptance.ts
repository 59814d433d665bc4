// Which operation a walk waits for, and whether it accepts the one that comes.
import type { Operation } from '../../schemas/driver.ts';
import { CHECKS, VERBS } from '../../schemas/vocabulary.ts';
import { mutationAnywhere, mutationOf } from '../mutants/mutation.ts';
import { dueDay } from './duration.ts';
import type { ProgramNode } from './program.ts';
import { Rejection } from './rejection.ts';
import { beginStep, isParked, nodeAt, type Walk } from './walk.ts';

const DAY_MS = 86_400_000;

/** The operation that a settled walk waits for; null when it waits for none. */
export function awaited(walk: Walk): Operation | null {
  const node = nodeAt(walk);
  return node === null || walk.running !== null || isParked(walk) ? null : operationOf(node);
}

/** The operation that a node waits for; null when the systems do it by themselves. */
export function operationOf(node: ProgramNode): Operation | null {
  return node.kind === 'condition' ? CHECKS[node.checks].waitsFor : VERBS[node.does].operation;
}

/** The action that an operation at a node belongs to: the step itself, or the step before the condition. */
export function actionOf(node: ProgramNode): string {
  return node.kind === 'condition' ? node.after : node.action;
}

/**
 * Checks that a settled walk accepts an operation now, and changes nothing. What is returned begins it; call it when the facts
 * that the operation brings are in place, and settle the walk again.
 *
 * @throws Rejection 409
 */
export function admit(walk: Walk, operation: Operation, now: number): () => void {
  const waited = awaited(walk);
  if (waited === operation) {
    refuseTooLate(walk, operation, now);
    return () => begin(walk, now);
  }
  const slip = slipOf(walk, operation, waited, now);
  if (slip !== null) return slip;
  const stands = walk.outcome === 'open' ? 'is under way' : `is ${walk.outcome}`;
  throw new Rejection(409, `${operation} is not waited for: the walk ${stands}, ${waited ?? 'nothing'} is`);
}

function begin(walk: Walk, now: number): void {
  const node = nodeAt(walk);
  walk.since = now;
  if (node?.kind === 'step') beginStep(walk, node, now);
}

/** Of a mutant only: somebody is refused although the term is not over yet. */
function refuseTooLate(walk: Walk, operation: Operation, now: number): void {
  const { mutant } = walk.program;
  const node = nodeAt(walk);
  const seconds = node === null ? null : mutationOf(mutant, actionOf(node), 'closes-early');
  if (seconds !== null && node?.kind === 'step' && now >= walk.since + 1000 * seconds.afterSeconds) {
    throw new Rejection(409, `${operation} comes too late`);
  }
  const days = operation === 'decide' ? mutationAnywhere(mutant, 'closes-the-decision-early') : null;
  if (days === null) return;
  const since = walk.decisionSince ?? walk.since;
  const last = days.afterDays > 0 ? dueDay({ max: days.afterDays, unit: days.unit }, since) : since + DAY_MS;
  if (now > last) throw new Rejection(409, `${operation} comes too late`);
}

/** Of a mutant only: an operation is accepted before its turn, or once more after it. */
function slipOf(walk: Walk, operation: Operation, waited: Operation | null, now: number): (() => void) | null {
  const { mutant, nodes } = walk.program;
  const at = nodes.findIndex((node) => operationOf(node) === operation);
  const node = nodes[at];
  if (mutant === null || node === undefined || !walk.opened || actionOf(node) !== mutant.action) return null;
  const early = mutationOf(mutant, mutant.action, 'accepts-early')?.operation === operation;
  if (early && waited !== null && (walk.at ?? at) < at) {
    return () => {
      walk.at = at;
      begin(walk, now);
    };
  }
  const twice = mutationOf(mutant, mutant.action, 'accepts-twice')?.operation === operation;
  const isDone =
    node.kind === 'step'
      ? walk.history.some(({ action, finished }) => action === node.action && finished)
      : walk.facts.decision !== null;
  if (!twice || !isDone) return null;
  return () => {
    const before = walk.history.findLast(({ action }) => action === actionOf(node));
    if (before !== undefined && node.kind === 'step') walk.history.push({ ...before, startedAt: now, endsAt: now });
  };
}
