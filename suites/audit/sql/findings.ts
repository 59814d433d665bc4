// Asks a database how the cases of a log came out: counts for each assertion, the cases that failed, and how long the steps took.
import type { CaseVerdict } from '../../../schemas/audit/case-verdict.ts';
import { GROUPINGS, type TimeGroup } from '../../../schemas/audit/annex.ts';
import type { AuditPlan } from '../judge-case.ts';
import { localMonth } from './calendar-table.ts';
import { openCode, readVerdict, VERDICT, VERDICT_CODES } from './codes.ts';
import type { Database } from './database.ts';

/** How often an assertion came out so. */
export interface Count extends Pick<CaseVerdict, 'assertion' | 'verdict' | 'because'> {
  cases: number;
}

/** How the cases came out. */
export interface Findings {
  cases: number;
  failedCases: number;
  counts: Count[];
}

const CODES = Array.from({ length: VERDICT_CODES }, (_, code) => code).slice(1);

/**
 * How all cases came out. Each shard counts its own, and only the counts travel.
 *
 * @param from what the judged cases are selected from: the query of cases in brackets, or the view of them on every shard
 */
export async function countCases(database: Database, from: string, { judged }: AuditPlan): Promise<Findings> {
  const sums = CODES.map((code) => `sumForEach(arrayMap(v -> v = ${code}, verdicts)) AS code_${code}`);
  const [row = []] = await database.ask(
    `SELECT count() AS cases, countIf(has(verdicts, ${VERDICT.fail})) AS failed_cases, ${sums.join(', ')} FROM ${from}`,
  );
  const [cases, failedCases, ...lists] = row;
  return {
    cases: Number(cases ?? 0),
    failedCases: Number(failedCases ?? 0),
    counts: judged.flatMap(({ id: assertion }, n) =>
      CODES.flatMap((code, at): Count[] => {
        const list = lists[at];
        const count = Array.isArray(list) ? Number(list[n] ?? 0) : 0;
        const read = readVerdict(code);
        return count === 0 || read === null ? [] : [{ assertion, ...read, cases: count }];
      }),
    ),
  };
}

/** The cases that failed an assertion, in the order of their first rows, each with its codes. @param most how many of them, at most */
export async function failedCases(
  database: Database,
  from: string,
  most: number,
): Promise<{ case: string; verdicts: readonly unknown[] }[]> {
  const failed = `SELECT case, verdicts, first_place FROM ${from} WHERE has(verdicts, ${VERDICT.fail})`;
  const rows = await database.ask(
    `SELECT case, verdicts FROM (${failed}) ORDER BY first_place, case LIMIT ${Math.trunc(most)}`,
  );
  return rows.map(([owner, verdicts]) => ({ case: String(owner), verdicts: Array.isArray(verdicts) ? verdicts : [] }));
}

/** How long the steps took by their assertion, and by office, month and channel, as `Times` puts them together in memory. */
export async function timesTaken(
  database: Database,
  from: string,
  { judged, setting: { calendar } }: AuditPlan,
): Promise<Map<string, TimeGroup[]>> {
  const timed = judged.flatMap(({ family }, n) => (family === 'term' ? [n + 1] : []));
  if (timed.length === 0) return new Map();
  const unheld = [VERDICT.none, openCode('unreadable-row'), openCode('began-before')];
  const groups = `[('all', ''), ('office', office), ('month', ${localMonth(calendar, 'begun')}), ('channel', channel)]`;
  const each = `SELECT arrayJoin([${timed.join(', ')}]) AS n, verdicts, elapsed, terms, ${groups} AS groups FROM ${from}`;
  const held = `SELECT n, verdicts[n] AS verdict, elapsed[n] AS took, terms[n] AS term, arrayJoin(groups) AS grouped FROM (${each}) WHERE elapsed[n] >= 0 AND NOT has([${unheld.join(', ')}], verdicts[n])`;
  const rows = await database.ask(
    `SELECT n, grouped.1 AS kind, grouped.2 AS value, count() AS cases, countIf(verdict = ${VERDICT.fail}) AS late, min(term) AS term, quantilesExact(0.5, 0.9, 0.99)(took) AS shares, max(took) AS most FROM (${held}) GROUP BY n, grouped ORDER BY n, kind, value`,
  );
  const found = new Map<string, TimeGroup[]>();
  for (const [n, kind, value, cases, late, term, shares, most] of rows) {
    const id = judged[Number(n) - 1]?.id ?? '';
    const by = GROUPINGS.find((name) => name === kind) ?? 'all';
    if (by !== 'all' && value === '') continue;
    const [p50 = 0, p90 = 0, p99 = 0] = Array.isArray(shares) ? shares.map(Number) : [];
    const group: TimeGroup = {
      ...{ by, value: by === 'all' ? null : String(value), cases: Number(cases), late: Number(late) },
      ...{ p50Ms: p50, p90Ms: p90, p99Ms: p99, maxMs: Number(most), termMs: Number(term) },
    };
    found.set(id, [...(found.get(id) ?? []), group]);
  }
  return found;
}
