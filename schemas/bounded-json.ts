// Parses JSON that somebody else wrote, once it is known to be neither so deep nor of so many values that it would take our memory.

/** The deepest nesting that is parsed (included). Messages of portals have a dozen levels. */
const DEEPEST = 1000;
/** The most values (included) that are parsed: each takes many times the memory of its letters. */
const MOST_VALUES = 250_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING = [0x5b, 0x7b] as const;
const CLOSING = [0x5d, 0x7d] as const;

/** The error for a text that is not parsed; its message goes on from what the text is called. */
export class TooMuch extends RangeError {}

/**
 * The value of a JSON text.
 * @param parse what parses it once it is known to be small enough
 * @param mostValues included
 * @throws TooMuch, or SyntaxError for what is no JSON
 */
export function parseBounded(
  text: string,
  parse: (text: string) => unknown = (whole) => JSON.parse(whole),
  mostValues = MOST_VALUES,
): unknown {
  // Each level takes two characters, and each value one, so that a short text need not be looked through.
  if (text.length <= Math.min(2 * DEEPEST, mostValues)) return parse(text);
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      // What does not end is no JSON, which the parser tells.
      at = end === -1 ? text.length : end - 1;
    }
    if (code === COMMA) values += 1;
    else if (code === OPENING[0] || code === OPENING[1]) {
      depth += 1;
      values += 1;
    } else if (code === CLOSING[0] || code === CLOSING[1]) depth -= 1;
    if (depth > DEEPEST) throw new TooMuch('is nested too deeply to be read');
    if (values > mostValues) throw new TooMuch(`holds more than ${mostValues} values`);
  }
  return parse(text);
}

/**
 * Where the string ends that begins with the quotation mark at `at`, past its last one; -1 where it does not end. It goes from quotation
 * mark to quotation mark, because long texts are mostly the characters between them.
 */
export function endOfString(text: string, at: number): number {
  for (let quote = text.indexOf('"', at + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let before = quote;
    while (text.charAt(before - 1) === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote + 1;
  }
  return -1;
}
