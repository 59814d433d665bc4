// Converts instants of the virtual clock between milliseconds, as the engine counts, and ISO 8601, as the portal prints.
import { Temporal } from 'temporal-polyfill';

const OFFSET = '+06:00';
const OFFSET_MS = 6 * 3_600_000;

// Certificates are dated around the clock, so the clock stays in the years in which their dates can be written.
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

// The same instants are printed over and over: every answer has the whole history, and worlds start at few instants.
const texts = new Map<number, string>();
const TEXTS_KEPT = 10_000;

/** The instant as a portal prints it: local time with offset, and milliseconds only where they are not zero. */
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

/** Whether the clock may show the instant: it lies in the years 1990 to 2099. */
export function isClockable(ms: number): boolean {
  return ms >= EARLIEST && ms < LATEST;
}
