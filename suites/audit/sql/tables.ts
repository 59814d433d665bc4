// Makes the tables that the SQL of an audit reads: the mapped events and the working-time calendar.
import type { Calendar } from '../../../schemas/calendar.ts';
import { CALENDAR_COLUMNS } from './calendar-table.ts';
import { EVENT_COLUMNS } from './case-query.ts';
import type { Database } from './database.ts';
import { linesOfCalendar } from './event-rows.ts';

/** Makes the tables `events`, which is empty, and `calendar` anew. The rows of a case lie side by side. */
export async function makeTables(database: Database, calendar: Calendar): Promise<void> {
  for (const table of ['events', 'calendar']) await database.run(`DROP TABLE IF EXISTS ${table}`);
  await database.run(`CREATE TABLE events (${EVENT_COLUMNS}) ENGINE = MergeTree ORDER BY case PARTITION BY tuple()`);
  await database.run(`CREATE TABLE calendar (${CALENDAR_COLUMNS}) ENGINE = MergeTree ORDER BY day PARTITION BY tuple()`);
  await database.add('calendar', linesOfCalendar(calendar));
}
