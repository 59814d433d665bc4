// Asks a database how the cases of a log came out: counts for each assertion, the cases that failed, and how long the steps took.

import { GROUPINGS, type TimeGroup } from '../../../schemas/audit/annex.ts';
import type { CaseVerdict } from '../../../schemas/audit/case-verdict.ts';
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import { type AuditPlan, isTimed } from '../judge-case.ts';
import { arranged } from '../times.ts';
import { localMonth } from './calendar-table.ts';
import { openCode, readVerdict, VERDICT, VERDICT_CODES } from './codes.ts';
import type { Database } from './database.ts';
import { ROWS_OF_A_FILE } from './rows-of-cases.ts';

/** How often an assertion came out so. */
export interface Count extends Pick<CaseVerdict, 'assertion' | 'verdict' | 'because'> {
  cases: number;
}

/** How the cases came out. */
export interface Findings {
  cases: number;
  failedCases: number;
  cut: { beganBefore: number; endsAfter: number; unreadable: number };
  counts: Count[];
  /** The places of the first rows of the cases that a report tells of: the first of each kind for each assertion, and the slowest. */
  told: string[];
}

const CODES = Array.from({ length: VERDICT_CODES }, (_, code) => code).slice(1);
/** What is greater than every place of a row. */
const NOWHERE = 'toUInt64(18446744073709551615)';

/**
 * How all cases came out. Each shard counts its own, and only the counts travel.
 *
 * @param from what the judged cases are selected from: the query of cases in brackets, or the view of them on every shard
 */
export async function countCases(database: Database, from: string, { judged }: AuditPlan): Promise<Findings> {
  // Cases with the same verdicts are counted once for all assertions. An old ClickHouse loses columns that only a lambda uses.
  const kinds = `SELECT verdicts, count() AS n, min(first_place) AS place, maxForEach(elapsed) AS most FROM ${from} GROUP BY verdicts`;
  const each = (column: string) => `[${judged.map(() => column).join(', ')}]`;
  const sums = CODES.flatMap((code) => [
    `sumForEach(arrayMap((v, n) -> if(v = ${code}, n, toUInt64(0)), verdicts, ${each('n')})) AS code_${code}`,
    `arrayMap(one -> toString(one), minForEach(arrayMap((v, place) -> if(v = ${code}, place, ${NOWHERE}), verdicts, ${each('place')}))) AS first_${code}`,
  ]);
  const [unreadable, began, ends] = (['unreadable-row', 'began-before', 'ends-after'] as const).map(
    (reason) => `has(verdicts, ${openCode(reason)})`,
  );
  const rows = await database.ask(
    `SELECT sum(n) AS cases, sumIf(n, has(verdicts, ${VERDICT.fail})) AS failed_cases, sumIf(n, ${unreadable}) AS unreadable, sumIf(n, ${began} AND NOT ${unreadable}) AS began_before, sumIf(n, ${ends} AND NOT ${began} AND NOT ${unreadable}) AS ends_after, maxForEach(${heldOf(judged, 'most')}) AS slowest, ${sums.join(', ')} FROM (${kinds})`,
  );
  const [cases, failed, unread, cutOff, goingOn, slowest, ...lists] = rows[0] ?? [];
  const listAt = (n: number): unknown[] => {
    const list = lists[n];
    return Array.isArray(list) ? list : [];
  };
  const counts = judged.flatMap(({ id: assertion }, n) =>
    CODES.flatMap((code, at): Count[] => {
      const count = Number(listAt(2 * at)[n] ?? 0);
      const read = readVerdict(code);
      return count === 0 || read === null ? [] : [{ assertion, ...read, cases: count }];
    }),
  );
  const firsts = CODES.flatMap((_, at) => listAt(2 * at + 1).map(String));
  const most = Array.isArray(slowest) ? slowest.map(Number) : [];
  const longest = await slowestCases(database, from, judged, most);
  return {
    cases: Number(cases ?? 0),
    failedCases: Number(failed ?? 0),
    cut: { beganBefore: Number(cutOff ?? 0), endsAfter: Number(goingOn ?? 0), unreadable: Number(unread ?? 0) },
    counts,
    told: [...new Set([...firsts, ...longest])].filter((place) => place !== '18446744073709551615'),
  };
}

/** Of what nothing is held against a term. */
const UNHELD = [VERDICT.none, openCode('unreadable-row'), openCode('began-before')];

/** How long the cases took for each assertion that asks for moments, -1 where nothing is held against a term. @param elapsed what they took */
const heldOf = (judged: readonly TestAssertion[], elapsed: string): string => {
  const timed = timedOf(judged).map((n) => `verdicts[${n + 1}]`);
  // Nothing can be asked of a list that is written without a value.
  if (timed.length === 0) return elapsed;
  return `arrayMap((v, took) -> if(has([${UNHELD.join(', ')}], v), toInt64(-1), took), [${timed.join(', ')}], ${elapsed})`;
};

/** The numbers of the judged assertions that ask for moments. */
export const timedOf = (judged: readonly TestAssertion[]): number[] =>
  judged.flatMap((assertion, n) => (isTimed(assertion) ? [n] : []));

