// Tests that what is secret is hidden wherever it stands, and nothing else.
import { expect, it } from 'vitest';
import { Redaction } from './evidence.ts';

const redaction = (...secrets: string[]) => new Redaction(['shown'], secrets);

it.each([
  ['a long secret, also as a part of a word', 'hunter2', 'xhunter2x', 'x[redacted]x'],
  ['a short one where it stands alone', '12+4', 'pin 12+4, not 12+45 nor a12+4', 'pin [redacted], not 12+45 nor a12+4'],
  ['a short one between letters of any language', 'ab', 'әab abә ab', 'әab abә [redacted]'],
  ['nothing for a secret that is empty', '', 'as it is', 'as it is'],
])('hides %s', (_, secret, text, told) => {
  expect(redaction(secret).withoutSecrets(text)).toBe(told);
});

it('hides the longer of two secrets whole', () => {
  expect(redaction('hunter2', 'hunter2-more').withoutSecrets('hunter2-more hunter2')).toBe('[redacted] [redacted]');
});

it('hides what was picked, unless the file allows its name', () => {
  const hiding = redaction();
  hiding.learn('shown', 'a-long-value-that-is-shown');
  hiding.learn('token', 'a-long-token-of-the-portal');
  expect(hiding.withoutSecrets('a-long-value-that-is-shown a-long-token-of-the-portal')).toBe(
    'a-long-value-that-is-shown [redacted]',
  );
});
