// Drafts the mapping of a log by what stands in it: the names of its columns, and the values of its first rows. Whatever it is not sure of it says.

import type { Mapping } from '../../schemas/audit/mapping.ts';
import { faultOfFormat, momentReader } from '../../schemas/audit/moment.ts';
import type { Outcome } from '../../schemas/vocabulary.ts';
import type { Zone, ZoneHistories } from '../../schemas/zone.ts';
import type { OpenLog } from './open.ts';

/** A word of the regulation with everything that it is called. */
export interface Named<W extends string = string> {
  id: W;
  names: readonly string[];
}

/** What a proposal is made for. */
export interface Asked {
  regulation: string;
  flow: string;
  steps: readonly Named[];
  parties: readonly Named[];
  outcomes: readonly Named<Outcome>[];
  zone: Zone;
  zones: ZoneHistories;
}

/** A mapping, and why each part that it is unsure of is doubtful, by the path of the part. */
export interface Proposal {
  mapping: Mapping;
  doubts: ReadonlyMap<string, string>;
  /** The columns that it makes nothing of. */
  unused: string[];
}

/** How many rows of each file are looked at. */
const LOOKED_AT = 5000;
/** The most values that a column of words may have. */
const MOST_VALUES = 200;

/** Names of columns in Kazakh, Russian, English and in the standards of process mining, by what they hold. */
const HINTS = {
  case: /^case(?:[:_ .]?(?:id|concept:name))?$|case:concept:name|^object:|(?:^|_)(?:app|appl|application|request|req|order|case)[_ ]?(?:id|no|num|number)$|заявк|заявлен|обращен|номер дела|өтін/iu,
  time: /time:timestamp|^time$|timestamp|^ts$|(?:^|_)(?:time|date|datetime|at)$|event_?(?:time|date)|complete|дата|время|уақыт|күні/iu,
  started: /start|begin|begun|начал|басталу/iu,
  activity:
    /^concept:name$|^type$|activity|^event(?:_?(?:name|type))?$|^action$|^step$|^task$|status_?name|операц|действ|этап|событ|әрекет|рәсім|кезең/iu,
  resource:
    /org:(?:resource|role|group)|resource|^user|actor|performer|executor|^role$|исполнител|участник|роль|орындауш/iu,
  outcome: /outcome|result|decision|итог|результат|решени|нәтиже|шешім/iu,
  office: /office|department|branch|region|unit|цон|отдел|регион|филиал|область|бөлім|өңір/iu,
  channel: /channel|source_?system|канал|арна/iu,
  order: /^(?:seq|sequence|order|event_?(?:id|no|num)|ocel:eid|n|no)$|порядк|реттік/iu,
} as const;
const FORMATS = [
  'iso',
  'dd.MM.yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm',
  'dd/MM/yyyy HH:mm:ss',
  'yyyy/MM/dd HH:mm:ss',
  'yyyy-MM-dd HH:mm',
  'dd.MM.yyyy',
  'epoch-ms',
  'epoch-s',
];

interface Column {
  name: string;
  values: Map<string, number>;
  filled: number;
  format: string | null;
}

