// Tests that nothing secret leaves an exchange for a report, and nothing else is hidden.
import { describe, expect, it } from 'vitest';
import { maskText, Redaction, redactValue, showsAllowed, showsContract } from './redaction.ts';

const IIN = '850101300123';
const redaction = (...secrets: string[]) => new Redaction({ shows: showsAllowed(['shown']), secrets });

it.each([
  ['a long secret, also as a part of a word', 'hunter2', 'xhunter2x', 'x[redacted]x'],
  ['a short one where it stands alone', '12+4', 'pin 12+4, not 12+45 nor a12+4', 'pin [redacted], not 12+45 nor a12+4'],
  ['a short one between letters of any language', 'ab', 'әab abә ab', 'әab abә [redacted]'],
  ['nothing for a secret that is empty', '', 'as it is', 'as it is'],
])('hides %s', (_, secret, text, shown) => {
  expect(redaction(secret).withoutSecrets(text)).toBe(shown);
});

it('hides the longer of two secrets whole', () => {
  expect(redaction('hunter2', 'hunter2-more').withoutSecrets('hunter2-more hunter2')).toBe('[redacted] [redacted]');
});

it('hides what was picked from then on, unless its name is allowed', () => {
  const hiding = redaction();
  expect(hiding.text('a-long-token-of-the-portal')).toBe('a-long-token-of-the-portal');
  hiding.learn('shown', 'a-long-value-that-is-shown');
  hiding.learn('token', 'a-long-token-of-the-portal');
  expect(hiding.text('a-long-value-that-is-shown a-long-token-of-the-portal')).toBe(
    'a-long-value-that-is-shown [redacted]',
  );
});

it('shows what is allowed and all below it, and what names requests, and hides a secret and a number in it', () => {
  const mask = redaction('hunter2');
  expect(mask.value(['shown', 'deep'], `hunter2 of ${IIN}`)).toBe('[redacted] of **********23');
  expect(mask.value(['list', 'request'], 'R7')).toBe('R7');
  expect([mask.value(['other'], 'x'), mask.value([], 'x')]).toEqual(['[redacted]', '[redacted]']);
});

describe('by the driver contract', () => {
  const redact = (value: unknown) => redactValue(value, new Redaction({ shows: showsContract }));

  it('shows the values of its names and hides those of all others', () => {
    expect(redact({ state: 'open', password: 'p', privateKeyPem: 'k', world: 'w' })).toEqual({
      ...{ state: 'open', password: '[redacted]', privateKeyPem: '[redacted]', world: '[redacted]' },
    });
  });

  it('leaves null, booleans and numbers of its names as they are, and null of hidden ones', () => {
    const value = { result: false, feeMinorUnits: 100, number: null, token: null };
    expect(redact(value)).toEqual(value);
  });

  it('hides the values below a hidden name however they are nested, and keeps the names', () => {
    expect(
      redact({ values: { text: 'a', deep: [{ text: IIN }] }, history: [{ action: 'pay', extra: { text: 'a' } }] }),
    ).toEqual({
      values: { text: '[redacted]', deep: [{ text: '[redacted]' }] },
      history: [{ action: 'pay', extra: { text: '[redacted]' } }],
    });
  });

  it.each([
    ['in a text', { text: `ЖСН ${IIN}.` }],
    ['as a number', { number: Number(IIN) }],
    ['in an array', { history: [[IIN, `a${IIN}b`]] }],
    ['as a key', { [IIN]: 1 }],
  ])('masks an identification number %s', (_, value) => {
    const shown = JSON.stringify(redact(value));
    expect(shown).not.toContain(IIN);
    expect(shown).toContain('*');
  });

  it('does not change the value that it is given', () => {
    const value = { history: [{ action: 'pay' }], password: 'p' };
    redact(value);
    expect(value).toEqual({ history: [{ action: 'pay' }], password: 'p' });
  });
});

describe('maskText', () => {
  it.each(['12345678901', '1234567890123', 'KZ-2013/000123'])('leaves %s alone: it has not twelve digits', (text) => {
    expect(maskText(text)).toBe(text);
  });

  it('masks every number of a text before it is cut', () => {
    const long = `${'x'.repeat(1995)}${IIN}`;
    expect(maskText(`${IIN} ${IIN}`)).not.toContain(IIN);
    expect(maskText(long)).toHaveLength(2001);
    expect(maskText(long)).not.toMatch(/\d{5}/u);
  });
});
