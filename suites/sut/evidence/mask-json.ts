// Redacts JSON value by value; every other byte stays as it was sent.
import { endOfString } from '../../../schemas/bounded-json.ts';
import { HIDDEN, type Mask } from './mask.ts';

const SYNTAX = '{}[],:';
// Without the flag u, which is slower and not needed: all syntax of JSON is ASCII.
const WORD_OR_BLANKS = /[-+.\w]+|\s+/y;
const HIDDEN_TOKEN = JSON.stringify(HIDDEN);

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
    end = endOfToken(text, at);
    if (end === -1) return null;
    const first = text.charAt(at);
    if (first === '{' || first === '[') {
      open.push(first);
      isKey = first === '{';
    } else if (first === '}' || first === ']') {
      if (open.pop() !== (first === '}' ? '{' : '[')) return null;
      endValue();
    } else if (first === ',') isKey = open.at(-1) === '{';
    else if (first === ':') isKey = false;
    else if (first.trim() !== '') {
      // A hidden value is not even read, because most of a long answer are certificates and keys.
      const isHidden = !isKey && !mask.shows(names);
      const token = isHidden ? '' : text.slice(at, end);
      const value = first === '"' && !isHidden ? unquote(token) : token;
      if (value === null) return null;
      // null holds no information about anybody, so it may always be shown.
      const isNull = !isKey && end - at === 4 && text.startsWith('null', at);
      if (isKey) names.push(value);
      else endValue();
      if (isNull) continue;
      const shown = isHidden ? HIDDEN_TOKEN : kept(token, value, mask.name(value));
      if (shown === token) continue;
      masked += text.slice(rest, at) + shown;
      rest = end;
    }
  }
  return open.length === 0 ? masked + text.slice(rest) : null;
}

/** Where the token that begins at `at` ends; -1 where none does. */
function endOfToken(text: string, at: number): number {
  const first = text.charAt(at);
  if (SYNTAX.includes(first)) return at + 1;
  if (first === '"') return endOfString(text, at);
  WORD_OR_BLANKS.lastIndex = at;
  return WORD_OR_BLANKS.test(text) ? WORD_OR_BLANKS.lastIndex : -1;
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
