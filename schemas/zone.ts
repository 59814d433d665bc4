// The time of Kazakhstan by place and date: which offset was in force, the local day, and a moment as a citizen reads it.
import { type Static, Type } from 'typebox';
import type { Language } from './vocabulary.ts';

const strict = { additionalProperties: false };

/** The time zones of Kazakhstan, by their names in the IANA database. */
export const ZONES = [
  'Asia/Almaty',
  'Asia/Qostanay',
  'Asia/Qyzylorda',
  'Asia/Aqtobe',
  'Asia/Aqtau',
  'Asia/Atyrau',
  'Asia/Oral',
] as const;
export type Zone = (typeof ZONES)[number];

const Offset = Type.String({ pattern: '^[+-](0\\d|1[0-4]):[0-5]\\d$' });
const Spell = Type.Object(
  { from: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}$' }), offset: Offset },
  strict,
);

/** The offsets of one zone: the first, and every later one with the instant from which it holds, in ascending order. */
const ZoneHistory = Type.Object({ offset: Offset, later: Type.Optional(Type.Array(Spell, { minItems: 1 })) }, strict);

/** The offsets of every zone. */
export const ZoneHistories = Type.Record(Type.Enum([...ZONES]), ZoneHistory, strict);
export type ZoneHistories = Static<typeof ZoneHistories>;

/** A place whose time is told. A calendar is one. */
export interface Place {
  readonly zone: Zone;
  readonly zones: ZoneHistories;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const minutesOf = (offset: string): number =>
  (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));

const offsetsOf = ({ zone, zones }: Place): string[] => {
  const { offset, later = [] } = zones[zone];
  return [offset, ...later.map((spell) => spell.offset)];
};

/** From which millisecond since the epoch on a spell holds. Offsets are asked for with every moment that is told. */
const beginnings = new WeakMap<Static<typeof Spell>, number>();

function beginningOf(spell: Static<typeof Spell>): number {
  const known = beginnings.get(spell) ?? Date.parse(spell.from);
  beginnings.set(spell, known);
  return known;
}

/** The offset in force at a place, such as `+05:00`. @param ms milliseconds since the epoch */
export function offsetAt({ zone, zones }: Place, ms: number): string {
  const { offset, later = [] } = zones[zone];
  return later.findLast((spell) => beginningOf(spell) <= ms)?.offset ?? offset;
}

/** The instant in local time: ISO 8601 with the offset in force, with milliseconds only where they are not zero. */
export function localInstant(place: Place, ms: number): string {
  const offset = offsetAt(place, ms);
  const local = shift(ms, offset);
  return `${local.slice(0, ms % 1000 === 0 ? 19 : 23)}${offset}`;
}

/**
 * The instant of a local time, ISO 8601 with the offset that was in force. Where clocks were put back the time came twice, and it is the
 * later one, because a day lasts to its end. A time that clocks left out counts by the first offset.
 *
 * @param local a date and a time, such as `2013-03-15T23:59:59`
 */
export function instantOfLocal(place: Place, local: string): string {
  const offsets = offsetsOf(place);
  const inForce = offsets.filter((offset) => offsetAt(place, Date.parse(`${local}${offset}`)) === offset);
  const latest = inForce.toSorted((a, b) => minutesOf(a) - minutesOf(b)).at(0);
  return `${local}${latest ?? offsets[0]}`;
}

/** How {@link tellTime} tells a moment: its date only, the time as well, or the offset too, where the place is not plain to a reader. */
export type Telling = 'date' | 'time' | 'offset';

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  kk: 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(' '),
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

/**
 * A moment as a citizen reads it: «2013 жылғы 15 наурыз, 10:00», «15 марта 2013 года, 10:00», "15 March 2013, 10:00", in the time of
 * the place. Seconds are told where there are any; parts of a second are left out.
 *
 * @param ms milliseconds since the epoch
 */
export function tellTime(place: Place, ms: number, language: Language, telling: Telling = 'time'): string {
  const offset = offsetAt(place, ms);
  const local = shift(ms, offset);
  const date = writeDate(local, language);
  if (telling === 'date') return date;
  const time = local.slice(11, local.slice(17, 19) === '00' ? 16 : 19);
  return telling === 'time' ? `${date}, ${time}` : `${date}, ${time} (UTC${shortOffset(offset)})`;
}

/** A date as a citizen reads it, such as "15 March 2013". @param isoDate `YYYY-MM-DD` */
export const tellDate = (isoDate: string, language: Language): string => writeDate(isoDate, language);

function writeDate(iso: string, language: Language): string {
  const year = Number(iso.slice(0, 4));
  const day = Number(iso.slice(8, 10));
  const month = MONTHS[language][Number(iso.slice(5, 7)) - 1] ?? '';
  if (language === 'kk') return `${year} жылғы ${day} ${month}`;
  return language === 'ru' ? `${day} ${month} ${year} года` : `${day} ${month} ${year}`;
}

const shift = (ms: number, offset: string): string => new Date(ms + minutesOf(offset) * MINUTE_MS).toISOString();

function shortOffset(offset: string): string {
  const hours = (minutesOf(offset) * MINUTE_MS) / HOUR_MS;
  return Number.isInteger(hours) ? `${hours < 0 ? '-' : '+'}${Math.abs(hours)}` : offset;
}

/** The first offset of a zone that is not in the order of time, or begins at no instant; null where all are. */
export function findDisorder(histories: ZoneHistories): { readonly key: string; readonly from: string } | null {
  for (const zone of ZONES) {
    const spells = histories[zone].later ?? [];
    const starts = spells.map(({ from }) => Date.parse(from));
    // An instant that the calendar does not have is not a number, and so it comes after nothing.
    const wrong = spells.find((_, n) => !((starts[n] ?? Number.NaN) > (starts[n - 1] ?? 0)));
    if (wrong !== undefined) return { key: `zones.${zone}`, from: wrong.from };
  }
  return null;
}
