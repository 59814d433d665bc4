// Predicates on terms. We know a moment only as an interval, so they decide only where every moment of the interval gives the same.

import type { Elapsed as Measured } from '../../../../schemas/run/verdict.ts';
import { any, lasting, moment, printedTerm, quote, type Said, say, type Value } from '../../../../schemas/said.ts';
import { dueAt } from '../../../../schemas/term.ts';
import { closesAt } from '../../../flow/closing.ts';
import type { Performed, Sighting, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open } from '../finding.ts';
import { TIMES } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/** How far a time that a portal gives in whole seconds may seem to be off. */
const GRAIN_MS = 1000;
const HOUR_MS = 3_600_000;
const seconds = lasting;

/** Bounds of an elapsed time in milliseconds: it is longer than `over` and at most `within`; null where the end was not seen. */
export interface Elapsed {
  over: number;
  within: number | null;
}

/**
 * How long a step took. The outer bounds come from when we saw the step absent and present. The portal's own record of the step narrows
 * them, but only where it lies within them, because a portal must not be able to talk its way out of what we saw.
 */
export function elapsedOf(trace: Trace, sighting: Sighting): Elapsed {
  const over = sighting.absentAt === null ? -1 : sighting.absentAt - sighting.readyAt;
  const within = sighting.presentAt === null ? null : sighting.presentAt - sighting.readyAt;
  const entry = trace.history.find(({ action }) => action === sighting.action);
  if (entry?.finishedAt == null) return { over, within };
  const own = Date.parse(entry.finishedAt) - Date.parse(entry.startedAt);
  // A clock that we move may move by itself too, unseen by us: then the record of a step that began in time tells how long it took.
  const isInTime = Date.parse(entry.startedAt) >= sighting.readyAt - GRAIN_MS;
  if (trace.movesClock && isInTime && within !== null && own > within + GRAIN_MS) return { over: own - 1, within: own };
  // Some portals record one moment only, as beginning and end alike. Such a record says nothing of how long the step took.
  return own > Math.max(over, 0) && within !== null && own <= within
    ? { over: Math.max(over, own - 1), within: own }
    : { over, within };
}

/**
 * Says that a step is on record as finished before the operation that leads to it, where all others are on record when we saw them, so that
 * the clock is ours. A whole hour may be a day without its time. @returns null where it is not
 */
function backdated(
  { movesClock, history, sightings, performed, scenario: { path } }: Trace,
  { action }: Sighting,
): Said | null {
  const before = path.slice(0, path.indexOf(action) + 1);
  // A decision is made at a step that is done already.
  const leadsTo = (done: Performed) =>
    done.accepted && before.includes(done.action) && (done.operation !== 'decide' || done.action !== action);
  const led = performed.filter(leadsTo).map(({ at }) => at);
  const askedAt = Math.max(...led);
  const finished = (name: string) => Date.parse(history.find((entry) => entry.action === name)?.finishedAt ?? '');
  const own = finished(action);
  if (!movesClock || !(own < askedAt - GRAIN_MS) || own % HOUR_MS === 0) return null;
  const others = sightings.filter((one) => one.action !== action && !Number.isNaN(finished(one.action)));
  const isOurs = ({ action: name, readyAt: from, presentAt }: Sighting) =>
    finished(name) >= from - GRAIN_MS && presentAt !== null && finished(name) <= presentAt + GRAIN_MS;
  return others.length > 1 && others.every(isOurs)
    ? say`it is on record as finished ${seconds(askedAt - own)} before it could begin`
    : null;
}

