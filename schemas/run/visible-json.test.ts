// Tests that JSON shows what steers, and stays the same JSON.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { visibleJson } from './visible-json.ts';

const UNSEEN = /[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}/u;

it('writes out every control and format character, and is read back as it was', () => {
  const value = { text: 'a\u202e\u009b\u{e0001}\u0000b' };
  expect(visibleJson(value)).toBe(String.raw`{"text":"a\u202e\u009b\udb40\udc01\u0000b"}`);
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (any, indent) => {
      const json = visibleJson(any, indent);
      expect(json).not.toMatch(UNSEEN);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(any)));
    }),
  );
});

it('is one line unless it is indented, and has no value for what JSON has none for', () => {
  expect([visibleJson({ a: [1] }), visibleJson({ a: 1 }, 2), visibleJson(undefined)]).toEqual([
    '{"a":[1]}',
    '{\n  "a": 1\n}',
    'null',
  ]);
});
