// Cuts long text of a portal, so that no page is filled by it; how much was left out is told with it.

/** The beginning of a text, and how many characters of it are left out. No character is cut in two. */
export interface Cut {
  readonly text: string;
  readonly left: number;
}

/** Cuts a text after so many characters, or so many lines. */
export function cut(text: string, most: number, mostLines = Number.POSITIVE_INFINITY): Cut {
  let end = Math.min(text.length, most);
  for (let at = -1, lines = 0; lines < mostLines; lines += 1) {
    at = text.indexOf('\n', at + 1);
    if (at === -1 || at >= end) break;
    if (lines + 1 === mostLines) end = at;
  }
  if (end < text.length && /[\ud800-\udbff]/u.test(text.charAt(end - 1))) end -= 1;
  return { text: text.slice(0, end), left: text.length - end };
}
