// Writes the SQL by which a database reads a file of a log by itself: a row of mapped words for each row of the file, and what is wrong with it.
import type { RowProblem } from '../../../schemas/audit/event.ts';
import type { LogTable } from '../../../schemas/audit/log-table.ts';
import type { Mapping } from '../../../schemas/audit/mapping.ts';
import { inStages, text } from './expression.ts';
import { NO_MOMENT, ODD, oddKey, type Times, TWICE, UNREADABLE, UNTOLD_TIME } from './file-times.ts';
import { ACTIVITY, clean, type Meanings, UNKNOWN, type WordPart } from './file-words.ts';

/** The parts of a mapping that name a column. */
export const PARTS = [
  ...(['case', 'time', 'started', 'zone', 'activity', 'lifecycle'] as const),
  ...(['outcome', 'resource', 'cause', 'completion', 'office', 'channel', 'order'] as const),
] as const;
/** One of these. */
export type Part = (typeof PARTS)[number];

/** What can be wrong with a row so that it is not judged, in the order in which the mapping asks; the code of each is its place, from 1. */
export const SPOILING: readonly { problem: RowProblem; part: Part | null }[] = [
  { problem: 'unreadable', part: null },
  { problem: 'no-case', part: 'case' },
  { problem: 'no-activity', part: 'activity' },
  { problem: 'unknown-activity', part: 'activity' },
  { problem: 'unknown-activity', part: 'outcome' },
  { problem: 'no-time', part: 'time' },
  { problem: 'unreadable-time', part: 'time' },
  { problem: 'time-twice', part: 'time' },
  { problem: 'unreadable-time', part: 'started' },
  { problem: 'time-twice', part: 'started' },
];
/** The codes of rows that tell nothing, and of those whose time has to be read in JavaScript. */
export const [DROPPED, ODD_TIME] = [254, 253];

/** The values that may have no meaning, each with its bit, in the order in which the mapping asks. */
export const ODD_VALUES: readonly { part: WordPart; bit: number }[] = [
  { part: 'resource', bit: 1 },
  { part: 'outcome', bit: 2 },
  { part: 'cause', bit: 4 },
  { part: 'completion', bit: 8 },
];
/** The bit of a row of which the database might read another number than JavaScript does. */
export const ODD_ORDER = 128;

/** What a file is read with. */
export interface FileReading {
  mapping: Mapping;
  meanings: Meanings;
  times: Times;
  /** The table of the times that were read in JavaScript; null while there is none. */
  oddTimes: string | null;
}

/** The column of each part that a mapping names. */
export function columnsByPart(mapping: Mapping): ReadonlyMap<Part, string> {
  const { zone } = mapping.time;
  const told: Partial<Record<Part, { column: string } | undefined>> = {
    ...{ case: mapping.case, time: mapping.time, started: mapping.started, activity: mapping.activity },
    ...{ lifecycle: mapping.lifecycle, outcome: mapping.outcome, resource: mapping.resource, cause: mapping.cause },
    ...{ completion: mapping.completion, office: mapping.office, channel: mapping.channel, order: mapping.order },
    zone: typeof zone === 'object' ? zone : undefined,
  };
  return new Map(
    PARTS.flatMap((part) => {
      const column = told[part]?.column;
      return column === undefined ? [] : [[part, column] as const];
    }),
  );
}

const PACKED = { gzip: 'gzip', zstd: 'zstd' } as const;

/** A file as the database opens it. @param structure its columns, where it does not tell them itself */
export const fileOf = ({ path, packing }: LogTable, format: string, structure = 'auto'): string =>
  `file(${[path, format, structure, packing === null ? 'none' : PACKED[packing]].map(text).join(', ')})`;

