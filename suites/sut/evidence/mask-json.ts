// Redacts JSON value by value; every other byte stays as it was sent.
import type { Mask } from './mask.ts';

// Without the flag u, which is slower and not needed: all syntax of JSON is ASCII. Most time of the redaction is spent here.
const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[-+.\w]+|\s+/y;

/**
 * The text with every value replaced that may not be shown; null where it is no JSON.
 * It reads token by token and builds no tree, so that a deep or large text exhausts neither stack nor memory.
 */
export function maskJson(text: string, mask: Mask): string | null {
  const open: string[] = [];
  /** The keys that lead to the current token, outermost first. */
  const names: string[] = [];
  const endValue = () => void (open.at(-1) === '{' && names.pop());
  let isKey = false;
  let masked = '';
  /** Where the part of the text begins that is not in `masked` yet. */
  let rest = 0;
  for (let at = 0, end = 0; at < text.length; at = end) {
    TOKEN.lastIndex = at;
    if (!TOKEN.test(text)) return null;
    end = TOKEN.lastIndex;
    const token = text.slice(at, end);
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
        // null holds no information about anybody, so it may always be shown.
        if (token !== 'null') shown = kept(token, value, mask.value(names, value));
        endValue();
      }
    }
    if (shown === token) continue;
    masked += text.slice(rest, at) + shown;
    rest = end;
  }
  return open.length === 0 ? masked + text.slice(rest) : null;
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
