// Gives the calendar of Kazakhstan as the fixtures have it, its time included.
import { Calendar, readCalendar } from './calendar.ts';
import { fixturePath } from './fixture.ts';
import { loadYaml } from './load.ts';
import type { Regulation } from './regulation.ts';

let known: Calendar | null = null;

/** The calendar of Kazakhstan, read once in a process. Its place is the capital, whose time the portal keeps. */
export function kazakhstan(): Calendar {
  known ??= readCalendar(loadYaml(fixturePath('calendars/kz.yaml'), Calendar).value);
  return known;
}

/** The calendar in the time of the act: that of its region where it names one, else that of the calendar itself. */
export function calendarOf(calendar: Calendar, { act }: Pick<Regulation, 'act'>): Calendar {
  return act.zone === undefined ? calendar : { ...calendar, zone: act.zone };
}
