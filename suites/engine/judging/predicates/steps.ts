// Predicates over the order of the steps that the portal recorded.
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open } from '../finding.ts';
import { HISTORY } from '../needs.ts';
import { once, predicate } from '../predicate.ts';

/** Where the sighting of an action can be looked up. */
export const seenAt = (trace: Trace, action: string): string | null =>
  trace.sightings.find((sighting) => sighting.action === action)?.exchange ?? trace.lastRead;

/** The named step comes directly after the action, and none of the others comes where the walk does not lead to it later. */
export const followedBy = predicate('followed-by', once(HISTORY), (trace, { action, next, others }) => {
  const expected = `${action} is followed by ${next}${others.length > 0 ? `, not by ${others.join(' or ')}` : ''}`;
  const at = trace.history.findIndex((entry) => entry.action === action);
  if (at < 0) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(seenAt(trace, next), trace.lastRead);
  const follows = trace.history[at + 1]?.action;
  const unwanted = others.filter((other) => !trace.scenario.path.includes(other));
  const other = trace.history.slice(at + 1).find((entry) => unwanted.includes(entry.action));
  if (other !== undefined)
    return fails(
      expected,
      `${action} is followed by ${follows}${follows === other.action ? '' : `, and ${other.action} comes too`}`,
      evidence,
    );
  if (follows === next) return holds(expected, `${action} is followed by ${next}`, evidence);
  if (follows !== undefined) return fails(expected, `${action} is followed by ${follows}`, evidence);
  return nothingFollows(trace, expected, action, next);
});

function nothingFollows(trace: Trace, expected: string, action: string, next: string): Finding {
  const waited = trace.sightings.find((sighting) => sighting.action === next);
  if (waited !== undefined) return fails(expected, `nothing follows ${action}`, cite(waited.exchange, trace.lastRead));
  const refused = trace.performed.find((performed) => performed.action === next);
  if (trace.state === 'refused' || trace.state === 'completed')
    return fails(expected, `nothing follows ${action}, and the walk is ${trace.state}`, cite(trace.lastRead));
  // Somebody who was made to wait may have come too late: that is for the term to judge.
  if (refused?.readyAt != null && refused.at > refused.readyAt && !refused.accepted)
    return open(expected, `${next} was tried only after waiting, and is not accepted`, cite(refused.exchange));
  if (refused !== undefined && refused.fault === null && !refused.accepted)
    return fails(expected, `${next} is not accepted after ${action}: ${refused.problem}`, cite(refused.exchange));
  return open(expected, notReached(trace, next), cite(trace.lastRead));
}

/** The step is on record once: neither left out by a walk that went past it, nor done again. */
export const doneOnce = predicate('done-once', once(HISTORY), (trace, { action }) => {
  const expected = `${action} is done, and once only`;
  const evidence = cite(seenAt(trace, action), trace.lastRead);
  const times = trace.history.filter((entry) => entry.action === action).length;
  if (times > 1) return fails(expected, `it is recorded ${times} times`, evidence);
  if (times === 1) return holds(expected, 'it is recorded once', evidence);
  const at = trace.scenario.path.indexOf(action);
  const isOver = trace.state === 'refused' || trace.state === 'completed';
  if (isOver && at > 0 && trace.history.at(-1)?.action === trace.scenario.path[at - 1])
    return fails(expected, `the walk is ${trace.state} without it`, evidence);
  const later = trace.scenario.path.slice(at + 1);
  const past = trace.history.find((entry) => later.includes(entry.action));
  if (past === undefined && isUnrecorded(trace, action))
    return fails(expected, 'it is accepted and never comes on record', evidence);
  return past === undefined
    ? open(expected, notReached(trace, action), cite(trace.lastRead))
    : fails(expected, `${past.action} is recorded without it`, evidence);
});

/** Whether its operation was accepted and the step was then waited for in vain, with no other in its place. */
function isUnrecorded({ performed, sightings }: Trace, action: string): boolean {
  const waited = sightings.find((sighting) => sighting.action === action);
  const isDone = performed.some((done) => done.action === action && done.accepted);
  return isDone && waited !== undefined && waited.presentAt === null && !waited.overtaken;
}

/** No step is recorded after the action, and the walk is closed. */
export const endsWith = predicate('ends-with', once(HISTORY), (trace, { action }) => {
  const expected = `${action} is the last step`;
  const at = trace.history.findIndex((entry) => entry.action === action);
  if (at < 0) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(trace.lastRead);
  const after = trace.history[at + 1];
  if (after !== undefined) return fails(expected, `${after.action} follows ${action}`, evidence);
  const isClosed = trace.state === 'refused' || trace.state === 'completed';
  if (!isClosed && trace.history[at]?.finishedAt === null) return open(expected, notFinished(trace, action), evidence);
  if (!isClosed) return fails(expected, `the walk stays ${trace.state} after ${action}`, evidence);
  return holds(expected, `nothing follows ${action}, the walk is ${trace.state}`, evidence);
});

/** The sentence for a step that is on record and was not seen to its end: what comes of it may be still to come. */
export function notFinished(trace: Trace, action: string): string {
  return `${action} was not seen finished${trace.interrupted === null ? '' : `: ${trace.interrupted}`}`;
}

/** The sentence for a step that the walk did not come to. */
export function notReached(trace: Trace, action: string): string {
  return `the walk did not reach ${action}${trace.interrupted === null ? '' : `: ${trace.interrupted}`}`;
}
