// Tests that a secret is found in every spelling in which a portal may repeat it, and that nothing else is hidden.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HIDDEN } from './mask.ts';
import { maskText } from './redaction.ts';
import { Secrets } from './spellings.ts';

const without = (text: string, ...all: string[]) => {
  const secrets = new Secrets();
  for (const secret of all) secrets.add(secret);
  return secrets.without(text);
};
const PASSWORD = 'Құпия-сөз/2013?';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a secret is hidden', () => {
  it.each<[string, string]>([
    ['as it is', PASSWORD],
    ['in upper case', PASSWORD.toUpperCase()],
    ['in lower case', PASSWORD.toLowerCase()],
    ['as a part of an address', encodeURIComponent(PASSWORD)],
    ['with every sign escaped', [...Buffer.from(PASSWORD)].map((byte) => `%${byte.toString(16)}`).join('')],
    ['in hexadecimal', Buffer.from(PASSWORD).toString('hex')],
    ['in hexadecimal with colons', Buffer.from(PASSWORD).toString('hex').match(/../gu)?.join(':') ?? ''],
    ['parted by blanks', [...PASSWORD].join(' ')],
    ['parted by dashes', [...PASSWORD].join('-')],
    ['parted by hyphens that nobody sees', [...PASSWORD].join('\u00ad')],
    ['with its dash left for a blank', PASSWORD.replace('-', ' - ')],
  ])('%s', (_, spelt) => {
    expect(without(`a ${spelt} b`, PASSWORD)).toBe(`a ${HIDDEN} b`);
  });

  it.each([
    ['as it is', base64(PASSWORD)],
    ['behind a name, as in Basic', base64(`u:${PASSWORD}`)],
    ['behind a longer one', base64(`us:${PASSWORD}`)],
    ['behind one longer still', base64(`use:${PASSWORD}`)],
    ['in the alphabet of addresses', Buffer.from(PASSWORD).toString('base64url')],
  ])('in base64, %s', (_, spelt) => {
    const shown = without(spelt, PASSWORD);
    expect(shown).toContain(HIDDEN);
    expect(Buffer.from(shown.replace(HIDDEN, ''), 'base64').length).toBeLessThan(8);
  });

  it('whatever it is', () => {
    const secret = fc
      .string({ minLength: 8, maxLength: 30, unit: 'grapheme' })
      .filter((one) => /[\p{L}\p{N}]{4}/u.test(one));
    fc.assert(
      fc.property(secret, (one) => {
        expect(without(`<${one}>`, one)).toBe(`<${HIDDEN}>`);
        expect(without(`<${encodeURIComponent(one)}>`, one)).not.toContain(encodeURIComponent(one));
        expect(without(Buffer.from(one).toString('hex'), one)).toBe(HIDDEN);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is no secret is left alone', () => {
  it.each([
    ['a short secret within a word', 'ab1', 'cab1n and ab1e'],
    ['words that begin alike', 'hunter2013', 'hunter 201'],
    ['another password', PASSWORD, 'Құпия-сөз/2014?'],
    ['everything, where there are no secrets', '', 'all of it'],
  ])('%s', (_, secret, text) => {
    expect(without(text, secret)).toBe(text);
  });
});

describe('a number of a person is masked', () => {
  it.each([
    ['in the digits of Arabic', '٨٥٠١٠١٣٠٠١٢٣'],
    ['in wide digits', '８５０１０１３００１２３'],
    ['parted by blanks', '850615 400026'],
    ['parted by dashes, digit by digit', [...'850615400026'].join('-')],
    ['parted by points', '850.615.400.026'],
    ['parted by spaces that do not break', '850615\u00a0400026'],
  ])('%s', (_, written) => {
    const shown = maskText(`ЖСН ${written}.`);
    expect(shown.match(/\p{Nd}/gu)).toHaveLength(2);
    expect(shown.match(/\*/gu)).toHaveLength(10);
  });

  it.each(['26.11.2026 1000 теңге', '2013-05-06 0704', '1 000 000 000 000', '850615 400027'])(
    'and %s is none',
    (text) => {
      expect(maskText(text)).toBe(text);
    },
  );
});
