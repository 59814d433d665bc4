// Writes how a database reads the times of a log: those whose meaning is plain by itself, and any other one by what JavaScript read it as.
import { GRAINS, grainOf, type Mapping } from '../../../schemas/audit/mapping.ts';
import { momentReader } from '../../../schemas/audit/moment.ts';
import { ZONES, type Zone, type ZoneHistories } from '../../../schemas/zone.ts';
import { text } from './expression.ts';

/** What stands for a time that is no moment. Everything below `NO_MOMENT` is one of these. */
export const [NO_MOMENT, ODD, UNREADABLE, TWICE, UNTOLD_TIME] = [
  '-8000000000000000000',
  '-9000000000000000000',
  '-9000000000000000001',
  '-9000000000000000002',
  '-9000000000000000003',
] as const;

const MINUTE_MS = 60_000;

/** The times of a mapping as SQL. */
export interface Times {
  /** A moment in milliseconds since the epoch, or `ODD`. @param value the text @param zone the text that tells its zone */
  moment(value: string, zone: string): string;
}

/** How the times of a mapping are read. */
export function timesOf(mapping: Pick<Mapping, 'time'>, zones: ZoneHistories): Times {
  const { format, zone } = mapping.time;
  const local = format === 'iso' ? isoLocal : format.startsWith('epoch') ? null : patternLocal(format);
  const isWhole = format === 'iso' || format.includes('HH') || grainOf(mapping) === GRAINS.day;
  if (local === null || !isWhole) return { moment: () => `toInt64(${ODD})` };
  return {
    moment(value, told) {
      const { standard, isPlain, fraction, offset } = local(value);
      const read = `toDateTimeOrNull(${standard}, 'UTC')`;
      const ms = `(toInt64(assumeNotNull(${read})) * 1000 + ${fraction})`;
      // What the database would read more kindly than JavaScript does is not written as it would write it itself.
      const isSame = `(${isPlain} AND isNotNull(${read}) AND toString(assumeNotNull(${read})) = ${standard})`;
      const zoned = shifted(ms, zone, told, zones);
      const moment = offset === null ? zoned : `if(${offset} = '', ${zoned}, ${lessToldOffset(ms, offset, zones)})`;
      return `if(${isSame}, ${moment}, toInt64(${ODD}))`;
    },
  };
}

/** A text as the database writes a moment itself, whether it has the shape that this asks for, its milliseconds, and its offset as it stands. */
interface Local {
  standard: string;
  isPlain: string;
  fraction: string;
  /** Null where times have none. */
  offset: string | null;
}

function isoLocal(value: string): Local {
  const hasFraction = `(substring(${value}, 20, 1) = '.')`;
  const thousand = `toUInt16OrZero(concat('1', substring(${value}, 21, 3)))`;
  return {
    standard: `concat(substring(${value}, 1, 10), ' ', substring(${value}, 12, 8))`,
    isPlain: `(length(${value}) >= 19 AND substring(${value}, 11, 1) IN ('T', ' ') AND (NOT ${hasFraction} OR ${thousand} >= 1000))`,
    fraction: `if(${hasFraction}, ${thousand} - 1000, 0)`,
    offset: `if(${hasFraction}, substring(${value}, 24), substring(${value}, 20))`,
  };
}

/** A local time less the offset that stands behind it; `ODD` where that is none of the usual ones. */
function lessToldOffset(ms: string, offset: string, zones: ZoneHistories): string {
  const read = momentReader({ time: { column: '', format: 'iso' } }, zones);
  const base = Date.UTC(2000, 0, 1);
  const known = OFFSETS.flatMap((told) => {
    const moment = read(`2000-01-01T00:00:00${told}`, null);
    return typeof moment === 'number' ? [[told, base - moment] as const] : [];
  });
  const shift = `transform(${offset}, [${known.map(([told]) => text(told)).join(', ')}], [${known.map(([, less]) => `toInt64(${less})`).join(', ')}], toInt64(-1))`;
  return `if(${shift} = -1, toInt64(${ODD}), ${ms} - ${shift})`;
}

