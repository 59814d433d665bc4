// The working-day calendar: says which days are worked, and on which date a term counted in days ends.
import { Temporal } from 'temporal-polyfill';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { findDisorder, ZONES, ZoneHistories } from './zone.ts';

const strict = { additionalProperties: false };
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const DateText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const TimeText = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

const CalendarYear = Type.Object(
  {
    workingDays: Type.Integer({ minimum: 0, maximum: 366, description: 'The published number of working days.' }),
    complete: Type.Boolean({ description: 'False while days off may still be moved or are estimates.' }),
    note: Type.Optional(Type.String()),
    sources: Type.Optional(Type.Array(Type.String(), { description: 'Ids of the decrees that moved days off.' })),
    weekdayHolidays: Type.Record(DateText, Type.String({ minLength: 1 }), strict),
    workingWeekends: Type.Array(DateText, { uniqueItems: true }),
  },
  strict,
);
type CalendarYear = Static<typeof CalendarYear>;

/** A calendar: the days of the week that are off, and for each year the exceptions. Dates are local, `YYYY-MM-DD`. */
export const Calendar = Type.Object(
  {
    zone: Type.Enum([...ZONES]),
    zones: ZoneHistories,
    officeHours: Type.Object({ open: TimeText, close: TimeText, lunch: Type.Tuple([TimeText, TimeText]) }, strict),
    weekend: Type.Array(Type.Enum([...WEEKDAYS]), { uniqueItems: true, maxItems: 6 }),
    years: Type.Record(Type.String({ pattern: '^\\d{4}$' }), CalendarYear, strict),
  },
  strict,
);
export type Calendar = Static<typeof Calendar>;

/**
 * Which day of a term is its first: the day after receipt (`next-day`) or the day of receipt (`receipt-day`). The caller chooses, because
 * the law of the time can be read both ways.
 */
export type TermStart = 'next-day' | 'receipt-day';

/**
 * The date on which a term ends. `incomplete` holds, in ascending order, the counted years of which the calendar is not certain; it is
 * empty when the date is certain.
 */
export type DueDate = { readonly date: string; readonly incomplete: number[] };

/** Whether a day is worked. `incomplete` holds its year when the calendar is not certain of that year. */
export type DayAnswer = { readonly working: boolean; readonly incomplete: number[] };

/** Thrown for a wrong calendar file and for a wrong argument; the message names the key, the value and the cure. */
export class CalendarError extends Error {
  constructor(key: string, value: unknown, cure: string) {
    super(`calendar ${key}: got ${JSON.stringify(value)}; ${cure}`);
    this.name = 'CalendarError';
  }
}

function readDate(key: string, text: string): Temporal.PlainDate {
  if (/^\d{4}-\d{2}-\d{2}$/u.test(text)) {
    try {
      return Temporal.PlainDate.from(text);
    } catch {
      // Falls through to the error that names the key.
    }
  }
  throw new CalendarError(key, text, 'write a date of the calendar as YYYY-MM-DD');
}

function isWeekend(calendar: Calendar, date: Temporal.PlainDate): boolean {
  const name = WEEKDAYS[date.dayOfWeek - 1];
  return name !== undefined && calendar.weekend.includes(name);
}

function yearOf(calendar: Calendar, year: number): CalendarYear | undefined {
  return Object.hasOwn(calendar.years, String(year)) ? calendar.years[String(year)] : undefined;
}

function answer(calendar: Calendar, date: Temporal.PlainDate): DayAnswer {
  const year = yearOf(calendar, date.year);
  const weekend = isWeekend(calendar, date);
  if (year === undefined) return { working: !weekend, incomplete: [date.year] };
  const text = date.toString();
  const working = weekend ? year.workingWeekends.includes(text) : !Object.hasOwn(year.weekdayHolidays, text);
  return { working, incomplete: year.complete ? [] : [date.year] };
}

function checkOfficeHours(calendar: Calendar): void {
  const { open, close, lunch } = calendar.officeHours;
  if (open < lunch[0] && lunch[0] < lunch[1] && lunch[1] < close) return;
  throw new CalendarError('officeHours', calendar.officeHours, 'put open, lunch and close in the order of the day');
}

