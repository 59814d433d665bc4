// Tests that nothing a portal chose can steer a terminal or turn a line around.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inLog, plainText, shorten } from './portal-text.ts';

const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

it.each([
  ['a colour', '\u001b[31mred\u001b[0m', 'red'],
  ['a window title', 'a\u001b]0;pwned\u0007b', 'ab'],
  ['a link', '\u001b]8;;https://evil.example\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['a sequence of one C1 character', 'a\u009b2Jb', 'ab'],
  ['a line that overwrites another', 'failed\rpassed', 'failed passed'],
  ['a bidi override', 'a\u202ecba\u202c', 'acba'],
  ['a lone surrogate', 'a\ud800', 'a\ufffd'],
  ['a sequence that never ends', '\u001b]0;title', '0;title'],
])('removes %s', (_, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

it('leaves nothing that steers, whatever it gets, and keeps Kazakh text', () => {
  const nasty = fc.string({
    unit: fc.constantFrom('\u001b', '[', ']', '3', 'm', '\u009b', '\u202e', '\r', '\u0007', 'ә', ' '),
  });
  fc.assert(fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => !STEERING.test(plainText(text))));
  expect(plainText('Сұрау салуды маршруттау – 10–15 сек')).toBe('Сұрау салуды маршруттау – 10–15 сек');
});

it('parts what GitHub Actions obeys in a log, and nothing else', () => {
  expect(inLog('a ##[error]b ##[x]\n  ::error::c\n::stop-commands::d\n: e::f\n# [g]')).toBe(
    'a ## [error]b ## [x]\n  : :error::c\n: :stop-commands::d\n: e::f\n# [g]',
  );
});

it('cuts between characters', () => {
  expect(shorten('abcd', 4)).toBe('abcd');
  expect(shorten('abcde', 4)).toBe('abc…');
  expect(shorten('ab😀😀', 4)).toBe('ab…');
});