/** Proposes a mapping. @returns null where the log has no row, or nothing in it can be a time */
export async function proposeMapping(logs: readonly OpenLog[], asked: Asked): Promise<Proposal | null> {
  const columns = await lookAt(logs, asked.zones);
  const doubts = new Map<string, string>();
  const taken = new Set<string>();
  const pick = (key: keyof typeof HINTS, fits: (column: Column) => boolean): Column | undefined => {
    const named = columns.filter((one) => !taken.has(one.name) && HINTS[key].test(one.name) && fits(one));
    const [found] = named;
    if (found === undefined) return undefined;
    taken.add(found.name);
    if (named.length > 1) doubts.set(key, `${named.map(({ name }) => name).join(', ')} could all be it`);
    return found;
  };
  const isTime = ({ format }: Column) => format !== null;
  const started = pick('started', isTime);
  const time = pick('time', isTime) ?? anyOf(columns, taken, isTime, doubts, 'time') ?? started;
  const isWords = ({ values }: Column) => values.size <= MOST_VALUES;
  const activity =
    pick('activity', isWords) ??
    mostLike(
      columns.filter((one) => !taken.has(one.name) && isWords(one)),
      asked.steps,
      doubts,
    );
  if (activity !== undefined) taken.add(activity.name);
  const many = ({ values, filled }: Column) => values.size > 1 || filled <= 1;
  const own = pick('case', many) ?? anyOf(columns, taken, many, doubts, 'case');
  if (time === undefined || activity === undefined || own === undefined) return null;
  const format = time.format ?? 'iso';
  const steps = meaningsOf('activity.is', activity, asked.steps, doubts);
  const resource = pick('resource', isWords);
  const parties = resource === undefined ? null : meaningsOf('resource.is', resource, asked.parties, doubts);
  const outcome = pick('outcome', isWords);
  const outcomes = outcome === undefined ? null : meaningsOf('outcome.is', outcome, asked.outcomes, doubts);
  const plain = (key: 'office' | 'channel') => pick(key, isWords);
  const [office, channel] = [plain('office'), plain('channel')];
  const order = pick('order', ({ values }) => [...values.keys()].every((value) => /^\d{1,15}$/u.test(value)));
  const tellsZone =
    format.startsWith('epoch') || [...time.values.keys()].every((text) => /(?:Z|[+-]\d{2}:?\d{2})$/u.test(text));
  if (!tellsZone) doubts.set('time.zone', 'the times do not tell their zone');
  if (/^dd\/MM/u.test(format)) doubts.set('time.format', 'day and month may stand the other way round');
  const isFine = [...time.values.keys()].some((text) => /:\d{2}[.,]\d{3}/u.test(text) && !/[.,]0+(?:\D|$)/u.test(text));
  const mapping: Mapping = {
    regulation: asked.regulation,
    flow: asked.flow,
    case: { column: own.name },
    time: {
      ...{ column: time.name, format },
      ...(tellsZone ? {} : { zone: asked.zone }),
      ...(isFine && format === 'iso' ? { grain: 'millisecond' as const } : {}),
    },
    ...(started === undefined || started === time || started.format !== format
      ? {}
      : { started: { column: started.name } }),
    activity: { column: activity.name, is: steps.is, ...(steps.rest.length === 0 ? {} : { ignore: steps.rest }) },
    ...(outcomes === null || outcome === undefined || Object.keys(outcomes.is).length === 0
      ? {}
      : { outcome: { column: outcome.name, is: outcomes.is } }),
    ...(parties === null || resource === undefined || Object.keys(parties.is).length === 0
      ? {}
      : { resource: { column: resource.name, is: parties.is } }),
    ...(office === undefined ? {} : { office: { column: office.name } }),
    ...(channel === undefined ? {} : { channel: { column: channel.name } }),
    ...(order === undefined ? {} : { order: { column: order.name } }),
    ...(doubts.size === 0 ? {} : { unsure: [...doubts.keys()] }),
  };
  return { mapping, doubts, unused: columns.flatMap(({ name }) => (taken.has(name) ? [] : [name])) };
}

async function lookAt(logs: readonly OpenLog[], zones: ZoneHistories): Promise<Column[]> {
  const columns = new Map<string, Column>();
  for (const { reader } of logs) {
    const names = await reader.columns();
    for (const name of names)
      if (!columns.has(name)) columns.set(name, { name, values: new Map(), filled: 0, format: null });
    let looked = 0;
    for await (const { cells } of reader.rows(names)) {
      cells?.forEach((cell, n) => {
        const text = (typeof cell === 'string' ? cell : (cell?.[0] ?? '')).trim();
        const column = columns.get(names[n] ?? '');
        if (text === '' || column === undefined) return;
        column.filled += 1;
        column.values.set(text, (column.values.get(text) ?? 0) + 1);
      });
      looked += 1;
      if (looked === LOOKED_AT) break;
    }
  }
  for (const column of columns.values()) column.format = formatOf([...column.values.keys()], zones);
  return [...columns.values()];
}

