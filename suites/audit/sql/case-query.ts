// Writes the one query that judges every case of a log: rows of a case in their order, the walk that it is, and a verdict for each assertion.
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import type { AuditPlan } from '../judge-case.ts';
import { codeOf, openCode, VERDICT, wordsOf } from './codes.ts';
import { inList, inStages, table } from './expression.ts';
import { MISSING, type Writing, writeVerdict } from './verdicts.ts';
import { isAbout, refusedOn, wayStages, waysOf } from './ways.ts';

/** More rows than a file has: what a file and a row are put into one number with. */
export const ROWS_OF_A_FILE = 2 ** 48;

/** What the state of a case adds up from. */
const [SPOILED, CUT, GOES_ON] = [1, 2, 4];

/**
 * The columns of the table of mapped events. Words are numbers; `step` is 0 in a row that only says that its case has an unreadable row.
 * `fault` and `odd` are told only of rows that the database has read by itself.
 */
export const EVENT_COLUMNS =
  'case String, step UInt8, at Int64, started Int64, actor UInt8, outcome UInt8, cause UInt8, done UInt8, office String, channel String, ord Float64, file UInt32, row UInt64, fault UInt8, odd UInt8';

/** The columns of the table of judged cases. */
export const JUDGED_COLUMNS =
  'case String, office String, channel String, begun Int64, first_place UInt64, doubles Array(UInt64), verdicts Array(UInt8), elapsed Array(Int64), terms Array(Int64)';

/** What the query is written for. */
export interface CaseQuery {
  plan: AuditPlan;
  /** The tables of mapped events and of the calendar. */
  events: string;
  calendarTable: string;
  /** Until when the log is whole, in milliseconds since the epoch; null for its last moment. */
  until: number | null;
}

/**
 * The query: one row for each case, with `case`, `office`, `channel`, `begun` (the moment of its first row),
 * `first_place` (where its first row stands), `doubles` (the places of rows that say the same as another one), `verdicts`, `elapsed` and
 * `terms`, which have a place for each judged assertion of the plan. It uses only what ClickHouse has had since version 18.16.
 */
export function caseQuery({ plan, events, calendarTable, until }: CaseQuery): string {
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
  return inStages(rowsOfCases(events), [
    columnsOfRows(),
    ...wayStages(source),
    recordOf(writing, plan),
    [`toUInt8(spoiled * ${SPOILED} + is_cut * ${CUT} + (1 - closed) * ${GOES_ON}) AS state`],
    ...verdictStages(writing, judged),
  ]);
}

/** The events of every case, each once, in their order. Of rows that are equal in all that is mapped the first is kept. */
function rowsOfCases(events: string): string {
  const told = '(at, ord, step, started, actor, outcome, cause, done, office, channel)';
  const grouped = `SELECT case, max(step = 0) AS spoiled, arraySort(groupArray((${told}, (file, row)))) AS rows FROM ${events} WHERE case != '' GROUP BY case HAVING max(step) > 0`;
  const each = 'arrayFilter((one, n) -> one.1.3 > 0 AND (n = 1 OR one.1 != rows[n - 1].1), rows, arrayEnumerate(rows))';
  const doubles = `arrayMap(one -> toUInt64(one.2.1) * ${ROWS_OF_A_FILE} + one.2.2, arrayFilter((one, n) -> one.1.3 > 0 AND n > 1 AND one.1 = rows[n - 1].1, rows, arrayEnumerate(rows)))`;
  const inOrder = `arraySort(one -> (one.1.1, one.1.2, one.1.3, one.2), ${each})`;
  return `SELECT case, spoiled, ${doubles} AS doubles, ${inOrder} AS kept FROM (${grouped})`;
}

function columnsOfRows(): string[] {
  const names = ['ats', 'ords', 'steps', 'starts', 'actors', 'outcomes', 'causes', 'dones'];
  return [
    ...names.map((name, n) => `arrayMap(one -> one.1.${n + 1}, kept) AS ${name}`),
    'arrayMap(one -> one.2, kept) AS places',
    `arrayReduce('min', arrayMap(one -> toUInt64(one.2.1) * ${ROWS_OF_A_FILE} + one.2.2, kept)) AS first_place`,
    'kept[1].1.9 AS office',
    'kept[1].1.10 AS channel',
  ];
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
    'ats[1] AS begun',
  ];
}

function verdictStages(writing: Writing, judged: readonly TestAssertion[]): string[][] {
  const written = judged.map((assertion, n) => ({
    ...writeVerdict(writing, assertion, n),
    about: isAbout(writing.source, assertion) ?? inList('', []),
  }));
  const over = `multiIf(found = ${VERDICT.fail}, ${VERDICT.fail}, found = ${openCode('not-shown')}, found, bitAnd(state, ${GOES_ON}) > 0, ${openCode('ends-after')}, found = ${MISSING}, ${openCode('not-shown')}, found)`;
  const whole = `multiIf(about = 0, ${VERDICT.none}, bitAnd(state, ${SPOILED}) > 0, ${openCode('unreadable-row')}, bitAnd(state, ${CUT}) > 0, ${openCode('began-before')}, ${over})`;
  const found = `[${written.map(({ verdict }) => `toUInt8(${verdict})`).join(', ')}]`;
  const about = `[${written.map((one) => `toUInt8(${one.about})`).join(', ')}]`;
  const dues = written.flatMap(({ columns }) => columns);
  const verdicts = [
    // An old ClickHouse loses columns that only a lambda uses, so the state of the case is handed to it as a list.
    `arrayMap((found, about, state) -> toUInt8(${whole}), ${found}, ${about}, [${judged.map(() => 'state').join(', ')}]) AS verdicts`,
    `[${written.map(({ elapsedMs }) => elapsedMs).join(', ')}] AS elapsed`,
    `[${written.map(({ termMs }) => termMs).join(', ')}] AS terms`,
  ];
  return dues.length === 0 ? [verdicts] : [dues, verdicts];
}
