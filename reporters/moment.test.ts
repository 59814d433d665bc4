import { describe, expect, it } from 'vitest';
import { tellMoment } from './moment.ts';

describe('tellMoment', () => {
  it.each([
    ['2013-03-15T04:00:00.000Z', '15 March 2013, 10:00 (UTC+6)'],
    ['2024-02-29T18:30:05Z', '29 February 2024, 23:30:05 (UTC+5)'],
    ['2026-11-26T19:00:00+00:00', '27 November 2026, 00:00 (UTC+5)'],
    ['no end', 'no end'],
    ['2013-03-15T99:00:00Z', '2013-03-15T99:00:00Z'],
    ['2013\u001b[31m', '2013'],
  ])('tells %j as %j', (instant, told) => {
    expect(tellMoment(instant)).toBe(told);
  });
});
