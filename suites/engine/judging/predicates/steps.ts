// Predicates on the sequence of the steps on the portal's record.
import { any, quote, type Said, say, type Value } from '../../../../schemas/said.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import { byBinAs, isByBin } from '../../../flow/doors.ts';
import { refusedAt } from '../../../flow/refusals.ts';
import { refusedOutright, type Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import { HISTORY } from '../needs.ts';
import { once, predicate } from '../predicate.ts';

/** The exchange that shows a step: that of its sighting, or the last reading of the walk; null where nothing was read. */
export const seenAt = (trace: Trace, action: string): string | null =>
  trace.sightings.find((sighting) => sighting.action === action)?.exchange ?? trace.lastRead;

/**
 * The actions on record, in their order. A step that was refused at once stands before its refusal although a portal may record the
 * refusal alone, and a login that was refused by its answer stands there with its refusal although no session shows them.
 */
function recordOf(trace: Trace): string[] {
  const actions = trace.history.map(({ action }) => action);
  // What was checked early, as another reading has it, was refused before its step.
  if (trace.chosenEarly) return actions;
  const refused = refusedOutright(trace);
  if (refused !== null) return [...actions, refused.step, refused.by];
  const { step, by } = refusedAt(trace.scenario) ?? { step: '', by: '' };
  const at = actions.indexOf(by);
  return at < 0 || actions.includes(step) ? actions : actions.toSpliced(at, 0, step);
}

/**
 * Holds where the named step comes directly after the action, and none of the other possible followers comes at all, unless the walk
 * leads to it later.
 */
export const followedBy = predicate('followed-by', once(HISTORY), follows);

/** The same on a walk of an organisation; where the target supplies none that signs, there is nothing to be judged. */
export const confirmedByBin = predicate(
  'confirmed-by-bin',
  once(({ as }) => ({ persons: [byBinAs(as)] })),
  (trace, args) =>
    isByBin(trace.walker)
      ? follows(trace, args)
      : lacking(
          say`the certificate of an organisation is confirmed at ${args.action}`,
          say`the target supplies no organisation ${byBinAs(args.as)} that signs with a certificate of its own`,
        ),
);

/** Judges what follows an action on record. */
export function follows(trace: Trace, { action: last, next, others, otherwise }: ArgumentsOf<'followed-by'>): Finding {
  const isDone = (action: string) => trace.history.some((entry) => entry.action === action);
  // By the other reading of a disputed erratum, the step comes before the action would have.
  const action = otherwise !== undefined && !isDone(last) && isDone(otherwise) ? otherwise : last;
  const expected =
    others.length > 0
      ? say`${action} is followed by ${next}, not by ${any(others)}`
      : say`${action} is followed by ${next}`;
  const record = recordOf(trace);
  const at = record.indexOf(action);
  if (at < 0) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const outright = refusedOutright(trace) === null ? null : trace.performed[0]?.exchange;
  const evidence = cite(seenAt(trace, next), trace.lastRead, outright);
  const follows = record[at + 1];
  const unwanted = others.filter((other) => !trace.scenario.path.includes(other));
  const other = record.slice(at + 1).find((later) => unwanted.includes(later));
  if (other !== undefined)
    return fails(
      expected,
      follows === undefined || follows === other
        ? say`${action} is followed by ${other}`
        : say`${action} is followed by ${follows}, and ${other} comes too`,
      evidence,
    );
  if (follows === next) return holds(expected, say`${action} is followed by ${next}`, evidence);
  if (follows !== undefined) return fails(expected, say`${action} is followed by ${follows}`, evidence);
  return nothingFollows(trace, expected, action, next);
}

/** Judges an action with nothing after it on record: a failure only where the portal had its chance to go on and did not. */
function nothingFollows(trace: Trace, expected: Said, action: string, next: string): Finding {
  const waited = trace.sightings.find((sighting) => sighting.action === next);
  if (waited !== undefined)
    return fails(expected, say`nothing follows ${action}`, cite(waited.exchange, trace.lastRead));
  const refused = trace.performed.find(
    (performed) => performed.action === next || (performed.action === action && performed.operation === 'decide'),
  );
  if (trace.state === 'refused' || trace.state === 'completed')
    return fails(expected, say`nothing follows ${action}, and the walk is ${trace.state}`, cite(trace.lastRead));
  // Whoever waited on purpose, up to the end of the term, may be refused for being late. That is for the assertion on the term to judge.
  const deed = refused?.operation === 'decide' ? say`the decision` : next;
  if (refused?.waited === true && !refused.accepted)
    return open(expected, say`${deed} was tried only after waiting, and is not accepted`, cite(refused.exchange));
  if (refused !== undefined && refused.fault === null && !refused.accepted)
    return fails(
      expected,
      say`${deed} is not accepted after ${action}: ${quote(refused.problem)}`,
      cite(refused.exchange),
    );
  return open(expected, notReached(trace, next), cite(trace.lastRead));
}

/**
 * Holds where the step is on record exactly once. Where it is missing, that is a failure only if the portal went past it, ended without
 * it, or accepted its operation and never recorded it.
 */
export const doneOnce = predicate('done-once', once(HISTORY), (trace, { action }) => {
  const expected = say`${action} is done, and once only`;
  const evidence = cite(seenAt(trace, action), trace.lastRead);
  const times = trace.history.filter((entry) => entry.action === action).length;
  if (times > 1) return fails(expected, say`it is recorded ${times} times`, evidence);
  if (times === 1) return holds(expected, say`it is recorded once`, evidence);
  if (recordOf(trace).includes(action))
    return open(expected, say`it is refused, and the refusal alone is shown`, evidence);
  const at = trace.scenario.path.indexOf(action);
  const isOver = trace.state === 'refused' || trace.state === 'completed';
  if (isOver && at > 0 && trace.history.at(-1)?.action === trace.scenario.path[at - 1])
    return fails(expected, say`the walk is ${trace.state} without it`, evidence);
  const later = trace.scenario.path.slice(at + 1);
  const past = trace.history.find((entry) => later.includes(entry.action));
  if (past === undefined && isUnrecorded(trace, action))
    return fails(
      expected,
      trace.history.length === 0
        ? say`it is accepted, and the history that the portal shows is empty`
        : say`it is accepted and never comes on record`,
      evidence,
    );
  return past === undefined
    ? open(expected, notReached(trace, action), cite(trace.lastRead))
    : fails(expected, say`${past.action} is recorded without it`, evidence);
});

/** Whether the operation of the step was accepted, and the step was then waited for in vain while no other step came. */
function isUnrecorded({ performed, sightings }: Trace, action: string): boolean {
  const waited = sightings.find((sighting) => sighting.action === action);
  const isDone = performed.some((done) => done.action === action && done.accepted);
  return isDone && waited !== undefined && waited.presentAt === null && !waited.overtaken;
}

/** The sentence for a step that is on record but was not seen finished, so that its effects may be still to come. */
export function notFinished(trace: Trace, action: string): Said {
  return trace.interrupted === null
    ? say`${action} was not seen finished`
    : say`${action} was not seen finished: ${trace.interrupted}`;
}

/** The sentence for a step that the walk did not reach. */
export function notReached(trace: Trace, action: Value): Said {
  return trace.interrupted === null
    ? say`the walk did not reach ${action}`
    : say`the walk did not reach ${action}: ${trace.interrupted}`;
}
