// What a header can hold.

/** RFC 9110, 5.1 and 5.5: a name is a token, a value holds no controls and no letters beyond ISO 8859-1. */
export const NAME = /^[\w!#$%&'*+.^`|~-]+$/u;
const NOT_OF_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/u;
/** Why a value cannot be sent as a header, in a sentence that does not show it; null where it can. */
export function whyNoValue(value: string): string | null {
  const at = value.search(NOT_OF_A_VALUE);
  if (at < 0) return null;
  const code = (value.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `its character ${at + 1} (U+${code}) is one that no header can hold`;
}

/** The cure for such a value. */
export const ENCODE = 'send letters only as the portal wants them encoded, such as base64 or %D0%B0, and no line ends';
