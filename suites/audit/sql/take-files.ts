// Has a database read the files of a log by itself, so that no row of them comes into this process. A file that it might read otherwise than
// the readers of this project do is left to them.
import type { RowFault } from '../../../schemas/audit/event.ts';
import type { LogTable, MapWords } from '../../../schemas/audit/log-table.ts';
import type { Mapping } from '../../../schemas/audit/mapping.ts';
import type { ZoneHistories } from '../../../schemas/zone.ts';
import type { Source } from '../../flow/source.ts';
import { wordsOf } from './codes.ts';
import type { Database } from './database.ts';
import { text } from './expression.ts';
import {
  columnsByPart,
  DROPPED,
  type FileReading,
  fileQuery,
  linesQuery,
  ODD_ORDER,
  ODD_TIME,
  ODD_VALUES,
  oddTimesQuery,
  SPOILING,
  settingsOf,
} from './file-query.ts';
import { readOdd, timesOf } from './file-times.ts';
import { meaningsOf } from './file-words.ts';

/** A longer row is no row of a log. */
const LONGEST_ROW = 1_000_000;
/** How many odd times are read in JavaScript; of more the whole file is. */
const MOST_ODD_TIMES = 200_000;
const ODD_TIMES = 'odd_times';

/** What the files of a log are read with. */
export interface FilesTaken {
  database: Database;
  /** The table that rows are added to, which is empty. */
  events: string;
  source: Source;
  mapping: Mapping;
  zones: ZoneHistories;
  map: MapWords;
  /** Told of each file that a query fails on, which is then left to the readers. @param reason the code of the failure, without anything of the log */
  onFailure?(file: number, reason: string): void;
}

/** What kind of failure it is. The rest of the message may quote rows of the log. */
function reasonOf(cause: unknown): string {
  const { 0: code = 'no code' } = /Code: \d+/u.exec(String(cause)) ?? {};
  const [, name] = /\(([A-Z][A-Z_]+)\)\s*$/u.exec(String(cause)) ?? [];
  return name === undefined ? code : `${code} ${name}`;
}

/** Has the database take in the files that it reads as the readers do. @returns how many rows each of them has, by its number */
export async function takeFiles(
  taking: FilesTaken,
  tables: ReadonlyMap<number, LogTable>,
): Promise<Map<number, number>> {
  const { database, events, mapping, source, zones, map } = taking;
  const meanings = meaningsOf(mapping, wordsOf(source), map);
  const columns = [...columnsByPart(mapping).values()];
  if (meanings === null || new Set(columns).size < columns.length) return new Map();
  const reading: FileReading = { mapping, meanings, times: timesOf(mapping, zones), oddTimes: null };
  const rows = new Map<number, number>();
  for (const [file, table] of tables) {
    const count = await rowsOf(database, table, columns).catch((cause: unknown) => {
      taking.onFailure?.(file, reasonOf(cause));
      return null;
    });
    if (count !== null) rows.set(file, count);
  }
  // A file that turns out to be another one's is taken back with all others, which are then read again.
  for (;;) {
    const refused = await takeAll(taking, reading, tables, rows);
    if (refused === null) return rows;
    await database.run(`TRUNCATE TABLE ${events}`);
    if (refused === 'odd-times') reading.oddTimes = ODD_TIMES;
    else rows.delete(refused);
  }
}

/** Takes the files in. @returns the number of the first that cannot be, `odd-times` where times have to be read in JavaScript first, or null */
async function takeAll(
  taking: FilesTaken,
  reading: FileReading,
  tables: ReadonlyMap<number, LogTable>,
  rows: ReadonlyMap<number, number>,
): Promise<number | 'odd-times' | null> {
  const { database, events } = taking;
  for (const [file, table] of tables) {
    if (!rows.has(file)) continue;
    const sql = `INSERT INTO ${events} ${fileQuery(table, file, reading)} ${settingsOf(table)}`;
    const isTaken = await database.run(sql).then(
      () => true,
      (cause: unknown) => {
        taking.onFailure?.(file, reasonOf(cause));
        return false;
      },
    );
    if (!isTaken) return file;
  }
  const taken = await database.ask(
    `SELECT file, count(), max(row), countIf(bitAnd(odd, ${ODD_ORDER}) > 0 OR NOT isValidUTF8(case) OR NOT isValidUTF8(office) OR NOT isValidUTF8(channel)), countIf(fault = ${ODD_TIME}) FROM ${events} GROUP BY file ORDER BY file`,
  );
  const found = new Map(taken.map(([file, ...counts]) => [Number(file), counts.map(Number)]));
  for (const [file, count] of rows) {
    const [all = 0, , doubtful = 0] = found.get(file) ?? [];
    if (all !== count || doubtful > 0) return file;
  }
  const odd = [...found].filter(([, [, , , times = 0]]) => times > 0).map(([file]) => file);
  const [first] = odd;
  if (first === undefined) return null;
  if (reading.oddTimes !== null) return first;
  return readOddTimes(taking, reading, new Map(odd.flatMap((file) => [...tables].filter(([n]) => n === file))));
}

