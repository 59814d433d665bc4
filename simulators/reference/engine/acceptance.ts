// Decides which operation a walk waits for, and whether it accepts the one that is asked for.
import type { Operation } from '../../../schemas/target/driver.ts';
import { CHECKS, VERBS } from '../../../schemas/vocabulary.ts';
import { decisionClosesAt } from './duration.ts';
import { mutationAnywhere, mutationOf } from './mutation.ts';
import type { ProgramNode } from './program.ts';
import { Rejection } from './rejection.ts';
import { beginStep, isParked, nodeAt, sharedUntil, type Walk } from './walk.ts';

/** The operation that a settled walk waits for; null when it waits for none. */
export function awaited(walk: Walk): Operation | null {
  const node = nodeAt(walk);
  return node === null || walk.running !== null || isParked(walk) ? null : operationOf(node);
}

/** The operation that a node waits for; null when the portal goes on by itself. */
export function operationOf(node: ProgramNode): Operation | null {
  return node.kind === 'condition' ? CHECKS[node.checks].waitsFor : VERBS[node.does].operation;
}

/** The action that an operation at a node belongs to: the step itself, or the step before the condition. */
export function actionOf(node: ProgramNode): string {
  return node.kind === 'condition' ? node.after : node.action;
}

/** The name of the node at which a walk waits: the action of a step, or `decision` for a condition that waits for one. */
export function waitingName(node: ProgramNode): string {
  return node.kind === 'condition' ? 'decision' : node.action;
}

/**
 * Checks that a settled walk accepts an operation now, without changing anything: the caller stores the facts of the operation
 * first, then calls the returned function, then settles the walk again.
 *
 * @param action the step that is meant, where several steps wait for the same operation
 * @returns the function that begins the operation
 * @throws Rejection 409 when the walk does not wait for the operation
 */
export function admit(walk: Walk, operation: Operation, now: number, action?: string): () => void {
  const waited = awaited(walk);
  const node = nodeAt(walk);
  const isOther = action !== undefined && (node === null || actionOf(node) !== action);
  if (waited === operation && !isOther) {
    refuseTooLate(walk, operation, now);
    return () => begin(walk, now);
  }
  const slip = slipOf(walk, operation, { waited, now, action });
  if (slip !== null) return slip;
  const stands = walk.outcome === 'open' ? 'is under way' : `is ${walk.outcome}`;
  const awaitedStep = isOther && node !== null ? ` of ${actionOf(node)}` : '';
  throw new Rejection(
    409,
    `${operation} is not waited for: the walk ${stands}, ${waited ?? 'nothing'}${awaitedStep} is`,
  );
}

function begin(walk: Walk, now: number): void {
  const node = nodeAt(walk);
  walk.since = now;
  walk.settledAt = null;
  if (node?.kind === 'step') beginStep(walk, node, now);
}

/** For mutants only: refuses an operation although its term is not over yet. @throws Rejection 409 */
function refuseTooLate(walk: Walk, operation: Operation, now: number): void {
  const { mutant, calendar } = walk.program;
  const node = nodeAt(walk);
  const seconds = node === null ? null : mutationOf(mutant, actionOf(node), 'closes-early');
  if (seconds !== null && node?.kind === 'step') {
    const own = walk.since + 1000 * seconds.afterSeconds;
    const closesAt = Math.min(own, (sharedUntil(walk, node) ?? Number.POSITIVE_INFINITY) - 1000);
    if (now >= closesAt) throw new Rejection(409, `${operation} comes too late`);
  }
  if (operation !== 'decide') return;
  const last = decisionClosesAt(mutant, walk.decisionSince ?? walk.since, walk.tags, calendar);
  if (last !== null && now > last) throw new Rejection(409, `${operation} comes too late`);
}

interface Demand {
  readonly waited: Operation | null;
  readonly now: number;
  readonly action: string | undefined;
}

/** For mutants only: how to begin an operation that comes before its turn, a second time or after a refusal; null to reject it. */
function slipOf(walk: Walk, operation: Operation, { waited, now, action }: Demand): (() => void) | null {
  const { mutant, nodes } = walk.program;
  if (mutant === null || !walk.opened) return null;
  if (isTakenAfterRefusal(walk, operation, action)) return () => undefined;
  if (isTakenAnew(walk, operation)) return () => undefined;
  if (action !== undefined && action !== mutant.action) return null;
  const at = nodes.findIndex((node) => operationOf(node) === operation && actionOf(node) === mutant.action);
  const node = nodes[at];
  if (node === undefined) return null;
  const early = mutationOf(mutant, mutant.action, 'accepts-early');
  if (early?.operation === operation && waited !== null && isWaitingAt(walk, early.during)) {
    return () => {
      walk.at = at;
      begin(walk, now);
    };
  }
  const twice = mutationOf(mutant, mutant.action, 'accepts-twice')?.operation === operation;
  const isDone =
    node.kind === 'step'
      ? walk.history.some((entry) => entry.action === node.action && entry.finished)
      : walk.facts.decision !== null;
  if (!twice || !isDone) return null;
  return () => {
    const before = walk.history.findLast((entry) => entry.action === actionOf(node));
    if (before !== undefined && node.kind === 'step') walk.history.push({ ...before, startedAt: now, endsAt: now });
  };
}

function isTakenAfterRefusal({ program, outcome, history }: Walk, operation: Operation, action?: string): boolean {
  const last = history.at(-1)?.action ?? '';
  const taken = outcome === 'refused' ? mutationOf(program.mutant, last, 'accepts-after-refusal') : null;
  return taken?.operation === operation && (action === undefined || action === taken.what);
}

/** For mutants only: whether what the request says may be changed after the signature, or once it is answered. */
function isTakenAnew({ program: { mutant }, facts, outcome }: Walk, operation: Operation): boolean {
  const isTaken = (kind: 'accepts-after-signing' | 'accepts-after-the-end') =>
    mutationAnywhere(mutant, kind)?.operation === operation;
  return outcome === 'completed'
    ? isTaken('accepts-after-the-end')
    : outcome === 'open' && facts.signatureFault === null && isTaken('accepts-after-signing');
}

/** Whether a walk stands at the node of that name; see `waitingName`. */
export function isWaitingAt(walk: Walk, name: string): boolean {
  const node = nodeAt(walk);
  return node !== null && waitingName(node) === name;
}
