// Tests that a walk begins on a day from which its terms run over a holiday, a moved day off and a working Saturday.
import { expect, it } from 'vitest';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import { tellingStart } from './start.ts';

const BY = { calendar: kazakhstan(), convention: 'next-day' } as const;
const start = (max: number, from: string, until = '2013-12-31') =>
  new Date(
    tellingStart([{ max, unit: 'working-day' }], BY, {
      from: Date.parse(`${from}T04:00:00Z`),
      until: Date.parse(`${until}T04:00:00Z`),
    }),
  )
    .toISOString()
    .slice(0, 10);

it('goes to the nearest day from which every miscount shows', () => {
  // In May 2013 the Saturday of the 4th is worked in the place of Friday the 10th, and three days are holidays.
  expect(start(10, '2013-04-01')).toBe('2013-04-24');
  expect(start(10, '2013-06-03')).toBe('2013-10-01');
});

it('stays where it is where every miscount shows, no later day shows more, or the days are not settled', () => {
  expect(start(10, '2013-04-26')).toBe('2013-04-26');
  expect(start(10, '2013-04-01', '2013-04-10')).toBe('2013-04-01');
  expect(start(10, '2031-04-01', '2032-04-01')).toBe('2031-04-01');
});
