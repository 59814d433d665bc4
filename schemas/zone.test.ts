import { describe, expect, it } from 'vitest';
import { addWorkingDays } from './calendar.ts';
import { calendarOf, kazakhstan } from './kazakhstan.ts';
import { dueAt } from './term.ts';
import { instantOfLocal, localInstant, offsetAt, tellDate, tellTime, ZONES, type Zone } from './zone.ts';

const at = (zone: Zone) => ({ ...kazakhstan(), zone });
const ALMATY = at('Asia/Almaty');
const AQTAU = at('Asia/Aqtau');

describe('the offset in force', () => {
  it.each([
    ['Asia/Almaty', '2012-04-04T00:00:00Z', '+06:00'],
    ['Asia/Almaty', '2013-07-01T00:00:00Z', '+06:00'],
    ['Asia/Almaty', '2024-02-29T17:59:59.999Z', '+06:00'],
    ['Asia/Almaty', '2024-02-29T18:00:00Z', '+05:00'],
    ['Asia/Almaty', '2026-07-01T00:00:00Z', '+05:00'],
    ['Asia/Qyzylorda', '2013-07-01T00:00:00Z', '+06:00'],
    ['Asia/Qyzylorda', '2018-12-20T18:00:00Z', '+05:00'],
    ['Asia/Aqtau', '2012-04-04T00:00:00Z', '+05:00'],
    ['Asia/Aqtau', '2013-07-01T00:00:00Z', '+05:00'],
    ['Asia/Aqtau', '2024-03-01T00:00:00Z', '+05:00'],
  ] as const)('in %s at %s is %s', (zone, instant, offset) => {
    expect(offsetAt(at(zone), Date.parse(instant))).toBe(offset);
  });

  it('is the one of the tz database, where the platform has a version that knows the change of 2024', () => {
    if ((process.versions.tz ?? '') < '2024a') return;
    const DAY = 86_400_000;
    const weekly = Array.from({ length: 52 * 25 }, (_, n) => Date.UTC(2004, 10, 1) + 7 * n * DAY);
    const changes = ['2018-12-20T18:00:00Z', '2024-02-29T18:00:00Z', '2024-02-29T19:00:00Z'].map((text) =>
      Date.parse(text),
    );
    const instants = [...weekly, ...changes.flatMap((ms) => [ms - 1, ms])];
    for (const zone of ZONES) {
      const clock = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
      for (const ms of instants) {
        const name = clock.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value;
        if (name !== `GMT${offsetAt(at(zone), ms)}`)
          expect.fail(`${zone} at ${new Date(ms).toISOString()}: the tz database has ${name}`);
      }
    }
  });
});

describe('a local time', () => {
  it('is told with the offset of its place and date', () => {
    const ms = Date.parse('2013-03-15T04:00:00.250Z');
    expect(localInstant(ALMATY, ms)).toBe('2013-03-15T10:00:00.250+06:00');
    expect(localInstant(AQTAU, ms)).toBe('2013-03-15T09:00:00.250+05:00');
    expect(localInstant(ALMATY, Date.parse('2024-03-01T00:00:00Z'))).toBe('2024-03-01T05:00:00+05:00');
  });

  it('that came twice, when clocks were put back, is the later one', () => {
    expect(instantOfLocal(ALMATY, '2024-02-29T22:59:59')).toBe('2024-02-29T22:59:59+06:00');
    expect(instantOfLocal(ALMATY, '2024-02-29T23:59:59')).toBe('2024-02-29T23:59:59+05:00');
    expect(instantOfLocal(AQTAU, '2024-02-29T23:59:59')).toBe('2024-02-29T23:59:59+05:00');
  });
});

describe('the last day of a term', () => {
  const TEN = { max: 10, unit: 'working-day' } as const;

  it.each([
    [ALMATY, '2012-04-20T10:00:00+06:00', '2012-05-07T23:59:59+06:00'],
    [AQTAU, '2012-04-20T10:00:00+05:00', '2012-05-07T23:59:59+05:00'],
    [ALMATY, '2013-04-26T10:00:00+06:00', '2013-05-15T23:59:59+06:00'],
    [AQTAU, '2013-04-26T10:00:00+05:00', '2013-05-15T23:59:59+05:00'],
    [ALMATY, '2024-02-15T10:00:00+06:00', '2024-02-29T23:59:59+05:00'],
    [AQTAU, '2024-02-15T10:00:00+05:00', '2024-02-29T23:59:59+05:00'],
    [ALMATY, '2024-02-16T10:00:00+06:00', '2024-03-01T23:59:59+05:00'],
    // The same instant is the next day in the capital and still the day before in Mangystau.
    [ALMATY, '2013-04-26T18:30:00Z', '2013-05-15T23:59:59+06:00'],
    [AQTAU, '2013-04-25T18:30:00Z', '2013-05-14T23:59:59+05:00'],
  ])('in %#: counted from %s is %s', (place, start, due) => {
    expect(dueAt(place, TEN, start, 'next-day')).toEqual({ due, incomplete: [] });
  });

  it('has room for a result at 23:30 in the zone of the act, and in no other', () => {
    const inTime = (place: typeof ALMATY, result: string) =>
      Date.parse(result) <= Date.parse(dueAt(place, TEN, '2013-04-26T10:00:00+05:00', 'next-day').due);
    expect(inTime(AQTAU, '2013-05-15T23:30:00+05:00')).toBe(true);
    expect(inTime(ALMATY, '2013-05-15T23:30:00+05:00')).toBe(false);
    expect(inTime(ALMATY, '2013-05-15T23:30:00+06:00')).toBe(true);
  });

  it('is one day apart where a request comes between the two midnights', () => {
    expect(dueAt(ALMATY, TEN, '2013-04-25T18:30:00Z', 'next-day').due).toBe(
      `${addWorkingDays(ALMATY, '2013-04-26', 10, 'next-day').date}T23:59:59+06:00`,
    );
    expect(dueAt(AQTAU, TEN, '2013-04-25T18:30:00Z', 'next-day').due).toBe('2013-05-14T23:59:59+05:00');
  });

  it('runs in the zone of the act where it names one', () => {
    const act = { kind: 'resolution', clauses: 1 } as Parameters<typeof calendarOf>[1]['act'];
    expect(calendarOf(kazakhstan(), { act: { ...act, zone: 'Asia/Aqtau' } }).zone).toBe('Asia/Aqtau');
    expect(calendarOf(kazakhstan(), { act })).toBe(kazakhstan());
  });
});

describe('tellTime', () => {
  const ms = Date.parse('2013-03-15T18:30:00Z');

  it.each([
    ['kk', 'time', '2013 жылғы 16 наурыз, 00:30', '2013 жылғы 15 наурыз, 23:30'],
    ['ru', 'time', '16 марта 2013 года, 00:30', '15 марта 2013 года, 23:30'],
    ['en', 'time', '16 March 2013, 00:30', '15 March 2013, 23:30'],
    ['en', 'date', '16 March 2013', '15 March 2013'],
    ['en', 'offset', '16 March 2013, 00:30 (UTC+6)', '15 March 2013, 23:30 (UTC+5)'],
  ] as const)('in %s, %s', (language, telling, almaty, aqtau) => {
    expect(tellTime(ALMATY, ms, language, telling)).toBe(almaty);
    expect(tellTime(AQTAU, ms, language, telling)).toBe(aqtau);
  });

  it('tells seconds where there are any', () => {
    expect(tellTime(ALMATY, ms + 20_500, 'en')).toBe('16 March 2013, 00:30:20');
    expect(tellDate('2015-05-28', 'en')).toBe('28 May 2015');
  });
});
