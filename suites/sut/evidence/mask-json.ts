// JSON with the values hidden that may not be shown; every other byte stays as it was sent.
import type { Mask } from './mask.ts';

// Without the flag u, as every sign of JSON is one unit, and this is where most of the time goes.
const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[-+.\w]+|\s+/y;

/**
 * The same text with what may not be shown replaced, value by value; null for what is no JSON.
 * It goes through the text once and keeps no tree, so that neither depth nor size can exhaust anything.
 */
export function maskJson(text: string, mask: Mask): string | null {
  const open: string[] = [];
  /** The keys that lead to where we are, outermost first. */
  const names: string[] = [];
  const endValue = () => void (open.at(-1) === '{' && names.pop());
  let isKey = false;
  let masked = '';
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return null;
    at += token.length;
    let shown = token;
    if (token === '{' || token === '[') {
      open.push(token);
      isKey = token === '{';
    } else if (token === '}' || token === ']') {
      if (open.pop() !== (token === '}' ? '{' : '[')) return null;
      endValue();
    } else if (token === ',') isKey = open.at(-1) === '{';
    else if (token === ':') isKey = false;
    else if (token.trim() !== '') {
      const value = token.startsWith('"') ? unquote(token) : token;
      if (value === null) return null;
      if (isKey) {
        names.push(value);
        shown = kept(token, value, mask.name(value));
      } else {
        // That there is nothing tells nothing of anybody.
        if (token !== 'null') shown = kept(token, value, mask.value(names, value));
        endValue();
      }
    }
    masked += shown;
  }
  return open.length === 0 ? masked : null;
}

const kept = (token: string, value: string, shown: string): string => (shown === value ? token : JSON.stringify(shown));

function unquote(token: string): string | null {
  if (!token.includes('\\')) return token.slice(1, -1);
  try {
    return String(JSON.parse(token));
  } catch {
    return null;
  }
}
