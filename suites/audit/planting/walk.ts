// Walks a flow as its text has it: which steps one case is on record with, how each came out, and when.
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import type { GraphStep } from '../../../schemas/flow/flow-graph.ts';
import { type Due, dueAt } from '../../../schemas/term.ts';
import { type Cause, CHECKS, type Completion, type Outcome } from '../../../schemas/vocabulary.ts';
import { operationOf } from '../../flow/deed.ts';
import { type Refusal, refusalsOf } from '../../flow/refusals.ts';
import type { Source } from '../../flow/source.ts';
import { bindsToWait, type DayCount, dayCounts } from '../../flow/terms.ts';
import type { Draw } from './draw.ts';

const SECOND_MS = 1000;

/** One step on record. Moments are milliseconds since the epoch. */
export interface Done {
  step: string;
  startedAt: number;
  at: number;
  actor: string | null;
  outcome: Outcome | null;
  cause: Cause | null;
  completion: Completion | null;
}

/** One way through a flow: its steps in order, and why it is refused; null where it is not. */
export interface Way {
  steps: readonly GraphStep[];
  refusal: Refusal | null;
}

/** What the times of a log are made with. */
export interface Clockwork {
  calendar: Calendar;
  convention: TermStart;
  /** The log tells time by so many milliseconds. */
  grainMs: number;
}

/** The ways through a flow in the order of its steps: the one on which all conditions hold, then one for each cause that refuses it. */
export function waysOf(source: Source): Way[] {
  const tags = source.flow.variants?.[0]?.tags ?? [];
  const good: GraphStep[] = [];
  for (let step = source.graph.steps[0]; step !== undefined && !good.includes(step); step = following(source, step))
    if (step.only === null || tags.includes(step.only)) good.push(step);
  const refused = refusalsOf(source).flatMap((refusal): Way[] => {
    const upTo = good.indexOf(refusal.check);
    // A cause that comes to light only later than at its condition makes a walk of which a log does not show the reason.
    if (refusal.from !== refusal.check || upTo < 0) return [];
    return [{ steps: [...good.slice(0, upTo + 1), refusal.to], refusal }];
  });
  return [{ steps: good, refusal: null }, ...refused];
}

function following({ graph }: Source, { check, next }: GraphStep): GraphStep | undefined {
  const good = check === null ? next[0] : next.find(({ when }) => when === CHECKS[check].passes);
  return graph.steps.find(({ action }) => action === good?.to);
}

/** How long a step of a system may take by the clock, in milliseconds; null where the text gives it no such time. */
export function limitOf(source: Source, step: GraphStep): number | null {
  return step.term === null || 'unit' in step.term || bindsToWait(source, step) ? null : step.term.max * SECOND_MS;
}

/** The terms of days that bind a way, each with the first and the last step that it counts between. */
export const countsOn = (source: Source, { steps }: Way): DayCount[] =>
  dayCounts(source).filter(
    ({ begun, outcome, only }) =>
      only === null && [begun, outcome].every((action) => steps.some((step) => step.action === action)),
  );

/**
 * What is on record of one case that goes a way as the text has it. With `onBrink` every step takes as long as it may.
 *
 * @param from when it begins, in milliseconds since the epoch
 */
export function walk(
  source: Source,
  way: Way,
  { from, draw, clockwork, onBrink }: { from: number; draw: Draw; clockwork: Clockwork; onBrink: boolean },
): Done[] {
  const { grainMs } = clockwork;
  const grainsIn = (ms: number) => Math.max(0, Math.floor(ms / grainMs));
  const done: Done[] = [];
  for (const step of way.steps) {
    const readyAt = done.at(-1)?.at ?? from;
    const limit = limitOf(source, step);
    // What is told by a coarser grain than a millisecond may have taken nearly that much longer than it says.
    const longest = limit === null ? 2 * 60 * SECOND_MS : limit - (grainMs === 1 ? 0 : grainMs);
    const took = grainMs * (onBrink && limit !== null ? grainsIn(longest) : draw.between(0, grainsIn(longest)));
    const waits = operationOf(step) === null ? 0 : grainMs * draw.between(0, grainsIn(5 * 60 * SECOND_MS));
    const due = lastMoment(source, way, { step, done, clockwork });
    const soonest = readyAt + waits + took;
    const at =
      due === null
        ? soonest
        : Math.max(soonest, onBrink ? due.latest : draw.between(soonest / grainMs, due.latest / grainMs) * grainMs);
    const isChecked = step.check !== null;
    const isRefused = way.refusal?.check === step;
    done.push({
      step: step.action,
      startedAt: at - took,
      at,
      actor: step.actor,
      outcome: isChecked && step.check !== null ? CHECKS[step.check][isRefused ? 'fails' : 'passes'] : null,
      cause: isRefused ? (way.refusal?.cause ?? null) : null,
      completion: step.forms[0] ?? null,
    });
  }
  return done;
}

/** The last moment of a step by the terms of days that end with it, and the first moment that is too late for all of them; null for none. */
export function lastMoment(
  source: Source,
  way: Way,
  { step, done, clockwork }: { step: GraphStep; done: readonly Done[]; clockwork: Clockwork },
): { latest: number; tooLate: number } | null {
  const dues = countsOn(source, way)
    .filter(({ outcome }) => outcome === step.action)
    .flatMap((count) => duesOf(count, done, clockwork));
  if (dues.length === 0) return null;
  const moments = dues.map(({ due }) => Date.parse(due));
  return { latest: floor(Math.min(...moments), clockwork), tooLate: Math.max(...moments) + SECOND_MS };
}

const floor = (ms: number, { grainMs }: Clockwork): number => Math.floor(ms / grainMs) * grainMs;

function duesOf({ begun, readings, fromReceipt }: DayCount, done: readonly Done[], clockwork: Clockwork): Due[] {
  const { calendar, convention } = clockwork;
  const since = done.find(({ step }) => step === begun)?.at;
  const froms = [...(since === undefined ? [] : [since]), ...(fromReceipt ? [done[0]?.startedAt ?? 0] : [])];
  return froms.flatMap((from) =>
    readings.map((term) => dueAt(calendar, term, new Date(from).toISOString(), convention)),
  );
}
