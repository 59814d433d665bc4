// Redaction by allow-list: what of an exchange may stand in a journal or a report.
import { maskIdentifier } from '../../schemas/identifier.ts';

/** The keys whose values are shown; the value of any other key is replaced. */
const SHOWN: ReadonlySet<string> = new Set([
  'contract', 'name', 'flows', 'controls', 'languages', 'seed', 'now', 'seconds', 'standing', 'regulation', 'flow', 'as', 'state', 'history',
  'action', 'actor', 'startedAt', 'finishedAt', 'completion', 'notifications', 'kind', 'at', 'cause', 'language', 'text', 'number',
  'feeMinorUnits', 'result', 'decision', 'mediaType', 'requests', 'request', 'answers', 'question', 'answer', 'screens', 'buttons', 'fields', 'shows', 'is', 'survey', 'type', 'title', 'status', 'detail',
]); // biome-ignore format: a list of words
const HIDDEN = '[redacted]';
const LONGEST = 2000;
/** Deeper than any answer of the contract; what lies deeper is hidden, so that no answer can exhaust the stack. */
const DEEPEST = 12;
const MOST_ITEMS = 200;

/** A copy of a JSON value in which only allowed keys keep their values and every identification number is masked. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number') return /^\d{12}$/.test(String(value)) ? maskText(String(value)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return HIDDEN;
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item) => redact(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `… ${value.length - MOST_ITEMS} more`] : items;
  }
  const entries = Object.entries(value).slice(0, MOST_ITEMS);
  return Object.fromEntries(
    entries.map(([key, inner]) => {
      if (SHOWN.has(key)) return [key, redact(inner, depth + 1)];
      return [maskText(key), inner === null ? null : HIDDEN];
    }),
  );
}

/** Text with every run of exactly twelve digits masked, cut to a length that a report can show. */
export function maskText(text: string): string {
  const masked = text.replace(/(?<!\d)\d{12}(?!\d)/g, maskIdentifier);
  return masked.length > LONGEST ? `${masked.slice(0, LONGEST)}…` : masked;
}
