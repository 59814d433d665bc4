// Computes how long a step takes: all of its printed term, so that a suite which demands more than the text fails here.
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import { type DayTerm, dueAt } from '../../../schemas/term.ts';
import { instantOfLocal, localInstant } from '../../../schemas/zone.ts';
import { type Mutant, mutationAnywhere, mutationOf, type OtherCount } from './mutation.ts';
import type { ProgramStep } from './program.ts';

/** Where a step stands in its walk. */
export interface StepMoment {
  /** When the step begins, in milliseconds. */
  readonly at: number;
  /** Since when the walk has been waiting for an officer's decision, in milliseconds; null if it has not. */
  readonly decisionSince: number | null;
  /** The tags of the variant that was asked for. */
  readonly tags: readonly string[];
  /** When the term that the step has together with an earlier one runs out; null where it has none. */
  readonly sharedUntil: number | null;
  /** The calendar of its regulation, in which the days of its terms run. */
  readonly calendar: Calendar;
}

/**
 * The milliseconds that a step takes; zero for a step that a person does, and for one whose term is a dash or in days: with these
 * it is the test that moves the clock.
 */
export function durationOf(mutant: Mutant | null, node: ProgramStep, moment: StepMoment): number {
  const { at, decisionSince, tags, sharedUntil, calendar } = moment;
  const delay = mutationAnywhere(mutant, 'delays-the-result');
  if (delay?.at === node.action && isFor(delay, tags))
    return latestDue(calendar, delay.readings, decisionSince ?? at) + DAY_MS - at;
  const longer = mutationOf(mutant, node.action, 'takes-longer');
  if (node.personal && longer === null) return 0;
  const seconds = node.term === null || 'unit' in node.term ? 0 : node.term.max;
  const own = 1000 * (seconds + (longer?.seconds ?? 0));
  return longer !== null || sharedUntil === null ? own : Math.max(0, Math.min(own, sharedUntil - at));
}

/** For mutants only: the last instant at which a decision awaited since `since` is still accepted; null for no such limit. */
export function decisionClosesAt(
  mutant: Mutant | null,
  since: number,
  tags: readonly string[],
  calendar: Calendar,
): number | null {
  const early = mutationAnywhere(mutant, 'closes-the-decision-early');
  if (early !== null && isFor(early, tags))
    return earliest(early.readings.map((term) => dueDay(calendar, term, since))) - DAY_MS;
  const other = mutationAnywhere(mutant, 'counts-days-otherwise');
  if (other === null || !isFor(other, tags)) return null;
  return earliest(other.readings.map((term) => dueOtherwise(calendar, term, since, other.as)));
}

const isFor = ({ only }: { only: string | null }, tags: readonly string[]) => only === null || tags.includes(only);
const earliest = (instants: readonly number[]) => Math.min(...instants);
const latestDue = (calendar: Calendar, readings: readonly DayTerm[], since: number) =>
  Math.max(...readings.map((term) => dueDay(calendar, term, since)));

function dueOtherwise(calendar: Calendar, term: DayTerm, since: number, as: OtherCount): number {
  if (as === 'calendar-days') return dueDay(calendar, { max: term.max, unit: 'calendar-day' }, since);
  if (as === 'from-the-receipt-day') return dueDay(calendar, term, since, 'receipt-day');
  const first = Date.parse(localInstant(calendar, since).slice(0, 10)) + DAY_MS;
  const days = Array.from({ length: 2 * term.max + 3 }, (_, n) => new Date(first + n * DAY_MS).toISOString());
  const weekdays = days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
  return Date.parse(instantOfLocal(calendar, `${weekdays[term.max - 1]?.slice(0, 10)}T23:59:59`));
}

/** The last second of the last day of a term of days, in milliseconds. */
function dueDay(calendar: Calendar, term: DayTerm, since: number, convention: TermStart = 'next-day'): number {
  return Date.parse(dueAt(calendar, term, localInstant(calendar, since), convention).due);
}

const DAY_MS = 86_400_000;
