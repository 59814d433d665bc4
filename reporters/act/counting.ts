// Finds by which days terms were counted: the days off in them, the days that a decree moved, and the decrees.
import type { Calendar } from '../../schemas/calendar.ts';
import { isSaid, type Said, type Value } from '../../schemas/said.ts';
import type { Term } from '../../schemas/term.ts';
import { localInstant } from '../../schemas/zone.ts';
import { type Finding, groupBy } from '../findings.ts';

/** One span over which terms of days were counted, with the days in it that are not as their weekday says. Dates are `YYYY-MM-DD`. */
export interface CountedSpan {
  readonly term: Term;
  readonly from: string;
  readonly due: string;
  /** Weekdays that were not worked. */
  readonly daysOff: readonly string[];
  /** Saturdays and Sundays that were worked. */
  readonly workedWeekends: readonly string[];
  readonly findings: readonly Finding[];
}

/** What a year of the calendar rests on. */
export interface CalendarYear {
  readonly year: number;
  /** False where days off may still be moved, so that what rests on the year is a guess. */
  readonly isComplete: boolean;
  readonly decrees: readonly Decree[];
}

/** A resolution that moved days off. `number` and `year` are null where its id does not tell them. */
export interface Decree {
  readonly id: string;
  readonly number: number | null;
  readonly year: number | null;
}

/** The spans over which the terms of these findings were counted, each once, in the order of their days. */
export function spansOf(findings: readonly Finding[], calendar: Calendar): CountedSpan[] {
  const spans = findings.flatMap((finding) => {
    const span = spanOf(finding, calendar);
    return span === null ? [] : [{ ...span, finding }];
  });
  const groups = groupBy(spans, ({ term, from, due }) => JSON.stringify([from, due, term]));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const { term, from, due } = first;
      const days = daysBetween(from, due);
      const listed = (day: string) => calendar.years[day.slice(0, 4)];
      return [
        {
          ...{ term, from, due },
          daysOff: days.filter((day) => Object.hasOwn(listed(day)?.weekdayHolidays ?? {}, day)),
          workedWeekends: days.filter((day) => listed(day)?.workingWeekends.includes(day)),
          findings: group.map(({ finding }) => finding),
        },
      ];
    });
}

/** The years of the calendar that the spans touch, with the decrees of each. */
export function yearsOf(spans: readonly CountedSpan[], calendar: Calendar): CalendarYear[] {
  const years = new Set(spans.flatMap(({ from, due }) => daysBetween(from, due).map((day) => day.slice(0, 4))));
  return [...years].sort().map((year) => ({
    year: Number(year),
    isComplete: calendar.years[year]?.complete === true,
    decrees: (calendar.years[year]?.sources ?? []).map(decreeOf),
  }));
}

/** An id of the legal database tells a resolution of the Government by its year and number: P1200000268 is No 268 of 2012. */
function decreeOf(id: string): Decree {
  const [, year, number] = /^P(\d\d)(\d{8})$/u.exec(id) ?? [];
  return {
    id,
    year: year === undefined ? null : 2000 + Number(year),
    number: number === undefined ? null : Number(number),
  };
}

const DAY_MS = 86_400_000;

/** The days after the first up to the last, which is included. */
function daysBetween(from: string, due: string): string[] {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${due}T00:00:00Z`)];
  const count = Math.min(Math.max(Math.round((last - first) / DAY_MS), 0), MOST_DAYS);
  return Array.from({ length: count }, (_, n) => new Date(first + (n + 1) * DAY_MS).toISOString().slice(0, 10));
}
/** The longest span that is gone through, so that a portal whose clock is years off costs nothing. */
const MOST_DAYS = 1000;

/** What a verdict on a term of days says of it: from the first moment that it names to the last one of what is expected. */
function spanOf(
  { verdict: { says, elapsed } }: Finding,
  calendar: Calendar,
): Omit<CountedSpan, 'findings' | 'daysOff' | 'workedWeekends'> | null {
  if (elapsed === undefined) return null;
  const values = leavesOf(says.expected);
  const term = values.flatMap((value) => (isTerm(value) && 'unit' in value.term ? [value.term] : [])).at(0);
  const moments = values.flatMap((value) => (isMoment(value) ? [value] : []));
  const days = moments.map(({ at, zone }) => localInstant({ ...calendar, zone }, Date.parse(at)).slice(0, 10)).sort();
  const [from, due] = [days.at(0), days.at(-1)];
  return term === undefined || from === undefined || due === undefined ? null : { term, from, due };
}

type Leaf = Exclude<Value, Said>;
const isTerm = (value: Leaf): value is Extract<Leaf, { term: Term }> =>
  value !== null && typeof value === 'object' && 'term' in value;
const isMoment = (value: Leaf): value is Extract<Leaf, { at: string }> =>
  value !== null && typeof value === 'object' && 'at' in value;

/** What fills the gaps of a sentence and of those within it. */
function leavesOf([, ...values]: Said): Leaf[] {
  return values.flatMap((value): Leaf[] => {
    if (value === null || typeof value !== 'object') return [value];
    if (isSaid(value)) return leavesOf(value);
    const items = 'any' in value ? value.any : 'all' in value ? value.all : null;
    return items === null ? [value] : leavesOf(['', ...items]);
  });
}
