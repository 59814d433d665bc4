// Writes planted cases as rows of a log, and says how its columns are mapped.
import type { MappedEvent } from '../../../schemas/audit/event.ts';
import type { Mapping } from '../../../schemas/audit/mapping.ts';
import type { Calendar } from '../../../schemas/calendar.ts';
import { CAUSE_NAMES, COMPLETIONS, OUTCOMES } from '../../../schemas/vocabulary.ts';
import { localInstant, offsetAt, type Zone } from '../../../schemas/zone.ts';
import type { Source } from '../../flow/source.ts';
import type { PlantedCase } from './plant.ts';

/** The columns of a planted log. */
export const COLUMNS = [
  'application',
  'done',
  'begun',
  'place',
  'activity',
  'unit',
  'came out',
  'ground',
  'completed by',
  'office',
  'channel',
] as const;

/** The zones by whose time the rows are written in turn. */
const PLACES: readonly Zone[] = ['Asia/Almaty', 'Asia/Aqtau'];

/** How a log is written that {@link rowsOf} gives. */
export function mappingFor({ regulation, flowId, graph }: Source, grain: 'second' | 'millisecond'): Mapping {
  const same = <T extends string>(words: readonly T[]) => Object.fromEntries(words.map((word) => [word, word]));
  return {
    regulation: regulation.id,
    flow: flowId,
    separator: ',',
    case: { column: 'application' },
    time: {
      column: 'done',
      format: 'iso',
      zone: { column: 'place', is: Object.fromEntries(PLACES.map((zone) => [zone, zone])) },
      grain,
    },
    started: { column: 'begun' },
    activity: { column: 'activity', is: same(graph.steps.map(({ action }) => action)) },
    resource: { column: 'unit', is: same(regulation.parties.map(({ id }) => id)) },
    outcome: { column: 'came out', is: Object.fromEntries(OUTCOMES.map((word) => [word, word])) },
    cause: { column: 'ground', is: Object.fromEntries(CAUSE_NAMES.map((word) => [word, word])) },
    completion: { column: 'completed by', is: Object.fromEntries(COMPLETIONS.map((word) => [word, word])) },
    office: { column: 'office' },
    channel: { column: 'channel' },
  };
}

/** The rows of one case, in the order of {@link COLUMNS}. Every other row is written by the time of another place. */
export function rowsOf({ case: name, office, channel, done }: PlantedCase, calendar: Calendar): string[][] {
  return done.map((one, n) => {
    const zone = PLACES[n % PLACES.length] ?? calendar.zone;
    const place = { zone, zones: calendar.zones };
    return [
      name,
      written(place, one.at),
      written(place, one.startedAt),
      zone,
      one.step,
      one.actor ?? '',
      one.outcome ?? '',
      one.cause ?? '',
      one.completion ?? '',
      office,
      channel,
    ];
  });
}

/** The same rows as they are mapped. @param before how many rows stand before them */
export const eventsOf = ({ case: owner, office, channel, done }: PlantedCase, before: number): MappedEvent[] =>
  done.map((one, n) => ({ file: 0, row: before + n + 1, case: owner, ...one, office, channel, order: 0 }));

/** A local time without its offset, unless it came twice. */
function written(place: { zone: Zone; zones: Calendar['zones'] }, ms: number): string {
  const instant = localInstant(place, ms);
  const local = instant.slice(0, -6);
  const offset = offsetAt(place, ms);
  const isTwice = [-1, 1].some((hours) => {
    const other = ms + hours * 3_600_000;
    return offsetAt(place, other) !== offset && localInstant(place, other).slice(0, -6) === local;
  });
  return isTwice ? instant : local;
}

/** A line of CSV. A value is quoted where it has to be. */
export const lineOf = (values: readonly string[]): string =>
  `${values.map((value) => (/[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\n`;