/** How many rows a file has; null where the readers may count them otherwise. */
async function rowsOf(database: Database, table: LogTable, columns: readonly string[]): Promise<number | null> {
  const { path, format } = table;
  const known = table.columns;
  // The database takes these for the names of several files.
  if (/[*?{}[\]|]|::/u.test(path) || columns.some((name) => known.filter((one) => one === name).length > 1))
    return null;
  if (format === 'parquet') {
    const [[count] = []] = await database.ask(`SELECT count() FROM file(${text(path)}, 'Parquet')`);
    return Number(count);
  }
  if (known.length < 3) return null;
  const [[all, blank, longest, returns, strays, spaced, last] = []] = await database.ask(linesQuery(table));
  const [lines, ended] = [Number(all), Number(returns)];
  const isOneKind = ended === 0 || ended >= lines - 1;
  const isClosed = (String(last).match(/"/gu)?.length ?? 0) % 2 === 0;
  if (!isOneKind || Number(strays) > 0 || Number(spaced) > 0 || !isClosed || Number(longest) > LONGEST_ROW) return null;
  return lines - 1 - Number(blank);
}

async function readOddTimes(
  { database, mapping, zones }: FilesTaken,
  reading: FileReading,
  tables: ReadonlyMap<number, LogTable>,
): Promise<number | 'odd-times'> {
  const read = readOdd(mapping, zones);
  await database.run(`DROP TABLE IF EXISTS ${ODD_TIMES}`);
  await database.run(`CREATE TABLE ${ODD_TIMES} (key String, at Int64) ENGINE = Join(ANY, LEFT, key)`);
  for (const [file, table] of tables) {
    const times = await database.ask(
      `${oddTimesQuery(table, reading)} LIMIT ${MOST_ODD_TIMES + 1} ${settingsOf(table)}`,
    );
    if (times.length > MOST_ODD_TIMES) return file;
    const values = times.map(([value, zone]) => {
      const key = `concat(${text(String(value))}, '\\0', ${text(String(zone))})`;
      return `(${key}, ${read(String(value), String(zone))})`;
    });
    for (let at = 0; at < values.length; at += 10_000)
      await database.run(`INSERT INTO ${ODD_TIMES} VALUES ${values.slice(at, at + 10_000).join(', ')}`);
  }
  return 'odd-times';
}

/** What the database found wrong with rows that it read by itself, and what it read of them. */
export interface FoundInFiles {
  events: number;
  first: number;
  last: number;
  byProblem: Map<RowFault['problem'], number>;
  /** The first faults, in the order of the rows. */
  faults: RowFault[];
  /** The cases of which a row could not be read. */
  spoiled: string[];
}

/** Asks for it. @param most how many faults are listed */
export async function foundInFiles(
  { database, events, mapping }: Pick<FilesTaken, 'database' | 'events' | 'mapping'>,
  most: number,
): Promise<FoundInFiles> {
  const parts = columnsByPart(mapping);
  const wrong = `((fault > 0 AND fault < ${ODD_TIME}) OR odd > 0)`;
  const kinds = await database.ask(
    `SELECT step > 0 AS is_event, fault, odd, count(), toString(min(at)), toString(max(at)) FROM ${events} WHERE fault != ${DROPPED} AND (step > 0 OR fault > 0) GROUP BY is_event, fault, odd`,
  );
  const byProblem: FoundInFiles['byProblem'] = new Map();
  const told = { events: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  for (const [isEvent, fault, odd, count, first, last] of kinds) {
    for (const { problem } of faultsOf(Number(fault), Number(odd)))
      byProblem.set(problem, (byProblem.get(problem) ?? 0) + Number(count));
    if (Number(isEvent) === 0) continue;
    told.events += Number(count);
    told.first = Math.min(told.first, Number(first));
    told.last = Math.max(told.last, Number(last));
  }
  if (byProblem.size === 0) return { ...told, byProblem, faults: [], spoiled: [] };
  const rows = await database.ask(
    `SELECT file, row, case, fault, odd FROM ${events} WHERE ${wrong} ORDER BY file, row LIMIT ${Math.trunc(most)}`,
  );
  const faults = rows.flatMap(([file, row, owner, fault, odd]) =>
    faultsOf(Number(fault), Number(odd)).map(({ problem, part }): RowFault => {
      const place = { file: Number(file), row: Number(row), case: owner === '' ? null : String(owner) };
      return { ...place, problem, column: part === null ? null : (parts.get(part) ?? null) };
    }),
  );
  const spoiled = await database.ask(
    `SELECT DISTINCT case FROM ${events} WHERE fault > 0 AND fault < ${ODD_TIME} AND case != ''`,
  );
  return { ...told, byProblem, faults: faults.slice(0, most), spoiled: spoiled.map(([owner]) => String(owner)) };
}

const faultsOf = (fault: number, odd: number) => {
  const spoiling = SPOILING[fault - 1];
  if (spoiling !== undefined) return [spoiling];
  return ODD_VALUES.flatMap(({ part, bit }) =>
    (odd & bit) === 0 ? [] : [{ problem: 'unknown-value' as const, part }],
  );
};
