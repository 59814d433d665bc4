// Judges sample traces for the tests of the predicates; nothing else uses it.
import { Calendar, readCalendar } from '../../../schemas/calendar.ts';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadYaml } from '../../../schemas/load.ts';
import type { PredicateCall } from '../../calls.ts';
import type { Trace } from '../trace.ts';
import type { Finding, Setting } from './finding.ts';
import { PREDICATES } from './predicates.ts';

/** The calendar of Kazakhstan, with terms that count from the next day. */
export const SETTING: Setting = {
  calendar: readCalendar(loadYaml(fixturePath('calendars/kz.yaml'), Calendar).value),
  convention: 'next-day',
};

/** Judges a trace by a predicate, with the calendar of Kazakhstan unless another setting is given. */
export function judge({ predicate, arguments: args }: PredicateCall, trace: Trace, setting = SETTING): Finding {
  return PREDICATES[predicate].judge(trace, args, setting);
}