/** The first of the cases that took longest, for each assertion that asks for moments. */
async function slowestCases(
  database: Database,
  from: string,
  judged: readonly TestAssertion[],
  most: readonly number[],
): Promise<string[]> {
  if (most.every((ms) => ms < 0)) return [];
  const longest = most.map((ms) => `toInt64(${ms < 0 ? -2 : ms})`);
  const places = most.map(() => 'first_place').join(', ');
  const [row = []] = await database.ask(
    `SELECT arrayMap(one -> toString(one), minForEach(arrayMap((took, most, place) -> if(took = most, place, ${NOWHERE}), ${heldOf(judged, 'elapsed')}, [${longest.join(', ')}], [${places}]))) AS slowest FROM ${from}`,
  );
  const [found] = row;
  return Array.isArray(found) ? found.map(String) : [];
}

/** The places of the first rows of the cases that failed an assertion, in their order. @param most how many of them, at most */
export async function failedCases(database: Database, from: string, most: number): Promise<string[]> {
  const rows = await database.ask(
    `SELECT toString(first_place) AS place FROM ${from} WHERE has(verdicts, ${VERDICT.fail}) ORDER BY first_place LIMIT ${Math.trunc(most)}`,
  );
  return rows.map(([place]) => String(place));
}

/** The identifiers of the cases whose first rows stand at these places, in the order of the places. */
export async function casesAt(database: Database, from: string, places: readonly string[]): Promise<string[]> {
  const rows = await database.ask(
    `SELECT case FROM ${from} WHERE first_place IN (${places.map((place) => BigInt(place)).join(', ')}) ORDER BY first_place`,
  );
  return rows.map(([owner]) => String(owner));
}

/** The places of the rows that say the same as another one, which count once, in their order; and how many there are. */
export async function doubledRows(
  database: Database,
  from: string,
  most: number,
): Promise<{ count: number; first: { file: number; row: number; case: string }[] }> {
  const [[count] = []] = await database.ask(`SELECT sum(length(doubles)) AS doubled FROM ${from}`);
  if (Number(count ?? 0) === 0) return { count: 0, first: [] };
  const rows = await database.ask(
    `SELECT intDiv(double, ${ROWS_OF_A_FILE}) AS file, modulo(double, ${ROWS_OF_A_FILE}) AS row, case FROM (SELECT arrayJoin(doubles) AS double, case FROM ${from}) ORDER BY file, row LIMIT ${Math.trunc(most)}`,
  );
  return {
    count: Number(count),
    first: rows.map(([file, row, owner]) => ({ file: Number(file), row: Number(row), case: String(owner) })),
  };
}

/** How long the steps took by their assertion, and by office, month and channel, as `Times` puts them together in memory. */
export async function timesTaken(
  database: Database,
  from: string,
  { judged, setting: { calendar } }: AuditPlan,
): Promise<Map<string, TimeGroup[]>> {
  const timed = timedOf(judged);
  if (timed.length === 0) return new Map();
  const numbers = `[${timed.join(', ')}]`;
  const verdicts = `[${timed.map((n) => `verdicts[${n + 1}]`).join(', ')}]`;
  const all = `arrayMap((n, v, took, term) -> (n, v, took, term), ${numbers}, ${verdicts}, elapsed, terms)`;
  const held = `arrayFilter((one, took, v) -> took >= 0 AND NOT has([${UNHELD.join(', ')}], v), ${all}, elapsed, ${verdicts})`;
  const each = `SELECT office, channel, ${localMonth(calendar, 'begun')} AS month, arrayJoin(${held}) AS one FROM ${from}`;
  // Each time is put into one cell of office, month and channel; the groups are put together of the cells.
  const cells = `SELECT one.1 AS n, office, channel, month, count() AS cases, countIf(one.2 = ${VERDICT.fail}) AS late, min(one.4) AS term, quantilesExactState(0.5, 0.9, 0.99)(one.3) AS shares, max(one.3) AS most FROM (${each}) GROUP BY n, office, channel, month`;
  const groups = "[('all', ''), ('office', office), ('month', month), ('channel', channel)]";
  const rows = await database.ask(
    `SELECT n, grouped.1 AS kind, grouped.2 AS value, sum(cases) AS cases, sum(late) AS late, min(term) AS term, quantilesExactMerge(0.5, 0.9, 0.99)(shares) AS shares, max(most) AS most FROM (SELECT n, cases, late, term, shares, most, arrayJoin(${groups}) AS grouped FROM (${cells})) GROUP BY n, grouped ORDER BY n, kind, value`,
  );
  const found = new Map<string, TimeGroup[]>();
  for (const [n, kind, value, cases, late, term, shares, most] of rows) {
    const id = judged[Number(n)]?.id ?? '';
    const by = GROUPINGS.find((name) => name === kind) ?? 'all';
    if (by !== 'all' && value === '') continue;
    const [p50 = 0, p90 = 0, p99 = 0] = Array.isArray(shares) ? shares.map(Number) : [];
    const group: TimeGroup = {
      ...{ by, value: by === 'all' ? null : String(value), cases: Number(cases), late: Number(late) },
      ...{ p50Ms: p50, p90Ms: p90, p99Ms: p99, maxMs: Number(most), termMs: Number(term) },
    };
    found.set(id, [...(found.get(id) ?? []), group]);
  }
  return new Map([...found].map(([id, groups]) => [id, arranged(groups)]));
}