/** So that the database takes every value of CSV for what stands there, and tells a row with more or fewer values than there are columns. */
const SETTINGS = [
  // What is asked of every value is cheap, and picking out the rows that need it is not.
  "short_circuit_function_evaluation = 'disable'",
  'format_csv_allow_single_quotes = 0',
  'format_csv_allow_double_quotes = 1',
  'input_format_null_as_default = 0',
  'input_format_csv_empty_as_default = 0',
  'input_format_csv_trim_whitespaces = 0',
  'input_format_csv_allow_whitespace_or_tab_as_delimiter = 0',
  'input_format_csv_allow_variable_number_of_columns = 1',
  'input_format_csv_skip_first_lines = 1',
  'input_format_allow_errors_num = 0',
  "format_csv_null_representation = '\\0none'",
];

/** The settings that a file is read with. */
export const settingsOf = ({ separator }: LogTable): string =>
  `SETTINGS ${[...SETTINGS, ...(separator === null ? [] : [`format_csv_delimiter = ${text(separator)}`])].join(', ')}`;

/** The rows of a file with the number of each, whether it is broken or blank, and the text of each part as `r_PART`. */
function rawRows(table: LogTable, mapping: Mapping): string {
  const parts = columnsByPart(mapping);
  const textIn = (part: Part): string => {
    const n = table.columns.indexOf(parts.get(part) ?? '');
    if (!parts.has(part) || n < 0) return "''";
    return table.format === 'csv' ? `ifNull(c${n}, '')` : `ifNull(${quoted(table.columns[n] ?? '')}, '')`;
  };
  const values = PARTS.map((part) => `${textIn(part)} AS r_${part}`).join(', ');
  if (table.format === 'parquet')
    return `SELECT _row_number + 1 AS row, 0 AS broken, 0 AS blank, ${values} FROM ${fileOf(table, 'Parquet')}`;
  const last = table.columns.length - 1;
  // The second column tells a blank line, the last one a value too few, and one more a value too many.
  const mayLack = (n: number) => n === 1 || n >= last;
  const structure = Array.from(
    { length: last + 2 },
    (_, n) => `c${n} ${mayLack(n) ? 'Nullable(String)' : 'String'}`,
  ).join(', ');
  const broken = `toUInt8(isNull(c${last}) OR isNotNull(c${last + 1}))`;
  // The rows of one file come in their order.
  return `SELECT rowNumberInAllBlocks() + 1 AS row, ${broken} AS broken, toUInt8(c0 = '' AND isNull(c1)) AS blank, ${values} FROM ${fileOf(table, 'CSV', structure)}`;
}

const quoted = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

