// Writes mapped events and the calendar as the lines that a database takes in.
import { type MappedEvent, type RowFault, spoilsCase } from '../../../schemas/audit/event.ts';
import type { Calendar } from '../../../schemas/calendar.ts';
import { calendarDays } from './calendar-table.ts';
import { codeOf, type Words } from './codes.ts';
import { cell } from './database.ts';

/** What stands for a beginning that the log does not tell. */
const UNTOLD = -1;

const line = (values: readonly (string | number)[]): string => `${values.map(cell).join('\t')}\n`;

/** The line of an event, in the order of `EVENT_COLUMNS`. */
export const lineOfEvent = (event: MappedEvent, words: Words): string =>
  line([
    event.case,
    codeOf(words.steps, event.step),
    event.at,
    event.startedAt ?? UNTOLD,
    codeOf(words.actors, event.actor),
    codeOf(words.outcomes, event.outcome),
    codeOf(words.causes, event.cause),
    codeOf(words.completions, event.completion),
    event.office ?? '',
    event.channel ?? '',
    event.order,
    event.file,
    event.row,
    0,
    0,
  ]);

/** The event of a row of the table, in the order of `EVENT_COLUMNS`. */
export function eventOfRow(row: readonly unknown[], words: Words): MappedEvent {
  const [owner, step, at, started, actor, outcome, cause, done, office, channel, ord, file, place] = row;
  const wordOf = <W>(of: readonly W[], code: unknown): W | null => of[Number(code) - 1] ?? null;
  const told = (value: unknown) => (value === '' ? null : String(value));
  return {
    ...{ file: Number(file), row: Number(place), case: String(owner), step: wordOf(words.steps, step) ?? '' },
    ...{ at: Number(at), startedAt: Number(started) === UNTOLD ? null : Number(started) },
    ...{ actor: wordOf(words.actors, actor), outcome: wordOf(words.outcomes, outcome) },
    ...{ cause: wordOf(words.causes, cause), completion: wordOf(words.completions, done) },
    ...{ office: told(office), channel: told(channel), order: Number(ord) },
  };
}

/** The line of a fault that spoils its case: a row without a step; nothing for any other fault. */
export const lineOfFault = ({ case: owner, problem, file, row }: RowFault): string =>
  owner !== null && spoilsCase({ problem }) ? line([owner, 0, 0, UNTOLD, 0, 0, 0, 0, '', '', 0, file, row, 0, 0]) : '';

/** The lines of a calendar, in the order of `CALENDAR_COLUMNS`. */
export const linesOfCalendar = (calendar: Calendar): string =>
  calendarDays(calendar)
    .map(({ day, working, nth, ends, settled }) => line([day, working, nth, ends, settled]))
    .join('');
