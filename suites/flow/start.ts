// Finds the day on which a walk should begin, so that its terms of days run over everything that can be miscounted.
import type { Calendar, TermStart } from '../../schemas/calendar.ts';
import { type DayTerm, dueAt } from '../../schemas/term.ts';

const DAY_MS = 86_400_000;
/** How many days later a walk may begin: a year has each kind of day off. */
const LATEST_DAYS = 366;

/** The same calendar with some of its days left out. */
function without(calendar: Calendar, isLeftOut: (name: string) => boolean, keepsWeekends: boolean): Calendar {
  const years = Object.entries(calendar.years).map(([year, one]) => {
    const weekdayHolidays = Object.entries(one.weekdayHolidays).filter(([, name]) => !isLeftOut(name));
    const workingWeekends = keepsWeekends ? one.workingWeekends : [];
    return [year, { ...one, weekdayHolidays: Object.fromEntries(weekdayHolidays), workingWeekends }];
  });
  return { ...calendar, years: Object.fromEntries(years) };
}

/**
 * The first moment from which the most miscounts of terms show: without holidays, without days off that were moved, and without weekends that
 * are worked in their place.
 * @param from the earliest moment, and `until` the latest, in milliseconds since the epoch
 * @returns `from` where no later day shows more, or where the calendar does not settle the days
 */
export function tellingStart(
  terms: readonly DayTerm[],
  { calendar, convention }: { calendar: Calendar; convention: TermStart },
  { from, until }: { from: number; until: number },
): number {
  const wrong = [
    without(calendar, () => true, true),
    without(calendar, (name) => /substituted/iu.test(name), true),
    without(calendar, () => false, false),
  ];
  const shownFrom = (at: number): number => {
    const start = new Date(at).toISOString();
    const counts = terms.map((term) => {
      const { due, incomplete } = dueAt(calendar, term, start, convention);
      if (incomplete.length > 0) return -1;
      return wrong.filter((other) => dueAt(other, term, start, convention).due !== due).length;
    });
    return counts.some((count) => count < 0) ? -1 : Math.max(0, ...counts);
  };
  let best = { at: from, shown: shownFrom(from) };
  if (best.shown < 0) return from;
  for (let days = 1; days <= LATEST_DAYS && best.shown < wrong.length; days += 1) {
    const at = from + days * DAY_MS;
    if (at > until) break;
    const shown = shownFrom(at);
    if (shown > best.shown) best = { at, shown };
  }
  return best.at;
}
