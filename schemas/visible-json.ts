// JSON that steers no terminal and hides nothing in an editor: what a portal said stays exact, and is seen.

/** Control and format characters (bidi marks, zero widths, tags) and line separators; the line feeds of the indentation stay. */
const UNSEEN = /[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}/gu;

function escapeUnits(found: string): string {
  return Array.from({ length: found.length }, (_, at) => {
    return `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

/** Any value as JSON in which every control and format character is written out as `\uXXXX`; on one line unless it is indented. */
export function visibleJson(value: unknown, indent = 0): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replace(UNSEEN, escapeUnits);
}