/** How many of the values of a column have to be times: a few may be malformed. */
const MOSTLY = 0.9;

/** The first format in which nearly every value of a column is a time of this century. Numbers are times only at the length of today's. */
function formatOf(values: readonly string[], zones: ZoneHistories): string | null {
  if (values.length === 0) return null;
  return (
    FORMATS.find((format) => {
      if (faultOfFormat(format) !== null) return false;
      const read = momentReader({ time: { column: '', format, zone: '+00:00' } }, zones);
      const times = values.filter((value) => {
        if (format.startsWith('epoch') && value.length !== (format === 'epoch-s' ? 10 : 13)) return false;
        const at = read(value, null);
        return typeof at === 'number' && at > Date.UTC(2000, 0) && at < Date.UTC(2100, 0);
      });
      return times.length >= values.length * MOSTLY;
    }) ?? null
  );
}

function anyOf(
  columns: readonly Column[],
  taken: Set<string>,
  fits: (column: Column) => boolean,
  doubts: Map<string, string>,
  key: string,
): Column | undefined {
  const found = columns.find((one) => !taken.has(one.name) && fits(one));
  if (found === undefined) return undefined;
  taken.add(found.name);
  doubts.set(key, 'the name of the column does not tell');
  return found;
}

/** The column whose values are most like the steps. */
function mostLike(
  columns: readonly Column[],
  steps: readonly Named[],
  doubts: Map<string, string>,
): Column | undefined {
  const scored = columns.map((column) => ({
    column,
    score:
      [...column.values.keys()].reduce((sum, value) => sum + likest(value, steps).score, 0) /
      Math.max(1, column.values.size),
  }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (most, one) => (most === undefined || one.score > most.score ? one : most),
    undefined,
  );
  if (best !== undefined) doubts.set('activity', 'the name of the column does not tell');
  return best?.column;
}

const SURE = 0.999;
const LIKELY = 0.4;

/** What each value means, and the values that mean nothing that is likely. */
function meaningsOf<W extends string>(
  key: string,
  { values }: Column,
  words: readonly Named<W>[],
  doubts: Map<string, string>,
) {
  const is: Record<string, W> = {};
  const rest: string[] = [];
  for (const value of [...values.keys()].sort()) {
    const { id, score } = likest(value, words);
    if (id !== null && score >= LIKELY) {
      is[value] = id;
      if (score < SURE) doubts.set(`${key}.${value}`, `${id} is only likely`);
    } else {
      rest.push(value);
      doubts.set(`${key}.${value}`, 'nothing of the regulation is called so');
    }
  }
  return { is, rest };
}

/** The word that a value is most like. */
function likest<W extends string>(value: string, words: readonly Named<W>[]): { id: W | null; score: number } {
  let best: { id: W | null; score: number } = { id: null, score: 0 };
  for (const { id, names } of words)
    for (const name of names) {
      const score = likeness(value, name);
      if (score > best.score) best = { id, score };
    }
  return best;
}

/** The stems of a text: endings of words say nothing of what is meant. */
const stemsOf = (text: string): string[] => [
  ...new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
      .filter((word) => word.length > 2)
      .map((word) => word.slice(0, 5)),
  ),
];

/** How alike two texts are, from 0 to 1: the share of stems that they have in common. */
function likeness(one: string, other: string): number {
  if (one.trim().toLowerCase() === other.trim().toLowerCase()) return 1;
  const [a, b] = [stemsOf(one), stemsOf(other)];
  const common = a.filter((stem) => b.includes(stem)).length;
  return common === 0 ? 0 : Math.min(0.99, (2 * common) / (a.length + b.length));
}