/** Holds where the step of a system certainly was finished within its term, and fails where it certainly was not. */
export const finishedWithin = predicate('finished-within', once(TIMES), (trace, { action, term }) => {
  const expected = say`${action} finishes within ${seconds(term.max * 1000)}`;
  const sighting = trace.sightings.find((seen) => seen.action === action);
  if (sighting === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(sighting.exchange);
  if (sighting.presentAt === null && sighting.overtaken)
    return open(expected, say`${action} was not seen to begin`, evidence);
  const started = trace.history.some((entry) => entry.action === action);
  if (sighting.presentAt === null && !started) return open(expected, say`${action} was not seen to begin`, evidence);
  const early = backdated(trace, sighting);
  if (early !== null) return fails(expected, early, evidence);
  const { over, within } = elapsedOf(trace, sighting);
  const limit = term.max * 1000;
  const telling = measured(over, within, limit);
  if (within !== null && within <= limit)
    return telling(holds(expected, say`it takes at most ${seconds(within)}`, evidence));
  if (over >= limit) {
    const actual =
      within === null ? say`it is not finished after ${seconds(over)}` : say`it takes more than ${seconds(over)}`;
    return telling(fails(expected, actual, evidence));
  }
  const least = seconds(Math.max(over, 0));
  const actual =
    within === null
      ? say`it takes more than ${least}, at most an unknown time`
      : say`it takes more than ${least}, at most ${seconds(within)}`;
  return telling(open(expected, actual, evidence));
});

/** Why an operation was not accepted, as it was told. */
const refusalOf = (done: Performed | undefined): Value =>
  done?.fault ?? (done?.problem == null ? say`it was not reached` : quote(done.problem));

/** Adds to a finding how long it took, in milliseconds. A portal whose clock ran backwards took no time. */
function measured(over: number, within: number | null, termMs: number): (finding: Finding) => Finding {
  const overMs = Math.max(over, 0);
  const elapsed: Measured = { overMs, withinMs: within === null ? null : Math.max(within, overMs), termMs };
  return (finding) => ({ ...finding, elapsed });
}

/**
 * Holds where the step of a person was accepted although it was done only at the end of its term. Accepted earlier or refused later, it
 * proves nothing, so the finding stays open.
 */
export const acceptedThroughout = predicate('accepted-throughout', once(TIMES), (trace, { action, term, shared }) => {
  const own = seconds(term.max * 1000);
  const expected =
    shared === undefined
      ? say`${action} is accepted until ${own} have passed`
      : say`${action} is accepted until ${own} have passed, or ${seconds(shared.term.max * 1000)} since ${shared.since}`;
  const again = trace.performed.find((performed) => performed.action === action);
  const shut = trace.shut.find(({ performed }) => performed.at(-1)?.action === action);
  // Refused after waiting and refused at once, it is refused always, which is no fault of its term.
  if (shut !== undefined && again?.accepted !== true)
    return open(expected, say`it is refused at once too: ${refusalOf(again)}`);
  const done = shut?.performed.at(-1) ?? again;
  if (done === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(done.exchange);
  if (done.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(done.fault)}`, evidence);
  const waited = done.readyAt === null ? 0 : done.at - done.readyAt;
  const walked = shut ?? trace;
  const left =
    (done.readyAt === null ? done.at + term.max * 1000 : closesAt(walked, done.readyAt, term, shared)) - done.at;
  if (!done.accepted)
    return left >= 0
      ? fails(expected, say`it is refused after ${seconds(waited)}: ${quote(done.problem)}`, evidence)
      : open(expected, say`it was done too late to tell`, evidence);
  if (left > 0) return open(expected, say`it was done after ${seconds(waited)} already`, evidence);
  return holds(expected, say`it is accepted after ${seconds(waited)}`, evidence);
});

/**
 * Holds where the outcome was there by the end of the last day of the term, in every reading of the text. Where the readings disagree
 * the finding stays open and is marked as disputed.
 */
export const outcomeDue = predicate(
  'outcome-due',
  once({ ...TIMES, days: true }),
  (walked, { begun, outcome, readings, fromReceipt = false }, { calendar, convention, onUnsettledYears }) => {
    const expected = say`${outcome} is there within ${any(readings.map((term) => say`${printedTerm(term)}`))} of ${begun}`;
    // Refused on the last day and refused at once, the decision is refused always, which is no fault of its term.
    const shut = walked.shut.find(({ performed }) => performed.at(-1)?.operation === 'decide');
    const again = walked.performed.find(({ operation }) => operation === 'decide');
    if (shut !== undefined && again?.accepted !== true)
      return open(expected, say`the decision is refused at once too: ${refusalOf(again)}`);
    const trace = shut ?? walked;
    const froms = finishesOf(trace, begun);
    if (froms.length === 0) return open(expected, notReached(trace, begun), cite(trace.lastRead));
    const received = fromReceipt ? trace.history.slice(0, 1).map(({ startedAt }) => startedAt) : [];
    const counted = [...froms, ...received].flatMap((from) =>
      readings.map((term) => dueAt(calendar, term, from, convention)),
    );
    onUnsettledYears?.(counted.flatMap(({ incomplete }) => incomplete));
    const dues = [...new Set(counted.map(({ due }) => due))];
    const tell = (ms: number) => moment(ms, calendar);
    const inWords = (instants: readonly string[]) => any(instants.map((instant) => say`${tell(Date.parse(instant))}`));
    const byDay = say`${expected} at ${inWords([...froms, ...received])}, counted from the ${convention}: by ${inWords(dues)}`;
    const [from = ''] = froms;
    const findings = dues.map((due) =>
      judgeDue(trace, { expected: byDay, fromMs: Date.parse(from), dueMs: Date.parse(due), outcome, tell }),
    );
    const [first] = findings;
    if (first === undefined || findings.every(({ holds: held }) => held === first.holds)) {
      return first ?? open(expected, say`the term has no reading`);
    }
    if (froms.length > 1)
      return open(
        byDay,
        say`the clock of the portal is not ours, and when ${begun} was done cannot be told closely enough`,
      );
    return { ...open(byDay, say`it depends on which reading of the text is right`, first.evidence), disputed: true };
  },
);

/**
 * When a step was finished, by the clock of the walk. That is the time on the portal's record where we saw the step finish at about that
 * time. Otherwise the clock of the portal must be another one, and the moments between which we saw the step finish are returned.
 * @returns none where the step was not finished, one, or the earliest and the latest moment
 */
function finishesOf({ history, sightings }: Trace, action: string): string[] {
  const own = history.find((entry) => entry.action === action)?.finishedAt;
  if (own == null) return [];
  const seen = sightings.find((sighting) => sighting.action === action);
  if (seen === undefined || seen.presentAt === null) return [own];
  const first = seen.absentAt ?? seen.readyAt;
  const ownMs = Date.parse(own);
  if (ownMs >= first - GRAIN_MS && ownMs <= seen.presentAt + GRAIN_MS) return [own];
  return [...new Set([first, seen.presentAt])].map((ms) => new Date(ms).toISOString());
}

interface DueDay {
  expected: Said;
  /** When the term began. */
  fromMs: number;
  dueMs: number;
  outcome: string;
  /** Says a moment in the time of the act. */
  tell(ms: number): Value;
}

/** Judges one due date: whether the outcome was seen by then, or was certainly missing, or its decision was refused in time. */
function judgeDue(trace: Trace, { expected, fromMs, dueMs, outcome, tell }: DueDay): Finding {
  const decided = trace.performed.find(({ operation }) => operation === 'decide');
  const isThere = trace.sightings.some(({ action, presentAt }) => action === outcome && presentAt !== null);
  if (!isThere && decided !== undefined && !decided.accepted && decided.fault === null) {
    const says = say`the decision is not accepted at ${tell(decided.at)}: ${quote(decided.problem)}`;
    return decided.at <= dueMs
      ? fails(expected, says, cite(decided.exchange))
      : open(expected, says, cite(decided.exchange));
  }
  const seen = trace.sightings.find(({ action }) => action === outcome) ?? trace.sightings.at(-1);
  if (seen === undefined || (decided === undefined && !trace.decidedItself))
    return open(expected, notReached(trace, say`the decision`), cite(trace.lastRead));
  const evidence = cite(seen.exchange);
  const entry = trace.history.find(({ action }) => action === seen.action);
  const own = entry?.finishedAt == null ? null : Date.parse(entry.finishedAt);
  const isBelieved =
    own !== null &&
    seen.presentAt !== null &&
    own <= seen.presentAt &&
    own > (seen.absentAt ?? seen.readyAt - GRAIN_MS);
  const within = isBelieved ? own : seen.presentAt;
  const over = (seen.absentAt ?? seen.readyAt) - fromMs;
  const telling = measured(over, within === null ? null : within - fromMs, dueMs - fromMs);
  if (within !== null && within <= dueMs)
    return telling(holds(expected, say`it is there at ${tell(within)}`, evidence));
  if (isBelieved && own > dueMs + GRAIN_MS)
    return telling(fails(expected, say`by its own record it is there at ${tell(own)}`, evidence));
  if (seen.absentAt !== null && seen.absentAt >= dueMs)
    return telling(fails(expected, say`it is not there at ${tell(seen.absentAt)}`, evidence));
  return telling(open(expected, say`when it came cannot be told closely enough`, evidence));
}
