// Predicates over operations that were tried out of their turn.
import { Type } from 'typebox';
import type { Probe, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open, predicate } from '../finding.ts';
import { notReached } from './steps.ts';

const Early = Type.Object({ operation: Type.String(), waitingFor: Type.String() });
const After = Type.Object({ operation: Type.String(), action: Type.String() });

/** The statuses by which the driver contract refuses an operation for its order; without a session, 401 too. */
export const ORDER_REFUSALS: readonly number[] = [401, 403, 404, 409];

/** The operation was refused while the walk waited for something else, and the walk went on from where it was. */
export const refusedEarly = predicate(Early, (trace, { operation, waitingFor }) => {
  const expected = `${operation} is refused while the walk waits for ${waitingFor}, and changes nothing`;
  const probe = trace.probes.find((tried) => tried.operation === operation && tried.waitingFor === waitingFor);
  if (probe === undefined) return open(expected, notReached(trace, waitingFor), cite(trace.lastRead));
  return judgeProbe(trace, probe, expected);
});

/** The operation was refused after the walk had ended with the action. */
export const refusedAfter = predicate(After, (trace, { operation, action }) => {
  const expected = `${operation} is refused after ${action}, and changes nothing`;
  const probe = trace.probes.find((tried) => tried.operation === operation && tried.after === action);
  if (probe === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  return judgeProbe(trace, probe, expected);
});

function judgeProbe(trace: Trace, probe: Probe, expected: string): Finding {
  const evidence = cite(probe.exchange);
  if (probe.fault !== null) return open(expected, `nothing can be told from the answer: ${probe.fault}`, evidence);
  if (probe.accepted) return fails(expected, `${probe.operation} is accepted`, evidence);
  if (probe.changed === true)
    return fails(expected, `${probe.operation} is refused, yet the walk has changed`, evidence);
  if (probe.changed === null)
    return open(expected, `${probe.operation} is refused; whether the walk has changed could not be read`, evidence);
  if (probe.status === null || !ORDER_REFUSALS.includes(probe.status))
    return open(expected, `${probe.operation} is refused for another reason: ${probe.problem}`, evidence);
  if (probe.waitingFor !== null && !wentOn(trace, probe.waitingFor))
    return open(
      expected,
      `whether the portal was waiting for ${probe.waitingFor} cannot be told: the walk did not go on`,
      evidence,
    );
  if (probe.waitingFor !== null && !cameInItsTurn(trace, probe.operation))
    return open(expected, `${probe.operation} is refused in its turn too, so its order tells nothing`, evidence);
  return holds(expected, `${probe.operation} is refused: ${probe.problem}`, evidence);
}

/** The precondition of a refusal: the portal accepted what it was said to wait for. */
function wentOn(trace: Trace, waitingFor: string): boolean {
  const operation = waitingFor === 'decision' ? 'decide' : null;
  return trace.performed.some(
    (performed) =>
      performed.accepted && (operation === null ? performed.action === waitingFor : performed.operation === operation),
  );
}

/** The other precondition: the operation is one that the portal accepts when it is due. */
function cameInItsTurn({ performed, fetched }: Trace, operation: Probe['operation']): boolean {
  if (operation === 'fetchResult') return fetched?.document != null;
  return performed.some((done) => done.accepted && done.operation === operation);
}
