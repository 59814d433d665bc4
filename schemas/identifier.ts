// Checks the individual (IIN) and business (BIN) identification numbers, and masks them where they are shown or recorded.

/** The two kinds of number: of a person (IIN) and of an organisation (BIN). */
export type IdentifierKind = 'iin' | 'bin';

/**
 * Why a text is no identifier. `no-such-serial` means that its first eleven digits have no check digit (see {@link checkDigit}), so the
 * number was never issued.
 */
export type IdentifierFault = 'not-digits' | 'length' | 'check-digit' | 'no-such-serial' | 'structure';

/** Oddities of an IIN. They are no faults, because since 2013 an IIN need not agree with the date of birth and the sex. */
export type IdentifierWarning = 'birth-date' | 'century-digit';

/** What the check of a text found: its kind, or the first fault. */
export type IdentifierCheck =
  | { readonly ok: true; readonly kind: IdentifierKind; readonly warnings: IdentifierWarning[] }
  | { readonly ok: false; readonly fault: IdentifierFault; readonly message: string };

const FIRST_WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
const SECOND_WEIGHTS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2] as const;

function weightedRemainder(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
}

/**
 * The twelfth digit that belongs to the first eleven, 0 to 9; null when there is none, because both sets of weights give 10.
 *
 * To make an invalid number, change its twelfth digit: the eleventh has the weight 11 at first, so changing it often changes nothing.
 *
 * @throws RangeError unless given exactly eleven digits
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
  // The numbers of foreigners have 0 here, which names no century, so the date only has to exist in one of them.
  const centuries =
    centuryDigit >= 1 && centuryDigit <= 6 ? [1700 + 100 * Math.ceil(centuryDigit / 2)] : [1800, 1900, 2000];
  const dated = centuries.some((century) => isDate(century + Number(year), Number(month), Number(day)));
  return [...(dated ? [] : ['birth-date' as const]), ...(centuryDigit > 6 ? ['century-digit' as const] : [])];
}

/**
 * The kind of a number, or null where it fits neither. The fifth digit decides: in an IIN it begins the day of birth (0 to 3), in a BIN
 * it is the type of the organisation (4 to 6).
 */
function kindOf(text: string): IdentifierKind | null {
  if (/^0+$/u.test(text)) return null;
  if (/^.{4}[0-3]/u.test(text)) return 'iin';
  return /^..(?:0[1-9]|1[0-2])[4-6][0-3]/u.test(text) ? 'bin' : null;
}

function fault(text: string, name: IdentifierFault, problem: string): IdentifierCheck {
  return { ok: false, fault: name, message: `identifier ${maskIdentifier(text)}: ${problem}` };
}

/**
 * Whether a text is an IIN or a BIN, and if neither, its first fault in the order digits, length, check digit, structure.
 *
 * Spaces and twelve zeros are faults, and so is a BIN with an impossible month, type (4-6) or sub-type (0-3). The birth date and the
 * century digit of an IIN only give warnings. Messages show at most the last two digits, because the numbers are personal data.
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

/** Whether the text is a valid IIN; one with warnings is valid. */
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
 * The text with every digit but the last two replaced by `*`, because an IIN begins with the date of birth. Other characters stay, so
 * that malformed numbers and the `IIN…`, `BIN…` of certificates can be masked too.
 */
export function maskIdentifier(text: string): string {
  let toMask = (text.match(/\p{Nd}/gu)?.length ?? 0) - 2;
  return text.replace(/\p{Nd}/gu, (digit) => {
    toMask -= 1;
    return toMask >= 0 ? '*' : digit;
  });
}
