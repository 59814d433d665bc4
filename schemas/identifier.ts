// The individual (IIN) and business (BIN) identification numbers: check digit, structure, and masking for the records.

export type IdentifierKind = 'iin' | 'bin';

/** Why a text is no identifier. `no-such-serial`: both passes of the check give 10, so the number was never issued. */
export type IdentifierFault = 'not-digits' | 'length' | 'check-digit' | 'no-such-serial' | 'structure';

/** Since 2013 an IIN need not agree with the date of birth and the sex, so these are remarks and no faults. */
export type IdentifierWarning = 'birth-date' | 'century-digit';

export type IdentifierCheck =
  | { readonly ok: true; readonly kind: IdentifierKind; readonly warnings: IdentifierWarning[] }
  | { readonly ok: false; readonly fault: IdentifierFault; readonly message: string };

const FIRST_WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
const SECOND_WEIGHTS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2] as const;

function weightedRemainder(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
}

/**
 * The twelfth digit that belongs to the first eleven, 0 to 9; null when there is none (both passes give 10).
 * Changing the eleventh digit often leaves the check digit right (its first weight is 11): break a number at the twelfth digit.
 *
 * @throws RangeError unless given exactly eleven digits.
 */
export function checkDigit(first11: string): number | null {
  if (!/^[0-9]{11}$/u.test(first11)) {
    throw new RangeError(`first11: got ${maskIdentifier(first11)}; give the first eleven digits of the number`);
  }
  const first = weightedRemainder(first11, FIRST_WEIGHTS);
  if (first < 10) return first;
  const second = weightedRemainder(first11, SECOND_WEIGHTS);
  return second < 10 ? second : null;
}

function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function warningsOfIin(text: string): IdentifierWarning[] {
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)].map(Number);
  const centuryDigit = Number(text[6]);
  // 0 is seen in the numbers of foreigners and names no century; any date of some century will do there.
  const centuries =
    centuryDigit >= 1 && centuryDigit <= 6 ? [1700 + 100 * Math.ceil(centuryDigit / 2)] : [1800, 1900, 2000];
  const dated = centuries.some((century) => isDate(century + Number(year), Number(month), Number(day)));
  return [...(dated ? [] : ['birth-date' as const]), ...(centuryDigit > 6 ? ['century-digit' as const] : [])];
}

/** The fifth digit decides: a day of the month begins with 0 to 3, the type of an organisation is 4, 5 or 6. */
function kindOf(text: string): IdentifierKind | null {
  if (/^0+$/u.test(text)) return null;
  if (/^.{4}[0-3]/u.test(text)) return 'iin';
  return /^..(?:0[1-9]|1[0-2])[4-6][0-3]/u.test(text) ? 'bin' : null;
}

function fault(text: string, name: IdentifierFault, problem: string): IdentifierCheck {
  return { ok: false, fault: name, message: `identifier ${maskIdentifier(text)}: ${problem}` };
}

/**
 * Says whether a text is an IIN or a BIN, and if not, the first fault found: digits, length, check digit, structure.
 * Spaces are faults. The structure of a BIN (month, type 4-6, sub-type 0-3) is firm; the birth date and the century digit of an
 * IIN give warnings only; twelve zeros are refused. Messages show at most the last two digits.
 */
export function checkIdentifier(text: string): IdentifierCheck {
  if (/[^0-9]/u.test(text)) return fault(text, 'not-digits', 'has something else than digits; write twelve digits');
  if (text.length !== 12) return fault(text, 'length', `has ${text.length} digits; write twelve`);
  const expected = checkDigit(text.slice(0, 11));
  if (expected === null) return fault(text, 'no-such-serial', 'no check digit exists for it, so it was never issued');
  if (expected !== Number(text[11])) return fault(text, 'check-digit', 'the last digit does not fit the others');
  const kind = kindOf(text);
  if (kind === null) return fault(text, 'structure', 'digits 1 to 6 are neither those of an IIN nor of a BIN');
  return { ok: true, kind, warnings: kind === 'iin' ? warningsOfIin(text) : [] };
}

/** Whether the text is a valid IIN; warnings do not matter. */
export function isIin(text: string): boolean {
  const check = checkIdentifier(text);
  return check.ok && check.kind === 'iin';
}

/** Whether the text is a valid BIN. */
export function isBin(text: string): boolean {
  const check = checkIdentifier(text);
  return check.ok && check.kind === 'bin';
}

/**
 * The text with every digit but its last two as `*`, other characters kept: an IIN begins with the date of birth.
 * Works on malformed numbers and on `IIN…`, `BIN…` of a certificate too.
 */
export function maskIdentifier(text: string): string {
  let toMask = (text.match(/\p{Nd}/gu)?.length ?? 0) - 2;
  return text.replace(/\p{Nd}/gu, (digit) => {
    toMask -= 1;
    return toMask >= 0 ? '*' : digit;
  });
}
