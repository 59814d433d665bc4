// Opens the database that an audit is asked to judge in: inside this process, or a cluster.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mustHaveColumns, wordsMapper } from '../../readers/logs/map.ts';
import type { OpenLog } from '../../readers/logs/open.ts';
import type { LogTable } from '../../schemas/audit/log-table.ts';
import { columnsOf, type Mapping } from '../../schemas/audit/mapping.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import type { Report } from '../../schemas/run/report.ts';
import type { ZoneHistories } from '../../schemas/zone.ts';
import type { AuditOptions } from '../../suites/audit/audit.ts';
import type { AuditPlan } from '../../suites/audit/judge-case.ts';
import { auditBySql, RowsInDatabase } from '../../suites/audit/sql/audit-by-sql.ts';
import { openCluster } from '../../suites/audit/sql/cluster.ts';
import { embeddedJudging } from '../../suites/audit/sql/embedded.ts';

/** A database that takes in the rows of a log and then judges them. */
export interface Engine {
  taken: RowsInDatabase;
  /** Has the database read the files by itself that it can. @returns how many rows each of them has, by its number */
  takeFiles(logs: readonly OpenLog[], mapping: Mapping, zones: ZoneHistories): Promise<ReadonlyMap<number, number>>;
  /** Judges all rows, makes the report, and closes the database. */
  report(options: Omit<AuditOptions, 'rows' | 'counted' | 'editions'>): Promise<Report>;
}

/**
 * The database that the options ask for: `embedded`, or the name of a cluster with a server of each shard; null for `memory`.
 * @throws ConformanceError `usage`, `engine-missing`, `engine-failed`
 */
export async function openEngine(
  { engine, shard: shards = [] }: { engine: string; shard?: string[] },
  plan: AuditPlan,
  hasEditions: boolean,
): Promise<Engine | null> {
  if (engine === 'memory') return null;
  if (hasEditions)
    throw new ConformanceError('usage', 'several editions of an act are audited in memory only', {
      ...{ key: '--engine', value: engine },
      cure: 'leave --engine out, or audit the log edition by edition',
    });
  const { calendar } = plan.setting;
  const folder = engine === 'embedded' ? mkdtempSync(join(tmpdir(), 'reglament-audit-')) : null;
  // Also where the log cannot be read to its end.
  if (folder !== null) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const judging =
    folder === null
      ? await openCluster({ cluster: engine, shards }, calendar)
      : await embeddedJudging(folder, calendar);
  const taken = new RowsInDatabase(judging, plan);
  return {
    taken,
    takeFiles: (logs, mapping, zones) => takeFiles(taken, logs, mapping, zones),
    async report(options) {
      try {
        return await auditBySql(judging, taken, options);
      } finally {
        await judging.close();
      }
    },
  };
}

async function takeFiles(
  taken: RowsInDatabase,
  logs: readonly OpenLog[],
  mapping: Mapping,
  zones: ZoneHistories,
): Promise<ReadonlyMap<number, number>> {
  const tables = new Map<number, LogTable>();
  for (const [file, log] of logs.entries()) {
    await mustHaveColumns(log, mapping);
    const table = await log.reader.table?.(columnsOf(mapping));
    if (table !== null && table !== undefined) tables.set(file, { ...table, path: resolve(table.path) });
  }
  return taken.takeFiles(tables, { mapping, zones, map: wordsMapper(mapping, zones) });
}
