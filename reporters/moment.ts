// Tells the moments of a report as people in Kazakhstan read a clock, with the offset that was in force.
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { tellTime } from '../schemas/zone.ts';
import { plainText } from './portal-text.ts';

/** An instant as in "15 March 2013, 10:00 (UTC+6)". What is no instant, as a portal may send it, is shown as it is, made safe. */
export function tellMoment(instant: string): string {
  const ms = Date.parse(instant);
  return /^\d{4}-\d{2}-\d{2}T/u.test(instant) && !Number.isNaN(ms)
    ? tellTime(kazakhstan(), ms, 'en', 'offset')
    : plainText(instant);
}
