// The working-time calendar as a table of a database: one row a day, from which SQL counts the terms of days.
import { Temporal } from 'temporal-polyfill';
import { type Calendar, lookUpDay, type TermStart } from '../../../schemas/calendar.ts';
import type { DayTerm } from '../../../schemas/term.ts';
import { instantOfLocal, offsetAt } from '../../../schemas/zone.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;
/** How many years before and after those of the calendar are counted by the days of the week, as they are in memory. */
const MARGIN_YEARS = 3;

/** One day: its number since 1 January 1970, whether it is worked, the worked days up to it, and its last second in ms since the epoch. */
export interface CalendarDay {
  day: number;
  working: 0 | 1;
  nth: number;
  ends: number;
  settled: 0 | 1;
}

/** Every day of a calendar. */
export function calendarDays(calendar: Calendar): CalendarDay[] {
  const years = Object.keys(calendar.years).map(Number);
  const from = Temporal.PlainDate.from({ year: Math.min(...years) - MARGIN_YEARS, month: 1, day: 1 });
  const until = Temporal.PlainDate.from({ year: Math.max(...years) + MARGIN_YEARS, month: 12, day: 31 });
  const first = Date.parse(`${from.toString()}T00:00:00Z`) / DAY_MS;
  const count = from.until(until, { largestUnit: 'days' }).days + 1;
  let nth = 0;
  return Array.from({ length: count }, (_, n) => {
    const date = new Date((first + n) * DAY_MS).toISOString().slice(0, 10);
    const { working, incomplete } = lookUpDay(calendar, date);
    if (working) nth += 1;
    const ends = Date.parse(instantOfLocal(calendar, `${date}T23:59:59`));
    return { day: first + n, working: working ? 1 : 0, nth, ends, settled: incomplete.length === 0 ? 1 : 0 };
  });
}

/** The definition of the columns of the table. */
export const CALENDAR_COLUMNS = 'day Int32, working UInt8, nth Int64, ends Int64, settled UInt8';

/** The local day of a moment, as SQL. @param ms an expression of milliseconds since the epoch */
export function localDay({ zone, zones }: Calendar, ms: string): string {
  const { offset, later = [] } = zones[zone];
  const place = { zone, zones };
  const cases = later
    .toReversed()
    .map(
      ({ from }) => `${ms} >= toInt64(${Date.parse(from)}), toInt64(${offsetMsOf(offsetAt(place, Date.parse(from)))})`,
    );
  const shift =
    cases.length === 0
      ? `toInt64(${offsetMsOf(offset)})`
      : `multiIf(${cases.join(', ')}, toInt64(${offsetMsOf(offset)}))`;
  return `toInt32(intDiv(${ms} + ${shift}, toInt64(${DAY_MS})))`;
}

/** The local month of a moment, such as `2024-03`, as SQL. @param ms an expression of milliseconds since the epoch */
export const localMonth = (calendar: Calendar, ms: string): string =>
  `substring(toString(toDate(${localDay(calendar, ms)})), 1, 7)`;

const offsetMsOf = (offset: string): number =>
  (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * MINUTE_MS;

/**
 * When a term that began on a day has run out, as SQL: the last second of its last day in milliseconds since the epoch, 0 for a day that the
 * table lacks.
 *
 * @param table the name of the calendar's table
 * @param day an expression of the day of receipt
 */
export function dueOn(table: string, { max, unit }: DayTerm, convention: TermStart, day: string): string {
  const earlier = convention === 'next-day' ? 0 : 1;
  // The n-th worked day after the receipt; a term of calendar days ends on the first worked day from its last one on.
  const [from, count] = unit === 'working-day' ? [-earlier, max] : [max - earlier - 1, 1];
  const all = (column: string, where = '') =>
    `(SELECT groupArray(${column}) FROM (SELECT ${column} FROM ${table}${where} ORDER BY day))`;
  const worked = ' WHERE working = 1';
  const nth = `transform(toInt32(${day} + ${from}), ${all('day')}, ${all('nth')}, toInt64(-1000000))`;
  return `transform(toInt64(${nth} + ${count}), ${all('nth', worked)}, ${all('ends', worked)}, toInt64(0))`;
}