/** The offsets that logs are written with. */
const OFFSETS = [
  'Z',
  ...Array.from({ length: 15 }, (_, hours) => hours).flatMap((hours) =>
    ['00', '30'].flatMap((minutes) => {
      const told = String(hours).padStart(2, '0');
      return ['+', '-'].flatMap((sign) => [`${sign}${told}:${minutes}`, `${sign}${told}${minutes}`]);
    }),
  ),
];

/** Of a pattern in which every part has its place. Null where a part may be longer or shorter, or what stands between is not plain. */
function patternLocal(format: string): ((value: string) => Local) | null {
  if (format.includes('SSS') || !/^[\x20-\x7e]+$/u.test(format)) return null;
  const at = (part: string) => format.indexOf(part) + 1;
  const between = [...format.matchAll(/[^yMdHms]+/gu)];
  return (value) => {
    const piece = (part: string) => (at(part) === 0 ? "'00'" : `substring(${value}, ${at(part)}, ${part.length})`);
    const [year, month, day, hour, minute, second] = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss'].map(piece);
    const marks = between.map(
      ({ 0: mark, index }) => `substring(${value}, ${index + 1}, ${mark.length}) = ${text(mark)}`,
    );
    return {
      standard: `concat(${year}, '-', ${month}, '-', ${day}, ' ', ${hour}, ':', ${minute}, ':', ${second})`,
      isPlain: `(${[`length(${value}) = ${format.length}`, ...marks].join(' AND ')})`,
      fraction: '0',
      offset: null,
    };
  };
}

/** A local time less the offset of its zone; `ODD` where clocks were put forward or back, and where the zone is not plain. */
function shifted(ms: string, zone: Mapping['time']['zone'], told: string, zones: ZoneHistories): string {
  if (zone === undefined) return `toInt64(${ODD})`;
  if (typeof zone === 'string') return lessOffset(ms, zone, zones);
  const cases = Object.entries(zone.is)
    .filter(([key]) => key === key.trim() && key !== '')
    .flatMap(([key, name]) => [`${told} = ${text(key)}`, lessOffset(ms, name, zones)]);
  return cases.length === 0 ? `toInt64(${ODD})` : `multiIf(${cases.join(', ')}, toInt64(${ODD}))`;
}

function lessOffset(ms: string, name: string, zones: ZoneHistories): string {
  const zone = ZONES.find((one): one is Zone => one === name);
  if (zone === undefined) return `(${ms} - toInt64(${offsetMs(name)}))`;
  const { offset, later = [] } = zones[zone];
  const cases: string[] = [];
  let before = offset;
  for (const { from, offset: after } of later) {
    const [one, other] = [before, after].map((text) => Date.parse(from) + offsetMs(text)).toSorted((a, b) => a - b);
    cases.push(`${ms} < toInt64(${one})`, `${ms} - toInt64(${offsetMs(before)})`);
    cases.push(`${ms} < toInt64(${other})`, `toInt64(${ODD})`);
    before = after;
  }
  const last = `${ms} - toInt64(${offsetMs(before)})`;
  return cases.length === 0 ? `(${last})` : `multiIf(${cases.join(', ')}, ${last})`;
}

const offsetMs = (offset: string): number =>
  (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * MINUTE_MS;

/** What JavaScript reads a time as that is odd to the database. */
export function readOdd(mapping: Pick<Mapping, 'time'>, zones: ZoneHistories): (value: string, zone: string) => string {
  const read = momentReader(mapping, zones);
  return (value, zone) => {
    const told = value.trim();
    if (told === '') return UNTOLD_TIME;
    const moment = read(told, zone.trim() === '' ? null : zone.trim());
    if (moment === 'unreadable-time') return UNREADABLE;
    return moment === 'time-twice' ? TWICE : `${moment}`;
  };
}

/** The text by which an odd time is looked up. */
export const oddKey = (value: string, zone: string): string => `concat(${value}, '\\0', ${zone})`;
