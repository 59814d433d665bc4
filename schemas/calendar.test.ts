// The national calendar against its published counts, the measured vectors, and a slow definition that walks day by day.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  addCalendarDays,
  addWorkingDays,
  type Calendar,
  CalendarError,
  isWorkingDay,
  lookUpDay,
  readCalendar,
} from './calendar.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../fixtures/calendars/kz.yaml'), 'utf8');
const KZ = readCalendar(parse(TEXT));
const DAY_MS = 86_400_000;

const shift = (date: string, days: number) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** The slow definition: written on Date and on the raw lists, without a line of the code under test. */
function slowlyWorked(calendar: Calendar, date: string): boolean {
  const weekday = new Date(date).getUTCDay();
  const year = calendar.years[date.slice(0, 4)];
  if (weekday === 0 || weekday === 6) return year?.workingWeekends.some((day) => day === date) ?? false;
  return !Object.keys(year?.weekdayHolidays ?? {}).some((day) => day === date);
}

function slowWorkingDays(calendar: Calendar, receipt: string, n: number, first: number): string {
  const days = Array.from({ length: n * 3 + 30 }, (_, index) => shift(receipt, first + index));
  return days.filter((day) => slowlyWorked(calendar, day))[n - 1] ?? 'none';
}

describe('the calendar of Kazakhstan', () => {
  const years = Object.keys(KZ.years);

  it('holds 2012 to 2027, of which 2026 and 2027 are not settled', () => {
    expect(years).toEqual(Array.from({ length: 16 }, (_, index) => String(2012 + index)));
    expect(years.filter((year) => !KZ.years[year]?.complete)).toEqual(['2026', '2027']);
  });

  it.each(years)('%s has the published number of working days', (year) => {
    const days = Array.from({ length: 366 }, (_, index) => shift(`${year}-01-01`, index));
    const worked = days.filter((day) => day.startsWith(year) && lookUpDay(KZ, day).working);
    expect(worked).toHaveLength(KZ.years[year]?.workingDays ?? -1);
  });

  it.each([
    ['2012', 247],
    ['2013', 246],
    ['2014', 245],
    ['2015', 245],
    ['2024', 249],
    ['2025', 246],
    ['2026', 247],
    ['2027', 247],
  ])('%s has %i working days, as the research printed it', (year, days) => {
    expect(KZ.years[year]?.workingDays).toBe(days);
  });
});

