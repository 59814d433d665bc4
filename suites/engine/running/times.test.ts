// Tests that real time is ours, and simulated time that of the walk.
import { describe, expect, it } from 'vitest';
import { Times } from './times.ts';

const FROM = Date.parse('2013-04-26T04:00:00Z');

describe('in a simulated world', () => {
  it('tells the time of the walk, its beginning before anything was told, and the furthest at the end', () => {
    const times = new Times(FROM);
    times.note('a', { clock: '2013-04-26T04:00:10.000Z' });
    times.note('b', { clock: '2013-05-20T04:00:00.000Z' });
    times.note('a', { clock: '2013-04-26T04:00:20.000Z' });
    times.note('b', { clock: null });
    expect([times.now(), times.now('a'), times.now('b'), times.now('c')]).toEqual([
      '2013-04-26T04:00:00.000Z',
      '2013-04-26T04:00:20.000Z',
      '2013-05-20T04:00:00.000Z',
      '2013-04-26T04:00:00.000Z',
    ]);
    expect(times.latest()).toBe('2013-05-20T04:00:00.000Z');
  });
});

describe('in the real world', () => {
  it('tells our time, whatever the portal says, and what the portal said apart', () => {
    const times = new Times(null);
    times.note('a', { clock: '2013-04-26T04:00:10.000Z' });
    for (const now of [times.now(), times.now('a'), times.latest()])
      expect(Date.now() - Date.parse(now)).toBeLessThan(86_400_000);
    expect([times.clockOf('a'), times.clockOf('b'), times.clockOf(null)]).toEqual([
      '2013-04-26T04:00:10.000Z',
      null,
      null,
    ]);
  });
});
