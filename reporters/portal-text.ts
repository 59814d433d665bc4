// Makes text that a portal may have chosen safe to show: no escape sequence, control or direction mark survives.

const ESC = '\\u001b';
const BEL = '\\u0007';
const SEQUENCES = [
  `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]`, // CSI: colours, cursor
  `(?:${ESC}[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^${ESC}${BEL}\\u009c]*(?:${BEL}|${ESC}\\\\|\\u009c)`, // OSC and its kin
  `${ESC}[ -/]*[0-~]`,
];
const ESCAPE_SEQUENCE = new RegExp(SEQUENCES.join('|'), 'gu');

/** The format characters of Unicode: bidi overrides and isolates, zero-width marks, the byte order mark, tags. */
const FORMAT = /\p{Cf}/gu;

/** The text on one line, without escape sequences, controls and format characters, and with white space collapsed. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(ESCAPE_SEQUENCE, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(FORMAT, '')
    .trim();
}

/**
 * Lines for the log of a pipeline without what GitHub Actions obeys: `##[` wherever it stands, and `::` at the beginning of a line. A blank
 * parts it.
 */
export const inLog = (lines: string): string => lines.replaceAll('##[', '## [').replace(/^([^\S\n]*):(?=:)/gmu, '$1: ');

/** The text, cut with an ellipsis to so many UTF-16 units, because some readers refuse or drop longer ones. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}
