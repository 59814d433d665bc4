// Reads and writes JSON without losing digits of long numbers, such as ids, which a double would round.
import { isSafeNumber, parse, stringify } from 'lossless-json';
import { parseBounded } from '../../../../schemas/bounded-json.ts';

/** What a double may round: sixteen digits or more, with a decimal point among them or not, or an exponent. */
const LONG = /(?:\d\.?){16}|\d[eE][+-]?\d/u;

/** The value of a JSON text; a number that a double would round is a bigint, or the text of its digits. @throws SyntaxError, TooMuch */
export function parseJson(text: string): unknown {
  // The parser of the platform takes a fraction of the time, and loses nothing where no number is long.
  if (!LONG.test(text)) return parseBounded(text);
  const last = { onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue };
  return parseBounded(text, () => parse(text, null, { ...last, parseNumber: (digits) => numberOf(digits) }));
}

const numberOf = (digits: string) =>
  isSafeNumber(digits) ? Number(digits) : /^-?\d+$/u.test(digits) ? BigInt(digits) : digits;

/** The JSON text of a value. */
export const writeJson = (value: unknown): string => stringify(value) ?? 'null';
