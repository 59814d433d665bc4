// Tests that nothing leaves an exchange for a report that is not allowed to.
import { describe, expect, it } from 'vitest';
import { maskText, redact } from './redact.ts';

const IIN = '850101300123';

describe('redact', () => {
  it('shows the values of allowed keys and hides those of all others', () => {
    expect(redact({ state: 'open', password: 'p', privateKeyPem: 'k', world: 'w' })).toEqual({
      state: 'open',
      password: '[redacted]',
      privateKeyPem: '[redacted]',
      world: '[redacted]',
    });
  });

  it('leaves null, booleans and numbers of allowed keys as they are, and null of hidden ones', () => {
    expect(redact({ result: false, feeMinorUnits: 100, number: null, token: null })).toEqual({
      result: false,
      feeMinorUnits: 100,
      number: null,
      token: null,
    });
  });

  it('hides the values of a hidden key however they are nested', () => {
    expect(
      redact({ values: { text: 'a', deep: [{ text: IIN }] }, history: [{ action: 'pay', extra: { text: 'a' } }] }),
    ).toEqual({
      values: '[redacted]',
      history: [{ action: 'pay', extra: '[redacted]' }],
    });
  });

  it.each([
    ['in a text', { text: `ЖСН ${IIN}.` }],
    ['as a number', { number: Number(IIN) }],
    ['in an array', [[IIN, `a${IIN}b`]]],
    ['as a text alone', IIN],
    ['as a key', { [IIN]: 1 }],
  ])('masks an identification number %s', (_, value) => {
    const shown = JSON.stringify(redact(value));
    expect(shown).not.toContain(IIN);
    expect(shown).toContain('*');
  });

  it('hides what lies too deep, so that no answer exhausts the stack', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(JSON.stringify(redact(deep))).toBe(`${'['.repeat(12)}"[redacted]"${']'.repeat(12)}`);
  });

  it('cuts long arrays and says by how much', () => {
    const shown = redact(Array.from({ length: 1000 }, (_, i) => i));
    expect(shown).toHaveLength(201);
    expect(shown).toContain('… 800 more');
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
