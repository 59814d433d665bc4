// Synthetic identification numbers (no real persons), and the check digit against a slow definition.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, checkIdentifier, isBin, isIin, maskIdentifier } from './identifier.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

/** The rule as the law words it: sum position times digit, and where that gives ten, begin the weights at three. */
function slowCheckDigit(first11: string): number | null {
  for (const offset of [0, 2]) {
    let sum = 0;
    for (let position = 0; position < 11; position += 1)
      sum += (((position + offset) % 11) + 1) * Number(first11.charAt(position));
    if (sum % 11 !== 10) return sum % 11;
  }
  return null;
}

describe('checkIdentifier', () => {
  it.each([
    ['900101300017', 'iin'],
    ['850615400026', 'iin'],
    ['000229600034', 'iin'],
    ['121231500016', 'iin'],
    ['900101300811', 'iin'],
    ['910418400524', 'iin'],
    ['120140000017', 'bin'],
    ['120141000012', 'bin'],
    ['130550000028', 'bin'],
    ['140361000032', 'bin'],
    ['120140000810', 'bin'],
  ])('takes %s for a valid %s without remarks', (text, kind) => {
    expect(checkIdentifier(text)).toEqual({ ok: true, kind, warnings: [] });
    expect([isIin(text), isBin(text)]).toEqual([kind === 'iin', kind === 'bin']);
  });

  it.each([
    ['901301300017', ['birth-date']],
    ['900230300019', ['birth-date']],
    ['900101900015', ['century-digit']],
    ['900101700012', ['century-digit']],
  ])('takes %s for a valid IIN with the remark %j', (text, warnings) => {
    expect(checkIdentifier(text)).toEqual({ ok: true, kind: 'iin', warnings });
  });

  it.each([
    ['900101300018', 'check-digit'],
    ['123456789011', 'check-digit'],
    ['123456789021', 'check-digit'],
    ['121340000017', 'structure'],
    ['120170000010', 'structure'],
    ['120144000019', 'structure'],
    ['000000000000', 'structure'],
    ['12014000001', 'length'],
    ['1201400000177', 'length'],
    ['', 'length'],
    ['12014000001A', 'not-digits'],
    ['120140 000017', 'not-digits'],
    ['٩٠٠١٠١٣٠٠٠١٧', 'not-digits'],
  ])('refuses %j for its %s', (text, fault) => {
    expect(checkIdentifier(text)).toMatchObject({ ok: false, fault });
    expect([isIin(text), isBin(text)]).toEqual([false, false]);
  });

  it.each(['90010130080', '12014000086'])('refuses every twelfth digit after %s, which was never issued', (prefix) => {
    expect(checkDigit(prefix)).toBeNull();
    for (let last = 0; last < 10; last += 1) {
      expect(checkIdentifier(`${prefix}${last}`)).toMatchObject({ ok: false, fault: 'no-such-serial' });
    }
  });

  it('sees a leap day by the century that the seventh digit names', () => {
    const numbered = (first11: string) => checkIdentifier(`${first11}${checkDigit(first11)}`);
    expect(numbered('00022960003')).toMatchObject({ ok: true, warnings: [] });
    expect(numbered('00022940003')).toMatchObject({ ok: true, warnings: ['birth-date'] });
    expect(numbered('00022900003')).toMatchObject({ ok: true, warnings: [] });
  });

  it('shows at most two digits of the number in a message', () => {
    fc.assert(
      fc.property(fc.oneof(digits(11), digits(12), digits(13)), (text) => {
        const check = checkIdentifier(text);
        if (!check.ok) expect(check.message).not.toContain(text.slice(0, 3));
      }),
    );
  });
});

describe('checkDigit', () => {
  it('agrees with the slow definition', () => {
    fc.assert(
      fc.property(digits(11), (first11) => {
        expect(checkDigit(first11)).toBe(slowCheckDigit(first11));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['90010130001', 7],
    ['90010130081', 1],
    ['12014000081', 0],
  ])('of %s is %i', (first11, digit) => {
    expect(checkDigit(first11)).toBe(digit);
  });

  it('lets no changed twelfth digit pass', () => {
    fc.assert(
      fc.property(digits(11), fc.integer({ min: 1, max: 9 }), (first11, change) => {
        const digit = checkDigit(first11);
        if (digit !== null)
          expect(checkIdentifier(`${first11}${(digit + change) % 10}`)).toMatchObject({ fault: 'check-digit' });
      }),
    );
  });

  it.each(['', '9001013000', '900101300017', '9001013000A'])('refuses %j, which is not eleven digits', (text) => {
    expect(() => checkDigit(text)).toThrow(RangeError);
  });
});

describe('maskIdentifier', () => {
  it.each([
    ['900101300017', '**********17'],
    ['IIN900101300017', 'IIN**********17'],
    ['120140 000017', '****** ****17'],
    ['12014000001A', '*********01A'],
    ['17', '17'],
    ['', ''],
  ])('writes %j as %j', (text, masked) => {
    expect(maskIdentifier(text)).toBe(masked);
  });

  it('leaves no more than two digits of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), digits(12)), (text) => {
        expect(maskIdentifier(text).match(/\p{Nd}/gu)?.length ?? 0).toBeLessThanOrEqual(2);
      }),
    );
  });
});