describe('counting a term', () => {
  it.each([
    ['2012-03-01', 15, '2012-03-28', '2012-03-27'],
    ['2012-04-20', 10, '2012-05-07', '2012-05-04'],
    ['2012-12-10', 15, '2013-01-04', '2013-01-03'],
    ['2013-04-26', 10, '2013-05-15', '2013-05-14'],
    ['2013-12-20', 10, '2014-01-08', '2014-01-06'],
    ['2014-04-25', 10, '2014-05-14', '2014-05-13'],
    ['2015-03-16', 10, '2015-04-02', '2015-04-01'],
    ['2015-09-14', 10, '2015-09-29', '2015-09-28'],
  ])('%s and %i working days end on %s, or on %s when the day of receipt counts', (receipt, n, nextDay, receiptDay) => {
    expect(addWorkingDays(KZ, receipt, n, 'next-day')).toEqual({ date: nextDay, incomplete: [] });
    expect(addWorkingDays(KZ, receipt, n, 'receipt-day')).toEqual({ date: receiptDay, incomplete: [] });
  });

  it.each([
    ['2013-04-22', 'next-day', '2013-05-08'],
    ['2013-03-08', 'next-day', '2013-03-26'],
    ['2013-04-22', 'receipt-day', '2013-05-06'],
    ['2013-04-23', 'receipt-day', '2013-05-08'],
  ] as const)('%s and 15 calendar days (%s) end on %s', (receipt, convention, due) => {
    expect(addCalendarDays(KZ, receipt, 15, convention)).toEqual({ date: due, incomplete: [] });
  });

  it.each([
    ['2012-03-01', 15, '2012-03-22'],
    ['2012-04-20', 10, '2012-05-04'],
    ['2012-12-10', 15, '2012-12-31'],
    ['2013-04-26', 10, '2013-05-10'],
    ['2013-12-20', 10, '2014-01-03'],
    ['2014-04-25', 10, '2014-05-09'],
    ['2015-03-16', 10, '2015-03-30'],
    ['2015-09-14', 10, '2015-09-28'],
  ])('without data %s and %i working days are guessed to end on %s, and the guess is flagged', (receipt, n, naive) => {
    const answer = addWorkingDays({ ...KZ, years: {} }, receipt, n, 'next-day');
    expect(answer.date).toBe(naive);
    expect(answer.incomplete).toContain(Number(receipt.slice(0, 4)));
  });

  it('flags only the years that the answer leans on', () => {
    expect(addWorkingDays(KZ, '2025-12-30', 1, 'next-day')).toEqual({ date: '2025-12-31', incomplete: [] });
    expect(addWorkingDays(KZ, '2025-12-30', 2, 'next-day').incomplete).toEqual([2026]);
    expect(addWorkingDays(KZ, '2027-12-30', 2, 'next-day').incomplete).toEqual([2027, 2028]);
    expect(addCalendarDays(KZ, '2011-12-30', 33, 'next-day')).toEqual({ date: '2012-02-01', incomplete: [] });
  });

  it('agrees with the slow definition on any date, count and convention', () => {
    const receipt = fc.integer({ min: 0, max: 17 * 365 }).map((days) => shift('2011-06-01', days));
    const start = fc.constantFrom('next-day' as const, 'receipt-day' as const);
    fc.assert(
      fc.property(receipt, fc.integer({ min: 1, max: 60 }), start, (date, n, convention) => {
        const first = convention === 'next-day' ? 1 : 0;
        expect(addWorkingDays(KZ, date, n, convention).date).toBe(slowWorkingDays(KZ, date, n, first));
        expect(addCalendarDays(KZ, date, n, convention).date).toBe(slowWorkingDays(KZ, date, 1, first + n - 1));
      }),
      { numRuns: 300 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d days', (n) => {
    expect(() => addWorkingDays(KZ, '2013-03-15', n, 'next-day')).toThrow('whole number from 1');
    expect(() => addCalendarDays(KZ, '2013-03-15', n, 'next-day')).toThrow('whole number from 1');
  });

  it.each(['', '2013-02-30', '2013-3-15', '15.03.2013', '2013-03-15T10:00:00+06:00', '20130315'])(
    'refuses the date %j',
    (date) => {
      expect(() => lookUpDay(KZ, date)).toThrow(CalendarError);
      expect(() => addWorkingDays(KZ, date, 1, 'next-day')).toThrow(JSON.stringify(date));
    },
  );
});

describe('one day', () => {
  it.each([
    ['2013-03-15', true],
    ['2013-03-16', false],
    ['2013-03-21', false],
    ['2013-05-04', true],
  ])('%s is worked: %s', (date, working) => {
    expect(isWorkingDay(KZ, date)).toBe(working);
    expect(lookUpDay(KZ, date)).toEqual({ working, incomplete: [] });
  });

  it('gives a flagged guess, or no boolean at all, where the calendar is not certain', () => {
    expect(lookUpDay(KZ, '2011-12-16')).toEqual({ working: true, incomplete: [2011] });
    expect(lookUpDay(KZ, '2011-12-17')).toEqual({ working: false, incomplete: [2011] });
    expect(lookUpDay(KZ, '2027-12-16')).toEqual({ working: false, incomplete: [2027] });
    expect(() => isWorkingDay(KZ, '2011-12-16')).toThrow('"2011-12-16"');
    expect(() => isWorkingDay(KZ, '2027-12-16')).toThrow(CalendarError);
  });
});

describe('readCalendar', () => {
  const refused: readonly (readonly [string, string, string])[] = [
    ['an unknown key', TEXT.replace('weekend:', 'weekends: []\nweekend:'), 'weekends'],
    ['a missing key', TEXT.replace(/^zone:.*\n/mu, ''), 'zone'],
    ['a malformed offset', TEXT.replace('"+06:00"', '"+6"'), 'zones.Asia/Almaty.offset: got "+6"'],
    ['a zone without a history', TEXT.replace(/^ {2}Asia\/Oral:.*\n/mu, ''), 'Asia/Oral'],
    [
      'offsets out of order',
      TEXT.replace(
        'offset: "+05:00" }] }',
        'offset: "+05:00" }, { from: "2018-12-21T00:00:00+06:00", offset: "+06:00" }] }',
      ),
      'put the offsets in the order of their time',
    ],
    ['an instant that is none', TEXT.replace('2024-03-01T', '2024-03-41T'), '2024-03-41T'],
    ['an unknown weekday', TEXT.replace('[saturday, sunday]', '[saturday, caturday]'), 'caturday'],
    ['a misspelt key of a year', TEXT.replace('workingWeekends:', 'workingWeekend:'), 'years.2012'],
    ['a holiday that is no date', TEXT.replace('2012-01-02:', '2012-02-30:'), '"2012-02-30"'],
    ['a holiday of another year', TEXT.replace('2012-01-02:', '2013-01-02:'), 'move it to years.2013'],
    [
      'a holiday on a weekend',
      TEXT.replace('2012-01-02:', '2012-01-07:'),
      'years.2012.weekdayHolidays: got "2012-01-07"',
    ],
    [
      'a working weekend on a weekday',
      TEXT.replace('[2012-03-11,', '[2012-03-12,'),
      'years.2012.workingWeekends: got "2012-03-12"',
    ],
    [
      'a count that the days do not give',
      TEXT.replace('workingDays: 247', 'workingDays: 248'),
      'years.2012.workingDays: got 248; the days listed give 247',
    ],
    ['a day listed twice', TEXT.replace('[2012-03-11,', '[2012-03-11, 2012-03-11,'), 'years.2012.workingWeekends'],
    ['hours out of order', TEXT.replace('"18:30"', '"08:30"'), 'officeHours'],
    ['a list', '[]', '(root)'],
    ['nothing', '', '(root)'],
  ];

  it.each(refused)('refuses %s, naming key and value', (_, text, message) => {
    expect(text).not.toBe(TEXT);
    expect(() => readCalendar(parse(text))).toThrow(CalendarError);
    expect(() => readCalendar(parse(text))).toThrow(message);
  });
});
