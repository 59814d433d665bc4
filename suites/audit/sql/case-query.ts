// Writes the queries that judge every case of a log: its rows in their order, the shapes that cases have, and a verdict for each assertion.
import type { AuditPlan } from '../judge-case.ts';
import { codeOf, openCode, VERDICT, wordsOf } from './codes.ts';
import { numbers } from './event-code.ts';
import { inList, inStages, table } from './expression.ts';
import { rowsOfCases } from './rows-of-cases.ts';
import { limitsOfWaiting, MISSING, PENDING, type Writing, type Written, writeVerdict } from './verdicts.ts';
import { isAbout, refusedOn, wayStages, waysOf } from './ways.ts';

/** What the state of a case adds up from. */
const [SPOILED, CUT, GOES_ON] = [1, 2, 4];

/**
 * The columns of the table of mapped events. Words are numbers; `step` is 0 in a row that only says that its case has an unreadable row.
 * `fault` and `odd` are told only of rows that the database has read by itself.
 */
export const EVENT_COLUMNS =
  'case String, step UInt8, at Int64, started Int64, actor UInt8, outcome UInt8, cause UInt8, done UInt8, office String, channel String, ord Float64, file UInt32, row UInt64, fault UInt8, odd UInt8';

/** By what two cases are of one shape: all that is judged of them but for the moments. */
const SHAPE = 'spoiled, idle, codes, turns';
const SHAPE_COLUMNS = 'spoiled UInt8, idle UInt8, codes Array(UInt64), turns Array(UInt32)';
const NAMES = 'case, office, channel, begun, first_place, doubles';
const NAME_COLUMNS =
  'case String, office String, channel String, begun Int64, first_place UInt64, doubles Array(UInt64)';

/** What the query is written for. */
export interface CaseQuery {
  plan: AuditPlan;
  /** The tables of mapped events and of the calendar. */
  events: string;
  calendarTable: string;
  /** Until when the log is whole, in milliseconds since the epoch; null for its last moment. */
  until: number | null;
}

/** A table of which a query gives the rows. */
export interface Made {
  columns: string;
  order: string;
  query: string;
}

/** The tables by which the cases are judged one after the other, each from those before. */
export interface CaseQueries {
  /** A row for each case: how it is named, its shape, and its `moments`, those at which its steps were done before those at which they began. */
  walks: Made;
  /** A row for each shape: what is judged without moments, and where the moments stand that the rest is judged by. */
  shapes: Made;
  /**
   * A row for each case, with `case`, `office`, `channel`, `begun` (the moment of its first row), `first_place` (where its first row stands),
   * `doubles` (the places of rows that say the same as another one), `verdicts`, which has a place for each judged assertion of the plan, and
   * `elapsed` and `terms`, which have one for each that asks for moments.
   */
  judged: Made;
}

/** Writes the queries. They use only what ClickHouse has had since version 18.16. @param name the table of the judged cases */
export function caseQueries({ plan, events, calendarTable, until }: CaseQuery, name: string): CaseQueries {
  const { source, judged, setting, grainMs } = plan;
  const writing: Writing = {
    source,
    calendar: setting.calendar,
    convention: setting.convention,
    words: wordsOf(source),
    grainMs,
    until: until === null ? `(SELECT max(at) FROM ${events})` : `toInt64(${until})`,
    calendarTable,
  };
  const written = judged.map((assertion, n) => ({
    ...writeVerdict(writing, assertion, n),
    about: isAbout(source, assertion) ?? inList('', []),
  }));
  return {
    walks: {
      columns: `${NAME_COLUMNS}, ${SHAPE_COLUMNS}, moments Array(Int64)`,
      order: 'first_place',
      query: `SELECT ${NAMES}, ${SHAPE}, moments FROM (${inStages(rowsOfCases(events), [idleStage(writing)])})`,
    },
    shapes: {
      columns: `${SHAPE_COLUMNS}, state UInt8, settled Array(UInt8), spots Array(UInt32)`,
      order: 'tuple()',
      query: shapesQuery(writing, plan, written, `${name}_walks`),
    },
    judged: {
      columns: `${NAME_COLUMNS}, verdicts Array(UInt8), elapsed Array(Int64), terms Array(Int64)`,
      order: 'first_place',
      query: judgedQuery(written, name),
    },
  };
}

/** How many of the terms within which a system has to go on by itself have run out between the last row of a case and the end of the log. */
function idleStage(writing: Writing): string[] {
  const { until, grainMs } = writing;
  const limits = limitsOfWaiting(writing);
  const over = limits.map((limit) => `(${until} - last_at - ${grainMs} >= ${limit})`);
  return [`toUInt8(${over.length === 0 ? '0' : over.join(' + ')}) AS idle`];
}

type About = Written & { about: string };

