// Audits in ClickHouse inside this process: its tables lie in a folder, and so does what does not fit into memory.
import type { Calendar } from '../../../schemas/calendar.ts';
import type { Judging } from './audit-by-sql.ts';
import { CALENDAR_COLUMNS } from './calendar-table.ts';
import { type CaseQuery, caseQueries, EVENT_COLUMNS } from './case-query.ts';
import { openEmbedded } from './database.ts';
import { linesOfCalendar } from './event-rows.ts';

/** Makes the engine ready in an empty folder. @throws ConformanceError `engine-missing` */
export async function embeddedJudging(
  folder: string,
  calendar: Calendar,
): Promise<Judging & { close(): Promise<void> }> {
  const database = await openEmbedded(folder);
  await makeTables(database, calendar);
  return {
    database,
    events: 'events',
    readsFiles: true,
    async judge(plan, until) {
      await judgeInto(database, 'judged', { plan, events: 'events', calendarTable: 'calendar', until });
      return 'judged';
    },
    close: () => database.close(),
  };
}

/** So many bytes of rows are gathered by case in memory; what is more is written to the disk first. */
const MOST_IN_MEMORY = 2 ** 30;

/** Judges every case once, into a table of which everything is asked then. */
export async function judgeInto(database: Judging['database'], table: string, judged: CaseQuery): Promise<void> {
  const queries = caseQueries(judged, table);
  for (const name of [`${table}_walks`, `${table}_shapes`, table]) await database.run(`DROP TABLE IF EXISTS ${name}`);
  for (const [name, { columns, order, query }] of [
    [`${table}_walks`, queries.walks],
    [`${table}_shapes`, queries.shapes],
    [table, queries.judged],
  ] as const) {
    await database.run(`CREATE TABLE ${name} (${columns}) ENGINE = MergeTree ORDER BY ${order} PARTITION BY tuple()`);
    await database.run(`INSERT INTO ${name} ${query} SETTINGS max_bytes_before_external_group_by = ${MOST_IN_MEMORY}`);
  }
  for (const name of [`${table}_walks`, `${table}_shapes`]) await database.run(`DROP TABLE ${name}`);
}

/** Makes the tables `events`, which is empty, and `calendar` anew. The rows of a case lie side by side. */
export async function makeTables(database: Judging['database'], calendar: Calendar): Promise<void> {
  for (const table of ['events', 'calendar']) await database.run(`DROP TABLE IF EXISTS ${table}`);
  await database.run(`CREATE TABLE events (${EVENT_COLUMNS}) ENGINE = MergeTree ORDER BY case PARTITION BY tuple()`);
  await database.run(
    `CREATE TABLE calendar (${CALENDAR_COLUMNS}) ENGINE = MergeTree ORDER BY day PARTITION BY tuple()`,
  );
  await database.add('calendar', linesOfCalendar(calendar));
}
