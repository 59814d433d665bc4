// Finds texts that look like an instant but name no moment of the calendar, such as a 13th month.
const INSTANT = /^\d{4}-\d{2}-(\d{2})T(\d{2}):/;

/** The first text in an answer that looks like an instant but is none; null when there is no such text. */
export function findWrongInstant(json: unknown): string | null {
  if (typeof json === 'string') return INSTANT.test(json) && !isInstant(json) ? json : null;
  if (typeof json !== 'object' || json === null) return null;
  for (const inner of Object.values(json)) {
    const wrong = findWrongInstant(inner);
    if (wrong !== null) return wrong;
  }
  return null;
}

// The answers of a walk repeat the same instants, and parsing one costs more than looking it up.
const known = new Map<string, boolean>();
const MOST_KNOWN = 10_000;

function isInstant(text: string): boolean {
  const before = known.get(text);
  if (before !== undefined) return before;
  const is = readsAsInstant(text);
  if (known.size < MOST_KNOWN) known.set(text, is);
  return is;
}

/** `Date.parse` alone is not enough: it also accepts the 30th of February and the hour 24. */
function readsAsInstant(text: string): boolean {
  const [, day, hour] = INSTANT.exec(text) ?? [];
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && date.getUTCDate() === Number(day) && Number(hour) < 24;
}