function checkYear(calendar: Calendar, name: string, year: CalendarYear): void {
  const check = (key: string, text: string, weekend: boolean, cure: string) => {
    const date = readDate(key, text);
    if (date.year !== Number(name)) throw new CalendarError(key, text, `move it to years.${date.year}`);
    if (isWeekend(calendar, date) !== weekend) throw new CalendarError(key, text, cure);
  };
  for (const text of Object.keys(year.weekdayHolidays)) {
    check(`years.${name}.weekdayHolidays`, text, false, 'delete it: that day is off anyway');
  }
  for (const text of year.workingWeekends) {
    check(`years.${name}.workingWeekends`, text, true, 'delete it: that day is no weekend');
  }
  const first = Temporal.PlainDate.from({ year: Number(name), month: 1, day: 1 });
  const counted = Array.from({ length: first.daysInYear }, (_, days) => answer(calendar, first.add({ days })));
  const working = counted.filter((day) => day.working).length;
  if (working !== year.workingDays) {
    const cure = `the days listed give ${working}; correct the number or the days`;
    throw new CalendarError(`years.${name}.workingDays`, year.workingDays, cure);
  }
}

/** A part of a JSON pointer, unescaped. */
const readPointer = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (at instanceof Object ? Reflect.get(at, key) : undefined), value);
}

/**
 * Checks a parsed calendar file: its shape, its dates, and that the listed days give the published number of working days.
 *
 * @returns the same value
 * @throws CalendarError for a missing, unknown or malformed key, a date in the wrong year or on the wrong kind of day, and a
 * number of working days that the listed days do not give
 */
export function readCalendar(value: unknown): Calendar {
  if (!Value.Check(Calendar, value)) {
    const [first] = Value.Errors(Calendar, value);
    const path = first?.instancePath.split('/').slice(1).map(readPointer) ?? [];
    const unknown = first?.keyword === 'additionalProperties' ? ` ${first.params.additionalProperties.join(', ')}` : '';
    throw new CalendarError(
      path.join('.') || '(root)',
      valueAt(value, path),
      `it ${first?.message}${unknown}; correct it`,
    );
  }
  const late = findDisorder(value.zones);
  if (late !== null)
    throw new CalendarError(late.key, late.from, 'write an instant, and put the offsets in the order of their time');
  checkOfficeHours(value);
  for (const [name, year] of Object.entries(value.years)) checkYear(value, name, year);
  return value;
}

/**
 * Whether a date is worked. For a year that the calendar lacks, only the day of the week counts, and `incomplete` names the year.
 *
 * @throws CalendarError for a text that is no date
 */
export function lookUpDay(calendar: Calendar, isoDate: string): DayAnswer {
  return answer(calendar, readDate('date', isoDate));
}

/**
 * Whether a date is worked, for callers that need a certain answer.
 *
 * @throws CalendarError for a text that is no date, and for a year that the calendar lacks or is not certain of
 */
export function isWorkingDay(calendar: Calendar, isoDate: string): boolean {
  const { working, incomplete } = lookUpDay(calendar, isoDate);
  if (incomplete.length > 0) {
    throw new CalendarError(
      'date',
      isoDate,
      'its year is not complete in the calendar; add it, or ask lookUpDay for a guess',
    );
  }
  return working;
}

function checkCount(n: number): void {
  if (!Number.isSafeInteger(n) || n < 1) throw new CalendarError('days', n, 'give a whole number from 1');
}

/** The n-th working day, counted from `from`, which is included. */
function nthWorkingDay(calendar: Calendar, from: Temporal.PlainDate, n: number): DueDate {
  const doubtful = new Set<number>();
  let date = from;
  for (let left = n; ; date = date.add({ days: 1 })) {
    const day = answer(calendar, date);
    for (const year of day.incomplete) doubtful.add(year);
    if (day.working) left -= 1;
    if (left === 0) return { date: date.toString(), incomplete: [...doubtful] };
  }
}

/**
 * The last day of a term of working days.
 *
 * @param isoDate the day of receipt; it may be a day off
 * @param n how many working days the term has, from 1
 * @throws CalendarError for a text that is no date or a count that is no whole number from 1
 */
export function addWorkingDays(calendar: Calendar, isoDate: string, n: number, convention: TermStart): DueDate {
  checkCount(n);
  const receipt = readDate('date', isoDate);
  return nthWorkingDay(calendar, convention === 'next-day' ? receipt.add({ days: 1 }) : receipt, n);
}

/**
 * The last day of a term of calendar days. Where that day is off, the term ends on the next working day.
 *
 * @param isoDate the day of receipt; it may be a day off
 * @param n how many calendar days the term has, from 1
 * @throws CalendarError for a text that is no date or a count that is no whole number from 1
 */
export function addCalendarDays(calendar: Calendar, isoDate: string, n: number, convention: TermStart): DueDate {
  checkCount(n);
  const receipt = readDate('date', isoDate);
  return nthWorkingDay(calendar, receipt.add({ days: convention === 'next-day' ? n : n - 1 }), 1);
}
