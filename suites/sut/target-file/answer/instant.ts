// Converts the instants of a portal from its own notation to ISO 8601 with an offset.
import { Temporal } from 'temporal-polyfill';
import { kazakhstan } from '../../../../schemas/kazakhstan.ts';
import { instantOfLocal, ZONES } from '../../../../schemas/zone.ts';

const LETTERS = /yyyy|MM|dd|HH|mm|ss/gu;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/u;
/** The offset at the end of an instant, as java.time, .NET or a database may write it, with the name of a zone behind it or not. */
const OFFSET = / ?(?:(?:UTC|GMT)? ?([+-]\d{2}(?::?\d{2})?)|(?:UTC|GMT|Z))(?:\[[^\]]+\])?$/iu;
/** The name of a zone at the end, as java.time writes it. */
const ZONE = /^(.*)\[([^\]]+)\]$/su;
/** How JSON of .NET writes an instant. */
const TICKS = /^\/Date\((-?\d+)([+-]\d{4})?\)\/$/u;

/**
 * Reads an instant.
 * @param form `iso`, `epoch-seconds`, `epoch-ms`, or a pattern of `yyyy MM dd HH mm ss`
 * @param zone the time zone of a text that names none; Kazakhstan's by default
 * @returns ISO 8601 with an offset; null where the text is not written in the form
 */
export function toInstant(text: string, form: string, zone = 'Asia/Almaty'): string | null {
  const trimmed = text.trim();
  try {
    if (form === 'epoch-seconds' || form === 'epoch-ms')
      return /^\d+$/u.test(trimmed) ? new Date(Number(trimmed) * (form === 'epoch-ms' ? 1 : 1000)).toISOString() : null;
    if (form !== 'iso') return fromLetters(trimmed, form, zone);
    if (ISO.test(trimmed)) return Number.isNaN(Date.parse(trimmed)) ? null : trimmed;
    return fromIso(trimmed, zone);
  } catch {
    // The text has the form but names no moment of the calendar, such as the 30th of February.
    return null;
  }
}

/** Reads every other spelling of ISO 8601 in use. An offset in the text always counts; without one, the zone does. */
function fromIso(text: string, zone: string): string {
  const [, ticks] = TICKS.exec(text) ?? [];
  if (ticks !== undefined) return new Date(Number(ticks)).toISOString();
  const [ending, offset = 'Z'] = hasTime(text) ? (OFFSET.exec(text) ?? []) : [];
  if (ending !== undefined) {
    const instant = Temporal.Instant.from(`${text.slice(0, -ending.length)}${offset}`);
    return instant.toZonedDateTimeISO(offset === 'Z' ? 'UTC' : offset).toString({ timeZoneName: 'never' });
  }
  const [, local = text, named = zone] = ZONE.exec(text) ?? [];
  return inZone(Temporal.PlainDateTime.from(local), named);
}

/** Whether a text has a time of day: without one, what looks like an offset at its end is a part of the date. */
const hasTime = (text: string): boolean => /\d[T ]\d{2}/iu.test(text);

function fromLetters(text: string, form: string, zone: string): string | null {
  const names: string[] = [];
  const source = form.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`).replace(LETTERS, (letters) => {
    names.push(letters);
    return `(\\d{${letters.length}})`;
  });
  const match = new RegExp(`^${source}$`, 'u').exec(text);
  if (match === null) return null;
  const part = (letters: string) => Number(match[names.indexOf(letters) + 1] ?? 0);
  const given = (letters: string) => (names.includes(letters) ? part(letters) : 0);
  const date = { year: given('yyyy'), month: given('MM'), day: given('dd') };
  const time = { hour: given('HH'), minute: given('mm'), second: given('ss') };
  return inZone(Temporal.PlainDateTime.from({ ...date, ...time }, { overflow: 'reject' }), zone);
}

function inZone(plain: Temporal.PlainDateTime, zone: string): string {
  const own = ZONES.find((name) => name === zone);
  // The zones of Kazakhstan are ours, because the platform may not know yet that they changed in 2024.
  if (own !== undefined) return instantOfLocal({ ...kazakhstan(), zone: own }, plain.toString());
  return plain.toZonedDateTime(zone).toString({ timeZoneName: 'never' });
}