function shapesQuery(writing: Writing, plan: AuditPlan, written: readonly About[], walks: string): string {
  const shapes = `SELECT ${SHAPE} FROM ${walks} GROUP BY ${SHAPE}`;
  const stages = inStages(shapes, [
    [
      ...numbers('codes'),
      'arraySlice(turns, 1, length(codes)) AS ties',
      'arraySlice(turns, length(codes) + 1) AS ranks',
    ],
    ...wayStages(writing.source),
    recordOf(writing, plan),
    [`toUInt8(spoiled * ${SPOILED} + is_cut * ${CUT} + (1 - closed) * ${GOES_ON}) AS state`],
    [
      // An old ClickHouse loses columns that only a lambda uses, so the state of the case is handed to it as a list.
      `arrayMap((found, about, state) -> toUInt8(${settled()}), ${arrayOf(written.map(({ verdict }) => verdict))}, ${arrayOf(written.map(({ about }) => about))}, [${written.map(() => 'state').join(', ')}]) AS settled`,
      `[${['0', ...written.flatMap(({ timed }) => (timed === null ? [] : [timed.from, timed.to]))].map((spot) => `toUInt32(${spot})`).join(', ')}] AS spots`,
    ],
  ]);
  return `SELECT ${SHAPE}, state, settled, spots FROM (${stages})`;
}

const arrayOf = (codes: readonly string[]): string => `[${codes.map((code) => `toUInt8(${code})`).join(', ')}]`;

/** What is said of a case in the end, by what was `found` of it, what it is `about` and its `state`. */
function settled(): string {
  return `multiIf(about = 0, ${VERDICT.none}, bitAnd(state, ${SPOILED}) > 0, ${openCode('unreadable-row')}, bitAnd(state, ${CUT}) > 0, ${openCode('began-before')}, found = ${PENDING}, ${PENDING}, ${inTheEnd('found')})`;
}

/** Only what speaks against whoever keeps the procedure is final in a case that goes on. */
const inTheEnd = (found: string): string =>
  `multiIf(${found} = ${VERDICT.fail}, ${VERDICT.fail}, ${found} = ${openCode('not-shown')}, ${found}, bitAnd(state, ${GOES_ON}) > 0, ${openCode('ends-after')}, ${found} = ${MISSING}, ${openCode('not-shown')}, ${found})`;

function judgedQuery(written: readonly About[], name: string): string {
  const joined = `SELECT ${NAMES}, moments, state, settled, spots FROM ${name}_walks ANY LEFT JOIN ${name}_shapes USING (${SHAPE})`;
  const timed = written.flatMap((one, n) => (one.timed === null ? [] : [{ ...one.timed, n }]));
  const spots = timed.flatMap(({ n }, nth) => [
    `spots[${2 * nth + 2}] AS from_${n}`,
    `spots[${2 * nth + 3}] AS to_${n}`,
  ]);
  const moments = timed.flatMap(({ n }) => [`moments[from_${n}] AS since_${n}`, `moments[to_${n}] AS at_${n}`]);
  const columns = timed.flatMap((one) => one.columns);
  const found = timed.map(({ n, verdict }) => `toUInt8(${verdict}) AS found_${n}`);
  const verdicts = written.map(({ timed: own }, n) =>
    own === null
      ? `settled[${n + 1}]`
      : `if(settled[${n + 1}] = ${PENDING}, toUInt8(${inTheEnd(`found_${n}`)}), settled[${n + 1}])`,
  );
  const stages = [spots, moments, columns, found].filter(({ length }) => length > 0);
  const listed = (values: readonly string[]) =>
    values.length === 0 ? 'emptyArrayInt64()' : `[${values.map((value) => `toInt64(${value})`).join(', ')}]`;
  return `SELECT ${NAMES}, [${verdicts.join(', ')}] AS verdicts, ${listed(timed.map(({ elapsedMs }) => elapsedMs))} AS elapsed, ${listed(timed.map(({ termMs }) => termMs))} AS terms FROM (${inStages(joined, stages)})`;
}

/** What the judgements share: whether the case is over, whether it may have begun before the log, and its record with what was refused at once. */
function recordOf({ source, words }: Writing, { first }: AuditPlan): string[] {
  const last = source.graph.steps.flatMap(({ next }, n) => (next.length === 0 ? [n + 1] : []));
  const { ways } = waysOf(source);
  const refused = ways.flatMap((way, n) => {
    const at = refusedOn(way);
    return at === null ? [] : [[n, codeOf(words.steps, at.step), codeOf(words.steps, at.by)] as const];
  });
  const step = table('way', new Map(refused.map(([way, step]) => [way, step])));
  const by = table('way', new Map(refused.map(([way, , by]) => [way, by])));
  const isAlone = `(${by} > 0 AND has(steps, ${by}) AND NOT has(steps, ${step}))`;
  const before = `indexOf(steps, ${by})`;
  return [
    `hasAny(steps, [${last.map((k) => `toUInt8(${k})`).join(', ')}]) AS closed`,
    `NOT has(steps, ${codeOf(words.steps, first)}) AS is_cut`,
    `if(${isAlone}, arrayConcat(arraySlice(steps, 1, ${before} - 1), [toUInt8(${step})], arraySlice(steps, ${before})), steps) AS record`,
  ];
}
