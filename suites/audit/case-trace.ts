// Makes the trace of a case of its rows: what an event log can show of a walk, for the predicates that judge live walks.
import type { MappedEvent } from '../../schemas/audit/event.ts';
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import type { Scenario } from '../../schemas/run/assertion.ts';
import { VERBS } from '../../schemas/vocabulary.ts';
import { emptyTrace, type Fetched, type Sighting, type Trace } from '../engine/trace.ts';
import { answeredBy, operationOf } from '../flow/deed.ts';
import { NOT_SHOWN } from '../sut/sut.ts';

/** What the traces of all cases of a log have in common. */
export interface TraceSetting {
  steps: ReadonlyMap<string, GraphStep>;
  /** The step of the flow that comes first; when it began only the log itself can tell. */
  first: string;
  grainMs: number;
  /** Until when the log is whole, in milliseconds since the epoch. */
  until: number;
  /** Names a row, as evidence does. */
  nameOf(event: MappedEvent): string;
}

const iso = (ms: number) => new Date(ms).toISOString();
const SECOND_MS = 1000;

/** What is on record of a case, step by step, without moments between which a step was done. */
export function recordOf(events: readonly MappedEvent[], scenario: Scenario, setting: TraceSetting): Trace {
  const last = events.at(-1);
  return {
    ...emptyTrace(scenario),
    history: events.map(({ step, at, actor, completion }) => {
      const moment = iso(at);
      return { action: step, actor: actor ?? NOT_SHOWN, startedAt: moment, finishedAt: moment, completion };
    }),
    state: stateOf(events, setting),
    lastRead: last === undefined ? null : setting.nameOf(last),
    // Whoever decided, it is not told by a row of its own.
    decidedItself: true,
  };
}

/** How a case ended: by the first step on record after which the text has none; it is open where there is none. */
function stateOf(events: readonly MappedEvent[], { steps }: TraceSetting): string {
  for (const { step } of events) {
    const found = steps.get(step);
    if (found?.next.length === 0) return VERBS[found.does].ends === 'refused' ? 'refused' : 'completed';
  }
  return 'open';
}

/**
 * Between which moments each step was done, seen from its beginning. The log tells every moment as the first of its grain, so a step may
 * have taken longer or less by one grain.
 */
export function sightingsOf(events: readonly MappedEvent[], setting: TraceSetting): Sighting[] {
  const { grainMs } = setting;
  return events.map((event, n): Sighting => {
    const begun = beginningOf(event, events[n - 1], setting);
    const seen = { action: event.step, exchange: setting.nameOf(event) };
    return begun === null
      ? { ...seen, readyAt: event.at, absentAt: null, presentAt: null, overtaken: true }
      : { ...seen, readyAt: begun, absentAt: event.at - grainMs, presentAt: event.at + grainMs - 1, overtaken: false };
  });
}

/** When a step began: as the log says; else when the step before was done, where systems begin it then by themselves; else nobody knows. */
function beginningOf(
  event: MappedEvent,
  before: MappedEvent | undefined,
  { steps, first }: TraceSetting,
): number | null {
  if (event.startedAt !== null) return event.startedAt;
  const step = steps.get(event.step);
  const previous = before === undefined ? undefined : steps.get(before.step);
  if (before === undefined || step === undefined || previous === undefined || event.step === first) return null;
  return operationOf(step) === null && answeredBy(previous) === null ? before.at : null;
}

/**
 * The step that certainly did not come although it had to: systems do it by themselves, and its term ran out before the log ends.
 * @returns null where there is none, or the case is over
 */
export function overdueStep(
  events: readonly MappedEvent[],
  { path }: Scenario,
  { steps, until, grainMs, nameOf }: TraceSetting,
): Sighting | null {
  const last = events.at(-1);
  const before = last === undefined ? undefined : steps.get(last.step);
  const next = last === undefined ? undefined : steps.get(path[path.indexOf(last.step) + 1] ?? '');
  if (last === undefined || before === undefined || next === undefined || !path.includes(last.step)) return null;
  if (operationOf(next) !== null || answeredBy(before) !== null || next.term === null || 'unit' in next.term)
    return null;
  if (events.some(({ step }) => step === next.action)) return null;
  if (until - last.at - grainMs < next.term.max * 1000) return null;
  return {
    action: next.action,
    readyAt: last.at,
    absentAt: until,
    presentAt: null,
    overtaken: false,
    exchange: nameOf(last),
  };
}

/** The same case for terms of days, which end with a second: moments are told in whole seconds, and an outcome that is missing was so to the end of the log. */
export function traceByDay(
  trace: Trace,
  events: readonly MappedEvent[],
  outcome: string,
  setting: TraceSetting,
): Trace {
  const inSeconds = events.map((event) => ({ ...event, at: Math.floor(event.at / SECOND_MS) * SECOND_MS }));
  const sightings = inSeconds.map(
    (event): Sighting => ({
      ...{ action: event.step, readyAt: event.at, absentAt: event.at - 1, presentAt: event.at, overtaken: false },
      exchange: setting.nameOf(event),
    }),
  );
  const last = events.at(-1);
  if (last !== undefined && events.every(({ step }) => step !== outcome))
    sightings.push({
      ...{ action: outcome, readyAt: last.at, absentAt: setting.until, presentAt: null, overtaken: false },
      exchange: setting.nameOf(last),
    });
  return { ...trace, history: recordOf(inSeconds, trace.scenario, setting).history, sightings };
}

/** The same case for what may be issued: a step that issues is on record as that, and what no row issues cannot be fetched. */
export function traceOfIssue(trace: Trace, issues: ReadonlySet<string>): Trace {
  const fetched: Fetched = { document: null, status: 404, problem: null, fault: null, exchange: trace.lastRead ?? '' };
  return {
    ...trace,
    history: trace.history.map((entry) =>
      issues.has(entry.action) ? { ...entry, completion: 'result-issued' } : entry,
    ),
    fetched,
  };
}

/** The same case with what the log tells of the completion of each step, as the messages of it: all of them are what the person can read. */
export function traceOfMessages(trace: Trace, events: readonly MappedEvent[], setting: TraceSetting): Trace {
  const told = events.flatMap(({ completion, step, at, cause }) =>
    completion === null
      ? []
      : [
          {
            ...{ kind: completion, action: step, at: iso(at), cause },
            ...{ language: 'kk' as const, text: completion, number: null },
          },
        ],
  );
  const [first] = events.filter(({ completion }) => completion !== null);
  const read = { language: 'kk' as const, notifications: told };
  return { ...trace, notices: first === undefined ? [] : [{ ...read, exchange: setting.nameOf(first) }] };
}
