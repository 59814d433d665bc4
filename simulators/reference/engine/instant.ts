// Converts instants of the virtual clock between milliseconds, as the engine counts, and ISO 8601, as the portal prints.
import { Temporal } from 'temporal-polyfill';
import { kazakhstan } from '../../../schemas/kazakhstan.ts';
import { localInstant, type Place, type Zone } from '../../../schemas/zone.ts';

// Certificates are dated around the clock, so the clock stays in the years in which their dates can be written.
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

// The same instants are printed over and over: every answer has the whole history, and worlds start at few instants.
const texts = new Map<Zone, Map<number, string>>();
const TEXTS_KEPT = 10_000;

/** The instant as a portal prints it: local time with offset, and milliseconds only where they are not zero. */
export function instantText(ms: number, place: Place = kazakhstan()): string {
  const kept = texts.get(place.zone) ?? new Map<number, string>();
  const known = kept.get(ms);
  if (known !== undefined) return known;
  const text = localInstant(place, ms);
  if (kept.size < TEXTS_KEPT) texts.set(place.zone, kept.set(ms, text));
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
