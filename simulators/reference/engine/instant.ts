// Instants of the virtual clock: milliseconds inside, ISO 8601 with the offset of the portals outside.
import { Temporal } from 'temporal-polyfill';

const OFFSET = '+06:00';
const OFFSET_MS = 6 * 3_600_000;

// Certificates are dated around the clock, so it stays where their dates can be written.
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

// Every answer tells the whole history again, and worlds start at the same few instants.
const texts = new Map<number, string>();
const TEXTS_KEPT = 10_000;

/** The instant as a portal prints it: local time with its offset; milliseconds only where there are any. */
export function instantText(ms: number): string {
  const known = texts.get(ms);
  if (known !== undefined) return known;
  const local = new Date(ms + OFFSET_MS).toISOString();
  const text = `${ms % 1000 === 0 ? local.slice(0, 19) : local.slice(0, 23)}${OFFSET}`;
  if (texts.size < TEXTS_KEPT) texts.set(ms, text);
  return text;
}

/** The instant in milliseconds; null where the text is no real date, or lies outside the years 1990 to 2099. */
export function readInstant(text: string): number | null {
  try {
    const ms = Temporal.Instant.from(text).epochMilliseconds;
    return isClockable(ms) ? ms : null;
  } catch {
    return null;
  }
}

/** Whether the clock may show the instant. */
export function isClockable(ms: number): boolean {
  return ms >= EARLIEST && ms < LATEST;
}
