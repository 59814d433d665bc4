// Writes JSON with every invisible character spelt out, so that what a portal sent cannot steer a terminal or hide anything in an editor.

/** Control characters, format characters (bidi marks, zero widths, tags) and line separators, except the line feeds of indentation. */
const UNSEEN = /[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}/gu;

function escapeUnits(found: string): string {
  return Array.from({ length: found.length }, (_, at) => {
    return `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

/** Any value as JSON in which every control and format character is written as `\uXXXX`. Without `indent` it is on one line. */
export function visibleJson(value: unknown, indent = 0): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replace(UNSEEN, escapeUnits);
}