/** The rows of a file as those of the table of events. @param file its number */
export function fileQuery(table: LogTable, file: number, reading: FileReading): string {
  const { meanings, mapping } = reading;
  const { word } = meanings;
  const wordOf = (part: WordPart) => word[part]?.(`r_${part}`) ?? 'toUInt8(0)';
  const done = mapping.lifecycle?.done.map(text).join(', ');
  const isNotDone = done === undefined ? '(0 = 1)' : `(${clean('r_lifecycle')} NOT IN (${done}))`;
  const faults = SPOILING.map((_, n) => n + 1);
  const [broken, noCase, noActivity, unknown, unknownOutcome, noTime, unreadable, twice, unreadableStart, twiceStart] =
    faults;
  const columns = [
    'case_told AS case, fault = 0 ? step_told : 0 AS step, fault = 0 ? at_read : 0 AS at',
    `fault = 0 ? (started_read = ${UNTOLD_TIME} ? -1 : started_read) : -1 AS started`,
    ...(['resource', 'outcome', 'cause', 'completion'] as const).map(
      (part) => `fault = 0 AND w_${part} != ${UNKNOWN} ? w_${part} : 0 AS e_${part}`,
    ),
    `fault = 0 ? ${clean('r_office')} : '' AS office, fault = 0 ? ${clean('r_channel')} : '' AS channel`,
    `fault = 0 ? toFloat64OrZero(${clean('r_order')}) : 0 AS ord, toUInt32(${file}) AS file, row, fault, fault = 0 ? odd_told : 0 AS odd`,
  ];
  const oddValues = ODD_VALUES.map(({ part, bit }) => `(w_${part} = ${UNKNOWN}) * ${bit}`);
  const stages = inStages(`SELECT * FROM (${rawRows(table, mapping)}) WHERE blank = 0`, [
    [
      `${clean('r_case')} AS case_told`,
      `${meanings.activity('r_activity')} AS activity`,
      ...ODD_VALUES.map(({ part }) => `${wordOf(part)} AS ${part === 'outcome' ? 'w_any_outcome' : `w_${part}`}`),
      `${moment(reading, 'r_time')} AS at_read`,
      `if(r_started = '', toInt64(${UNTOLD_TIME}), ${moment(reading, 'r_started')}) AS started_read`,
    ],
    [
      `${meanings.stepByOutcome('activity', clean('r_outcome'))} AS step_told`,
      // Where the outcome decides which step it is, it says nothing else.
      `if(activity >= ${ACTIVITY.byOutcome}, toUInt8(0), w_any_outcome) AS w_outcome`,
    ],
    [
      `toUInt8(${oddValues.join(' + ')} + (NOT match(${clean('r_order')}, '^(-?[0-9]{1,15})?$')) * ${ODD_ORDER}) AS odd_told`,
      `toUInt8(multiIf(broken, ${broken}, ${isNotDone} OR activity = ${ACTIVITY.ignored}, ${DROPPED}, case_told = '', ${noCase}, activity = ${ACTIVITY.unknown} AND ${clean('r_activity')} = '', ${noActivity}, activity = ${ACTIVITY.unknown}, ${unknown}, step_told = 0, ${unknownOutcome}, r_time = '' OR at_read = ${UNTOLD_TIME}, ${noTime}, at_read = ${UNREADABLE}, ${unreadable}, at_read = ${TWICE}, ${twice}, at_read = ${ODD}, ${ODD_TIME}, started_read = ${UNREADABLE}, ${unreadableStart}, started_read = ${TWICE}, ${twiceStart}, started_read = ${ODD}, ${ODD_TIME}, 0)) AS fault`,
    ],
  ]);
  return `SELECT ${columns.join(', ').replaceAll('case_told AS case', `fault IN (${broken}, ${DROPPED}) ? '' : case_told AS case`)} FROM (${stages})`;
}

function moment({ times, oddTimes }: FileReading, value: string): string {
  const read = times.moment(value, 'r_zone');
  if (oddTimes === null) return read;
  return `if((${read}) > ${NO_MOMENT}, ${read}, joinGet(${text(oddTimes)}, 'at', ${oddKey(value, 'r_zone')}))`;
}

/** The times of a file that are odd to the database, each with the text that tells its zone. */
export function oddTimesQuery(table: LogTable, { mapping, times }: FileReading): string {
  const of = (value: string) =>
    `SELECT ${value} AS value, r_zone AS zone FROM (${rawRows(table, mapping)}) WHERE broken = 0 AND blank = 0 AND ${value} != '' AND (${times.moment(value, 'r_zone')}) = ${ODD}`;
  return `SELECT DISTINCT value, zone FROM (${of('r_time')} UNION ALL ${of('r_started')})`;
}

/**
 * What has to be known of the lines of CSV, whatever stands in them: how many there are and are blank, and how long; how lines end; how many begin
 * with spaces that the database would pass over; the last one.
 */
export const linesQuery = (table: LogTable): string =>
  `SELECT count(), countIf(line IN ('', '\\r')), max(length(line)), countIf(endsWith(line, '\\r')), countIf(position(line, '\\r') > 0 AND position(line, '\\r') < length(line)), countIf((startsWith(line, ' ') OR startsWith(line, '\\t')) AND match(line, '^[ \\t]+("|\\r?$)')), argMax(line, n) FROM (SELECT line, rowNumberInAllBlocks() AS n FROM ${fileOf(table, 'LineAsString', 'line String')})`;
