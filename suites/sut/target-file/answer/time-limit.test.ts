// Tests that what does not end is stopped, and that nothing else is touched.
import { expect, it } from 'vitest';
import { withinTime } from './time-limit.ts';

it('stops what does not end, and works again', () => {
  expect(
    withinTime(20, () => {
      for (;;);
    }),
  ).toBeNull();
  expect(withinTime(20, () => null)).toEqual({ done: null });
});

it('hands on what is thrown', () => {
  expect(() =>
    withinTime(20, () => {
      throw new TypeError('mine');
    }),
  ).toThrow(new TypeError('mine'));
});
