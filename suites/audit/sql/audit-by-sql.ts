// Audits a log in a database: it judges all cases, and the predicates in memory word what the report tells of the few that it names.
import type { MappedEvent, RowFault } from '../../../schemas/audit/event.ts';
import type { LogTable } from '../../../schemas/audit/log-table.ts';
import type { Report } from '../../../schemas/run/report.ts';
import type { Source } from '../../flow/source.ts';
import { type AuditOptions, audit, CaseRows } from '../audit.ts';
import type { AuditPlan } from '../judge-case.ts';
import { wordsOf } from './codes.ts';
import type { Database } from './database.ts';
import { eventOfRow, lineOfEvent, lineOfFault } from './event-rows.ts';
import { text } from './expression.ts';
import { casesAt, countCases, doubledRows, failedCases, timesTaken } from './findings.ts';
import { type FilesTaken, foundInFiles, takeFiles } from './take-files.ts';

/** How many failed cases are worded, and so stand in the lists of deviations; all are counted. */
const MOST_FAILED = 100_000;
/** How many lines are handed to the database at once. */
const LINES_AT_ONCE = 100_000;
const CASES_AT_ONCE = 1000;
const FAULTS_LISTED = 500;

/** Where the rows of a log are judged. */
export interface Judging {
  database: Database;
  /** The table that rows are added to. */
  events: string;
  /** Whether it has the files of this machine at hand. */
  readsFiles?: boolean;
  /** What the judged cases are selected from, once all rows are there. */
  judge(plan: AuditPlan, until: number): Promise<string>;
}

/** Takes the rows of a log in, and hands them to a database. Nothing is kept of them but what the report tells of the log itself. */
export class RowsInDatabase {
  readonly rows = new CaseRows();
  /** The first faults of the rows that the database has read by itself. */
  found: readonly RowFault[] = [];
  /** The files that the database failed to read by itself, each with the reason. The readers read them. */
  readonly failed = new Map<number, string>();
  readonly #judging: Judging;
  readonly #source: Source;
  readonly #words: ReturnType<typeof wordsOf>;
  #lines: string[] = [];

  constructor(judging: Judging, { source }: AuditPlan) {
    this.#judging = judging;
    this.#source = source;
    this.#words = wordsOf(source);
  }

  /** Adds what came of one row. */
  async add({ events, faults }: { events: readonly MappedEvent[]; faults: readonly RowFault[] }): Promise<void> {
    this.rows.add({ events: [], faults });
    for (const fault of faults) {
      const line = lineOfFault(fault);
      if (line !== '') this.#lines.push(line);
    }
    for (const event of events) {
      this.rows.events += 1;
      this.rows.from = Math.min(this.rows.from, event.at);
      this.rows.last = Math.max(this.rows.last, event.at);
      this.#lines.push(lineOfEvent(event, this.#words));
    }
    if (this.#lines.length >= LINES_AT_ONCE) await this.flush();
  }

  /**
   * Has the database read files by itself, before any row is added.
   * @returns how many rows each of them has that it reads as the readers do, by its number
   */
  async takeFiles(
    tables: ReadonlyMap<number, LogTable>,
    reading: Pick<FilesTaken, 'mapping' | 'zones' | 'map'>,
  ): Promise<ReadonlyMap<number, number>> {
    const { database, events, readsFiles } = this.#judging;
    if (readsFiles !== true || tables.size === 0) return new Map();
    const taken = await takeFiles(
      {
        database,
        events,
        source: this.#source,
        onFailure: (file, reason) => void this.failed.set(file, reason),
        ...reading,
      },
      tables,
    );
    if (taken.size === 0) return taken;
    const found = await foundInFiles({ database, events, mapping: reading.mapping }, FAULTS_LISTED);
    this.rows.take(found);
    this.found = found.faults;
    return taken;
  }

  /** Hands over what is still here. */
  async flush(): Promise<void> {
    const lines = this.#lines.join('');
    this.#lines = [];
    if (lines !== '') await this.#judging.database.add(this.#judging.events, lines);
  }
}

/** Judges the rows that a database has taken in, and makes the same report as an audit in memory does. */
export async function auditBySql(
  judging: Judging,
  taken: RowsInDatabase,
  options: Omit<AuditOptions, 'rows' | 'counted' | 'editions'>,
): Promise<Report> {
  await taken.flush();
  const { plan } = options;
  const { database } = judging;
  const { rows } = taken;
  const until = options.mapping.until === undefined ? rows.last + plan.grainMs - 1 : Date.parse(options.mapping.until);
  const from = await judging.judge(plan, Number.isFinite(until) ? until : 0);
  const found = await countCases(database, from, plan);
  const counted = { ...found, times: await timesTaken(database, from, plan) };
  const places = [...new Set([...found.told, ...(await failedCases(database, from, MOST_FAILED))])];
  rows.list(taken.found);
  await listDoubles(judging, from, rows);
  const { last, from: first, events } = rows;
  for (const one of await casesIn(judging, plan, from, places)) rows.add({ events: one, faults: [] });
  Object.assign(rows, { last, from: first, events });
  return audit({ ...options, rows, counted });
}

/** The events of the cases whose first rows stand at these places, in the order of the places. */
async function casesIn(
  { database, events }: Judging,
  { source }: AuditPlan,
  from: string,
  places: readonly string[],
): Promise<MappedEvent[][]> {
  const words = wordsOf(source);
  const sorted = places.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const cases = new Map<string, MappedEvent[]>();
  for (let at = 0; at < sorted.length; at += CASES_AT_ONCE) {
    const owners = await casesAt(database, from, sorted.slice(at, at + CASES_AT_ONCE));
    for (const owner of owners) cases.set(owner, []);
    const rows = await database.ask(
      `SELECT case, step, at, started, actor, outcome, cause, done, office, channel, ord, file, row FROM ${events} WHERE step > 0 AND case IN (${owners.map(text).join(', ')}) ORDER BY file, row`,
    );
    const seen = new Set<string>();
    for (const row of rows) {
      const told = JSON.stringify(row.slice(0, -2));
      // The first of rows that say the same is judged; the others are listed already.
      if (seen.has(told)) continue;
      seen.add(told);
      const event = eventOfRow(row, words);
      cases.get(event.case)?.push(event);
    }
  }
  return [...cases.values()];
}

/** Blames the rows that say the same as another one, as they are in memory. */
async function listDoubles({ database }: Judging, from: string, rows: CaseRows): Promise<void> {
  const { count, first } = await doubledRows(database, from, FAULTS_LISTED);
  if (count === 0) return;
  rows.events -= count;
  rows.faultsByProblem.set('duplicate', count);
  const doubled = first.map((place): RowFault => ({ ...place, problem: 'duplicate', column: null }));
  rows.list(doubled);
}
