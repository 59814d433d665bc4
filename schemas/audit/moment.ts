// Reads the moments of a log: text, format and zone to milliseconds since the epoch.
import { offsetAt, type Place, ZONES, type Zone, type ZoneHistories } from '../zone.ts';
import { GRAINS, grainOf, type Mapping } from './mapping.ts';

/** A moment that was read, or why there is none. `time-twice`: clocks were put back, and the text does not say which of two it is. */
export type Moment = number | 'unreadable-time' | 'time-twice';
/** Reads one moment. @param zone the value of the column that decides the zone; null where none does */
export type ReadMoment = (text: string, zone: string | null) => Moment;

const MINUTE_MS = 60_000;
const PARTS: Readonly<Record<string, string>> = {
  yyyy: '(?<yyyy>\\d{4})',
  MM: '(?<MM>\\d{2})',
  dd: '(?<dd>\\d{2})',
  HH: '(?<HH>\\d{2})',
  mm: '(?<mm>\\d{2})',
  ss: '(?<ss>\\d{2})',
  SSS: '(?<SSS>\\d{1,9})',
};
const ISO =
  /^(?<yyyy>\d{4})-(?<MM>\d{2})-(?<dd>\d{2})(?:[T ](?<HH>\d{2}):(?<mm>\d{2})(?::(?<ss>\d{2})(?:[.,](?<SSS>\d{1,9}))?)?)?\s?(?<offset>Z|[+-]\d{2}(?::?\d{2})?)?$/u;

/** What is wrong with a format, as a sentence with its cure; null where nothing is. */
export function faultOfFormat(format: string): string | null {
  if (['iso', 'epoch-s', 'epoch-ms'].includes(format)) return null;
  const named: readonly string[] = format.match(/yyyy|MM|dd|HH|mm|SSS|ss/gu) ?? [];
  if (new Set(named).size !== named.length) return 'name each part once';
  const lacks = ['yyyy', 'MM', 'dd'].filter((part) => !named.includes(part));
  if (lacks.length > 0) return `write iso, epoch-s, epoch-ms, or a pattern that has ${lacks.join(', ')} too`;
  return /[A-Za-z]/u.test(format.replace(/yyyy|MM|dd|HH|mm|SSS|ss|T/gu, ''))
    ? 'use only yyyy MM dd HH mm ss SSS and what stands between them'
    : null;
}

/** Makes the reader of the times of a mapping. @param zones the offsets of each zone since when they hold */
export function momentReader(mapping: Pick<Mapping, 'time'>, zones: ZoneHistories): ReadMoment {
  const { format, zone } = mapping.time;
  const grain = grainOf(mapping);
  if (format === 'epoch-s' || format === 'epoch-ms') {
    const scale = format === 'epoch-s' ? 1000 : 1;
    return (text) => (/^-?\d{1,15}(?:\.\d+)?$/u.test(text) ? Math.floor(Number(text) * scale) : 'unreadable-time');
  }
  const pattern = format === 'iso' ? ISO : patternOf(format);
  const places = new Map<string, Place | number>();
  const placeOf = (name: string): Place | number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    const made = isZone(name) ? { zone: name, zones } : offsetMs(name);
    places.set(name, made);
    return made;
  };
  return (text, value) => {
    const parts = pattern.exec(text)?.groups;
    if (parts === undefined) return 'unreadable-time';
    if (parts.HH === undefined && grain !== GRAINS.day) return 'unreadable-time';
    const local = localOf(parts);
    if (local === null) return 'unreadable-time';
    if (parts.offset !== undefined) return local - offsetMs(parts.offset);
    const name = typeof zone === 'object' ? zone.is[value ?? ''] : zone;
    if (name === undefined) return 'unreadable-time';
    const place = placeOf(name);
    return typeof place === 'number' ? local - place : momentAt(place, local, grain);
  };
}

function patternOf(format: string): RegExp {
  const escaped = format.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
  return new RegExp(`^${escaped.replace(/yyyy|MM|dd|HH|mm|SSS|ss/gu, (part: string) => PARTS[part] ?? part)}$`, 'u');
}

/** The local time as if it were UTC; null for one that no clock shows. */
function localOf(parts: Readonly<Record<string, string | undefined>>): number | null {
  const n = (part: string) => Number(parts[part] ?? 0);
  const [month, day] = [n('MM'), n('dd')];
  const [hour, minute, second] = [n('HH'), n('mm'), n('ss')];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ms = Date.UTC(
    n('yyyy'),
    month - 1,
    day,
    hour,
    minute,
    second,
    Number((parts.SSS ?? '0').padEnd(3, '0').slice(0, 3)),
  );
  const read = new Date(ms);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? ms : null;
}

function offsetMs(text: string): number {
  if (text === 'Z') return 0;
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/u.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

const isZone = (name: string): name is Zone => ZONES.some((zone) => zone === name);

/** A local time of a zone. Of a day the first moment is taken, so that nothing is doubtful in one that is told by days. */
function momentAt(place: Place, local: number, grain: number): Moment {
  const { offset, later = [] } = place.zones[place.zone];
  const found = [...new Set([offset, ...later.map((spell) => spell.offset)])]
    .map((text) => ({ text, ms: local - offsetMs(text) }))
    .filter(({ text, ms }) => offsetAt(place, ms) === text)
    .map(({ ms }) => ms);
  if (found.length > 1 && grain < GRAINS.day) return 'time-twice';
  return Math.min(...found, ...(found.length === 0 ? [local - offsetMs(offset)] : []));
}
