// The shape of a mapping file: which column of an event log is what, and which value of it means which word of the regulation.
import { type Static, Type } from 'typebox';
import { CAUSE_NAMES, COMPLETIONS, OUTCOMES } from '../vocabulary.ts';
import { ZONES } from '../zone.ts';

const strict = { additionalProperties: false };
const Column = Type.String({ minLength: 1, maxLength: 200, description: 'A column, as the log names it.' });
const Word = Type.String({ minLength: 1, maxLength: 200 });

const ZoneText = Type.Union(
  [Type.Enum([...ZONES]), Type.String({ pattern: '^[+-](0\\d|1[0-4]):[0-5]\\d$', maxLength: 6 })],
  { description: 'A zone of Kazakhstan, such as Asia/Almaty, or an offset, such as +05:00.' },
);

/** How finely a log tells time. */
export const GRAINS = { millisecond: 1, second: 1000, minute: 60_000, day: 86_400_000 } as const;

const Time = Type.Object(
  {
    column: Column,
    format: Type.String({
      maxLength: 60,
      description:
        '`iso`, `epoch-s`, `epoch-ms`, or a pattern of yyyy MM dd HH mm ss SSS such as "dd.MM.yyyy HH:mm:ss".',
    }),
    zone: Type.Optional(
      Type.Union([ZoneText, Type.Object({ column: Column, is: Type.Record(Type.String(), ZoneText) }, strict)], {
        description: 'Of times that do not tell their offset: one for all, or by the value of a column.',
      }),
    ),
    grain: Type.Optional(
      Type.Enum(Object.keys(GRAINS) as (keyof typeof GRAINS)[], {
        description: 'How finely time is told; by default as finely as the format has it, and `iso` by seconds.',
      }),
    ),
  },
  strict,
);

const valued = <T extends Parameters<typeof Type.Record>[1]>(value: T) =>
  Type.Object({ column: Column, is: Type.Record(Type.String(), value) }, strict);

/** A mapping file. Nothing of a log is read but the columns that it names. */
export const Mapping = Type.Object(
  {
    regulation: Word,
    flow: Word,
    encoding: Type.Optional(
      Type.Enum(['utf-8', 'utf-16le', 'windows-1251'], { description: 'Of text; utf-8 by default.' }),
    ),
    separator: Type.Optional(
      Type.Enum([',', ';', '\t', '|'], { description: 'Of the columns of CSV; by default as the first line shows.' }),
    ),
    case: Type.Object({ column: Column }, strict),
    time: Time,
    started: Type.Optional(
      Type.Object({ column: Column }, { ...strict, description: 'When the step was begun, written as the time is.' }),
    ),
    activity: Type.Object(
      {
        column: Column,
        is: Type.Record(Type.String(), Type.Union([Word, Type.Record(Type.String(), Word)]), {
          minProperties: 1,
          description:
            'The step that each value is; where the outcome decides, the step for each value of the outcome.',
        }),
        ignore: Type.Optional(Type.Array(Type.String(), { description: 'Values that are no step of the procedure.' })),
      },
      strict,
    ),
    lifecycle: Type.Optional(
      Type.Object(
        { column: Column, done: Type.Array(Type.String(), { minItems: 1 }) },
        { ...strict, description: 'Only rows with one of these values tell that a step was done.' },
      ),
    ),
    outcome: Type.Optional(
      Type.Object(
        { column: Column, is: Type.Optional(Type.Record(Type.String(), Type.Enum([...OUTCOMES]))) },
        { ...strict, description: 'How the condition of a step came out.' },
      ),
    ),
    resource: Type.Optional(valued(Word)),
    cause: Type.Optional(valued(Type.Enum([...CAUSE_NAMES]))),
    completion: Type.Optional(valued(Type.Enum([...COMPLETIONS]))),
    office: Type.Optional(Type.Object({ column: Column }, strict)),
    channel: Type.Optional(Type.Object({ column: Column }, strict)),
    order: Type.Optional(
      Type.Object({ column: Column }, { ...strict, description: 'A number that grows with the order of the rows.' }),
    ),
    editions: Type.Optional(
      Type.Array(Type.Object({ regulation: Word, from: Type.String({ format: 'date' }) }, strict), {
        minItems: 1,
        description:
          'Later editions with the same flow: applications from a day on, in the time of the act, are judged by the edition of that day.',
      }),
    ),
    until: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'Until when the log is whole, with offset; by default the moment of its last row.',
      }),
    ),
    unsure: Type.Optional(
      Type.Array(Type.String(), {
        description: 'What `audit --propose` was not sure of. An audit asks to have it confirmed: take it out.',
      }),
    ),
  },
  { ...strict, $id: 'https://reglament.dev/schemas/mapping.schema.json' },
);
export type Mapping = Static<typeof Mapping>;

/** By how many milliseconds a moment of the log may be later than it says. */
export function grainOf({ time: { format, grain } }: Pick<Mapping, 'time'>): number {
  if (grain !== undefined) return GRAINS[grain];
  if (format === 'epoch-ms' || format.includes('SSS')) return GRAINS.millisecond;
  if (format === 'iso' || format === 'epoch-s' || format.includes('ss')) return GRAINS.second;
  return format.includes('mm') ? GRAINS.minute : GRAINS.day;
}

/** The columns that a mapping names, each once: all that is read of a log. */
export function columnsOf(mapping: Mapping): string[] {
  const { zone } = mapping.time;
  const named = [
    mapping.case,
    mapping.time,
    mapping.activity,
    ...(typeof zone === 'object' ? [zone] : []),
    ...[mapping.started, mapping.lifecycle, mapping.outcome, mapping.resource, mapping.cause],
    ...[mapping.completion, mapping.office, mapping.channel, mapping.order],
  ];
  return [...new Set(named.flatMap((one) => one?.column ?? []))];
}

/** The steps that a mapping names, which are all that its log can show. */
export function stepsOf({ activity }: Pick<Mapping, 'activity'>): string[] {
  return [...new Set(Object.values(activity.is).flatMap((is) => (typeof is === 'string' ? [is] : Object.values(is))))];
}
