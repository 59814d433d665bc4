// Printed terms of the seeds and of their Russian counterparts, their English wording, and when they run out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCalendar } from './calendar.ts';
import { describeTerm, dueAt, parseTerm, type Term, TermError } from './term.ts';

const KZ = readCalendar(parse(readFileSync(join(import.meta.dirname, '../fixtures/calendars/kz.yaml'), 'utf8')));

const READABLE: readonly (readonly [string, Term | null])[] = [
  ['10–15 сек', { min: 10, max: 15 }],
  ['20 сек', { min: null, max: 20 }],
  ['1,5 мин', { min: null, max: 90 }],
  ['-', null],
  ['15 жұмыс күні', { max: 15, unit: 'working-day' }],
  ['10 сек', { min: null, max: 10 }],
  ['30 се-\n\nкунд-\n1 минут', { min: 30, max: 60 }],
  ['30 секунд', { min: null, max: 30 }],
  ['1,5 минут', { min: null, max: 90 }],
  ['30 се-\n\nкунд- 1 минут', { min: 30, max: 60 }],
  ['1 минут ', { min: null, max: 60 }],
  ['10 жұмыс күні', { max: 10, unit: 'working-day' }],
  ['30 секунд-1 минут', { min: 30, max: 60 }],
  ['1,5 ми-\n\nнут', { min: null, max: 90 }],
  ['30 се-\n\nкунд-1 минут', { min: 30, max: 60 }],
  ['1 ми-\n\nнут ', { min: null, max: 60 }],
  ['1 ми-\n\nнут', { min: null, max: 60 }],
  ['30 секунд-1 минут ', { min: 30, max: 60 }],
  ['1 минуттан артық емес', { min: null, max: 60 }],
  ['5 минуттан артық емес', { min: null, max: 300 }],
  ['15 күнтізбелік күн', { max: 15, unit: 'calendar-day' }],
  ['10 - 15 сек', { min: 10, max: 15 }],
  ['10-15 сек', { min: 10, max: 15 }],
  ['10 – 15 сек', { min: 10, max: 15 }],
  ['10-15 сек ', { min: 10, max: 15 }],
  ['–', null],
  [' — ', null],
  ['он төрт жұмыс күні', { max: 14, unit: 'working-day' }],
  ['екі жұмыс күні ішінде', { max: 2, unit: 'working-day' }],
  ['тоғыз жұмыс күні', { max: 9, unit: 'working-day' }],
  ['тоғыз күні', { max: 9, unit: 'calendar-day' }],
  ['бір жұмыс күні', { max: 1, unit: 'working-day' }],
  ['он бес минут', { min: null, max: 900 }],
  ['бір сағат', { min: null, max: 3600 }],
  ['төрт сағат ішінде', { min: null, max: 14_400 }],
  ['екі сағат', { min: null, max: 7200 }],
  ['4 сағат', { min: null, max: 14_400 }],
  ['екі-үш сағат', { min: 7200, max: 10_800 }],
  ['30 се- кунд- 1 минут', { min: 30, max: 60 }],
  ['15 (он бес) жұмыс күні', { max: 15, unit: 'working-day' }],
  ['10-15 секунд', { min: 10, max: 15 }],
  ['1,5 минуты', { min: null, max: 90 }],
  ['не более 1 минуты', { min: null, max: 60 }],
  ['15 рабочих дней', { max: 15, unit: 'working-day' }],
  ['15 календарных дней', { max: 15, unit: 'calendar-day' }],
  ['в течение десяти рабочих дней', { max: 10, unit: 'working-day' }],
  ['не более трёх часов', { min: null, max: 10_800 }],
  ['10-15 рабочих дней', { max: 15, unit: 'working-day' }],
  ['20 ceк', { min: null, max: 20 }],
  ['в течение пятнадцати минут', { min: null, max: 900 }],
  ['в течении 15 (пятнадцати) минут', { min: null, max: 900 }],
  ['не позднее 1 (одного) рабочего дня', { max: 1, unit: 'working-day' }],
  ['до 30 минут', { min: null, max: 1800 }],
  ['от 10 до 15 секунд', { min: 10, max: 15 }],
  ['10 секундтан 15 секундқа дейін', { min: 10, max: 15 }],
  ['15 минутқа дейін', { min: null, max: 900 }],
  ['15 минуттан аспайды', { min: null, max: 900 }],
  ['15 (он бес) минуттан аспайды', { min: null, max: 900 }],
  ['30 минуттан кешіктірмей', { min: null, max: 1800 }],
  ['бір жұмыс күнінің ішінде', { max: 1, unit: 'working-day' }],
  ['1 (бір) жұмыс күнінен аспайды', { max: 1, unit: 'working-day' }],
  ['жиырма бес минут', { min: null, max: 1500 }],
  ['двадцать пять минут', { min: null, max: 1500 }],
  ['одиннадцать рабочих дней', { max: 11, unit: 'working-day' }],
  ['15 раб. дней', { max: 15, unit: 'working-day' }],
  ['10 – 15 секунд;', { min: 10, max: 15 }],
  ['2 часа.', { min: null, max: 7200 }],
  ['15 жұмыс күнi', { max: 15, unit: 'working-day' }],
];

