// What a portal writes in local time is an instant of the place and date, whatever version of the tz database the platform has.
import { describe, expect, it } from 'vitest';
import { toInstant } from './instant.ts';

const FORM = 'dd.MM.yyyy HH:mm:ss';

describe('toInstant', () => {
  it.each([
    ['15.03.2013 10:00:00', undefined, '2013-03-15T10:00:00+06:00'],
    ['29.02.2024 22:30:00', undefined, '2024-02-29T22:30:00+06:00'],
    ['29.02.2024 23:30:00', undefined, '2024-02-29T23:30:00+05:00'],
    ['01.03.2024 00:00:00', undefined, '2024-03-01T00:00:00+05:00'],
    ['15.03.2013 10:00:00', 'Asia/Aqtau', '2013-03-15T10:00:00+05:00'],
    ['15.03.2013 10:00:00', 'Europe/Berlin', '2013-03-15T10:00:00+01:00'],
    ['15.03.2013 10:00:00', '+04:00', '2013-03-15T10:00:00+04:00'],
    ['30.02.2013 10:00:00', undefined, null],
  ])('reads %s in %s as %s', (text, zone, instant) => {
    expect(toInstant(text, FORM, zone)).toBe(instant);
  });

  it('reads an instant without an offset in the zone', () => {
    expect(toInstant('2024-03-01T00:00:00.25', 'iso')).toBe('2024-03-01T00:00:00.25+05:00');
    expect(toInstant('2024-03-01', 'iso', 'Asia/Almaty')).toBe('2024-03-01T00:00:00+05:00');
  });
});
