// Tests that JSON is parsed as ever, up to the bounds and not beyond them, however short the text is.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseBounded, TooMuch } from './bounded-json.ts';

const nested = (depth: number, within = '') => '['.repeat(depth) + within + ']'.repeat(depth);

it('gives what a parser without bounds gives', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 3000 }), (value, blanks) => {
      const text = `${JSON.stringify(value)}${' '.repeat(blanks)}`;
      expect(parseBounded(text)).toEqual(JSON.parse(text));
    }),
  );
});

it.each(['{"a":', '[1,', '"[', ''])('tells what is no JSON: %s', (text) => {
  for (const long of [text, `${text}${' '.repeat(3000)}`]) expect(() => parseBounded(long)).toThrow(SyntaxError);
});

it('parses a thousand levels, and not one more', () => {
  expect(() => parseBounded(nested(1000))).not.toThrow();
  expect(() => parseBounded(nested(1000, ' '.repeat(100)))).not.toThrow();
  expect(() => parseBounded(nested(1001))).toThrow(TooMuch);
});

it('parses as many values as are asked for, and not one more', () => {
  const list = (values: number) => JSON.stringify(Array.from({ length: values - 1 }, () => 1));
  for (const most of [2, 10, 5000]) {
    expect(() => parseBounded(list(most), undefined, most)).not.toThrow();
    expect(() => parseBounded(list(most + 2), undefined, most)).toThrow(TooMuch);
  }
});
