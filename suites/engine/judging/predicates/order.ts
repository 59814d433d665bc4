// Predicates on operations that were tried out of their turn, which the portal has to refuse.
import { quote, type Said, say } from '../../../../schemas/said.ts';
import { isSameDeed, type WrittenDeed, writeDeed } from '../../../flow/deed.ts';
import type { Probe, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import { trying } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/** The statuses by which the driver contract refuses an operation because it is out of turn; 401 is for those without a session. */
export const ORDER_REFUSALS: readonly number[] = [401, 403, 404, 409];

/** Holds where the operation was refused while the walk waited for something else, and the walk then went on from where it was. */
export const refusedEarly = predicate(
  'refused-early',
  once(({ operation }) => ({ operations: trying(operation) })),
  (trace, { operation, waitingFor }) => {
    const expected = say`${sayDeed(operation)} is refused while the walk waits for ${waitingFor}, and changes nothing`;
    const probe = trace.probes.find((tried) => writeDeed(tried) === operation && tried.waitingFor === waitingFor);
    if (probe === undefined) return open(expected, notReached(trace, waitingFor), cite(trace.lastRead));
    return judgeProbe(trace, probe, expected);
  },
);

/** Holds where the operation was refused after the walk had ended with the action. */
export const refusedAfter = predicate(
  'refused-after',
  once(({ operation }) => ({ operations: trying(operation) })),
  (trace, { operation, action }) => {
    const expected = say`${sayDeed(operation)} is refused after ${action}, and changes nothing`;
    const probe = trace.probes.find((tried) => writeDeed(tried) === operation && tried.after === action);
    if (probe === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    return judgeProbe(trace, probe, expected);
  },
);

/** A deed in words: a confirmation with the step that it confirms. */
function sayDeed(written: WrittenDeed): Said {
  const [operation = '', action] = written.split(' ');
  return action === undefined ? say`${operation}` : say`${operation} ${action}`;
}

/**
 * Judges one attempt. On a walk that goes on, a refusal counts only if the order can have been the reason: the portal was waiting for
 * something else at that moment, and accepts this operation in its turn. Otherwise the portal may simply refuse it always.
 */
function judgeProbe(trace: Trace, probe: Probe, expected: Said): Finding {
  const evidence = cite(probe.exchange);
  const deed = sayDeed(writeDeed(probe));
  if (probe.fault !== null)
    return probe.lacks === true
      ? lacking(expected, say`${quote(probe.fault)}`)
      : open(expected, say`nothing can be told from the answer: ${quote(probe.fault)}`, evidence);
  if (probe.accepted) return fails(expected, say`${deed} is accepted`, evidence);
  if (probe.changed === true) return fails(expected, say`${deed} is refused, yet the walk has changed`, evidence);
  if (probe.changed === null)
    return open(expected, say`${deed} is refused; whether the walk has changed could not be read`, evidence);
  if (probe.status === null || !ORDER_REFUSALS.includes(probe.status))
    return open(expected, say`${deed} is refused for another reason: ${quote(probe.problem)}`, evidence);
  if (probe.waitingFor !== null && !wentOn(trace, probe.waitingFor))
    return open(
      expected,
      say`whether the portal was waiting for ${probe.waitingFor} cannot be told: the walk did not go on`,
      evidence,
    );
  if (probe.waitingFor !== null && !cameInItsTurn(trace, probe))
    return open(expected, say`${deed} is refused in its turn too, so its order tells nothing`, evidence);
  return holds(expected, say`${deed} is refused: ${quote(probe.problem)}`, evidence);
}

/** Whether the portal really was waiting for this: it accepted it later. */
function wentOn(trace: Trace, waitingFor: string): boolean {
  const operation = waitingFor === 'decision' ? 'decide' : null;
  if (operation !== null && trace.decidedItself) return trace.interrupted === null;
  return trace.performed.some(
    (performed) =>
      performed.accepted && (operation === null ? performed.action === waitingFor : performed.operation === operation),
  );
}

/** Whether the portal accepts the operation at all: it did so when its turn came. */
function cameInItsTurn({ performed, fetched }: Trace, probe: Probe): boolean {
  if (probe.operation === 'fetchResult') return fetched?.document != null;
  return performed.some((done) => done.accepted && isSameDeed(done, probe));
}