const UNREADABLE = [
  '',
  'сек',
  '15',
  '15 аршын',
  'көп жұмыс күні',
  '1,5 жұмыс күні',
  '0 сек',
  '15-10 сек',
  '1 минут-30 секунд',
  '1 сек-2 жұмыс күні',
  '1 жұмыс күні-2 күнтізбелік күн',
  '10-15 сек-20 сек',
  '15 (он) жұмыс күні',
  'бес он минут',
  'он жиырма минут',
  '1 сағат 30 минут',
  '1.2.3 сек',
  'кемінде 15 минут',
  'не менее 15 минут',
  'от 15 до 10 секунд',
  '1, 5 мин',
  'l0 сек',
  'З0 сек',
  '3 сутки',
  '2 апта',
  '15 минут немесе 1 сағат',
  '-5 сек',
];

const count = fc.integer({ min: 1, max: 10_000 });
const dayTerm = fc.record({ max: count, unit: fc.constantFrom('working-day' as const, 'calendar-day' as const) });
const millis = fc.integer({ min: 1, max: 40_000_000 });
const clockTerm = fc.oneof(
  fc.record({
    min: fc.constant(null),
    max: fc.oneof(
      millis.map((ms) => ms / 1000),
      count.map((n) => n * 60),
    ),
  }),
  fc.tuple(millis, millis).map(([a, b]) => ({ min: Math.min(a, b) / 1000, max: Math.max(a, b) / 1000 })),
  fc.tuple(count, count).map(([a, b]) => ({ min: Math.min(a, b) * 3600, max: Math.max(a, b) * 3600 })),
);

describe('parseTerm', () => {
  it.each(READABLE)('reads %j', (printed, term) => {
    expect(parseTerm(printed)).toEqual(term);
  });

  it.each(UNREADABLE)('refuses %j, naming it and the cure', (printed) => {
    expect(() => parseTerm(printed)).toThrow(TermError);
    expect(() => parseTerm(printed)).toThrow(JSON.stringify(printed));
    expect(() => parseTerm(printed)).toThrow('write a duration');
  });

  it('reads every printed range of seconds and minutes to its bounds', () => {
    const dash = fc.constantFrom('-', '–', ' - ', ' – ', '-\n');
    const unit = fc.constantFrom<[number, string][]>(
      [1, 'сек'],
      [1, 'секунд'],
      [60, 'мин'],
      [60, 'минут'],
      [3600, 'сағат'],
    );
    fc.assert(
      fc.property(count, count, dash, unit, (low, more, mark, [size, name]) => {
        const high = low + more;
        expect(parseTerm(`${low}${mark}${high} ${name}`)).toEqual({ min: low * size, max: high * size });
      }),
    );
  });
});

describe('describeTerm', () => {
  it.each([
    [{ min: null, max: 15 }, 'at most 15 s'],
    [{ min: 10, max: 15 }, '10-15 s'],
    [{ min: null, max: 90 }, 'at most 90 s'],
    [{ min: 30, max: 60 }, '30-60 s'],
    [{ min: null, max: 60 }, 'at most 1 min'],
    [{ min: null, max: 7200 }, 'at most 2 h'],
    [{ max: 15, unit: 'working-day' }, '15 working days'],
    [{ max: 1, unit: 'working-day' }, '1 working day'],
    [{ max: 15, unit: 'calendar-day' }, '15 calendar days'],
  ] satisfies [Term, string][])('says %j as %j', (term, sentence) => {
    expect(describeTerm(term)).toBe(sentence);
  });

  it('writes what parseTerm reads back to the same term', () => {
    fc.assert(
      fc.property(fc.oneof(dayTerm, clockTerm), (term) => {
        expect(parseTerm(describeTerm(term))).toEqual(term);
      }),
    );
  });
});

describe('dueAt', () => {
  const days = (max: number, unit: 'working-day' | 'calendar-day'): Term => ({ max, unit });

  it.each([
    [days(15, 'working-day'), '2012-03-01T09:30:00+06:00', 'next-day', '2012-03-28T23:59:59+06:00'],
    [days(15, 'working-day'), '2012-03-01T09:30:00+06:00', 'receipt-day', '2012-03-27T23:59:59+06:00'],
    [days(15, 'working-day'), '2012-02-29T20:00:00Z', 'next-day', '2012-03-28T23:59:59+06:00'],
    [days(15, 'calendar-day'), '2013-04-22T10:00:00+06:00', 'next-day', '2013-05-08T23:59:59+06:00'],
    [{ min: 10, max: 15 }, '2013-03-15T10:00:00+06:00', 'next-day', '2013-03-15T10:00:15+06:00'],
    [{ min: null, max: 90 }, '2013-03-15T23:59:00.500+06:00', 'next-day', '2013-03-16T00:00:30.500+06:00'],
    [{ min: null, max: 0.25 }, '2013-03-15T04:00:00Z', 'receipt-day', '2013-03-15T10:00:00.250+06:00'],
  ] as const)('ends %j from %s (%s) at %s', (term, start, convention, due) => {
    expect(dueAt(KZ, term, start, convention)).toEqual({ due, incomplete: [] });
  });

  it('names the years that it had to guess', () => {
    expect(dueAt(KZ, days(10, 'working-day'), '2027-12-28T10:00:00+06:00', 'next-day').incomplete).toEqual([
      2027, 2028,
    ]);
  });

  it.each(['', '2013-03-15', '2013-03-15T10:00:00', 'tomorrow'])('refuses the start %j', (start) => {
    expect(() => dueAt(KZ, days(1, 'working-day'), start, 'next-day')).toThrow(RangeError);
    expect(() => dueAt(KZ, days(1, 'working-day'), start, 'next-day')).toThrow(JSON.stringify(start));
  });
});
