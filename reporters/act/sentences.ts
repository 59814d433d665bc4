// The sentences of the act of a check that follow from its data, for every format that writes one.

import type { Regulation } from '../../schemas/regulation.ts';
import { all, counted, dated, type Said, say } from '../../schemas/said.ts';
import type { ActCause, Edition } from './act.ts';
import type { CountedSpan, Decree } from './counting.ts';
import { tellPlace } from './printed.ts';

/** What the edition of an act is: its number, date and registration, and whether it was repealed, in sentences. */
export function sayEdition({ regulation }: Pick<Edition, 'regulation'>): Said[] {
  if (regulation === null) return [say`the text of this regulation was not at hand when the report was made`];
  const { registration, repeal } = regulation.act;
  return [
    sayAct(regulation),
    ...(registration === null ? [] : [say`registered as No ${registration.number} on ${dated(registration.date)}`]),
    ...(repeal === null
      ? []
      : [
          say`repealed by the act No ${repeal.number} of ${dated(repeal.date)}: this is the date of the repealing act, and it is not told here from which day the repealed one ceased to hold`,
        ]),
    say`transcribed from ${regulation.source}`,
  ];
}

function sayAct({ act: { kind, number, date } }: Regulation): Said {
  if (kind === 'draft') return say`draft`;
  if (number === null || date === null)
    return kind === 'order' ? say`order without a number` : say`resolution without a number`;
  return kind === 'order' ? say`order No ${number} of ${dated(date)}` : say`resolution No ${number} of ${dated(date)}`;
}

/** Over which days a term was counted. */
export function saySpan({ term, from, due, daysOff, workedWeekends }: CountedSpan): Said {
  const within = say`${{ term }} from ${dated(from)} end on ${dated(due)}`;
  const off = all(daysOff.map((day) => say`${dated(day)}`));
  const worked = all(workedWeekends.map((day) => say`${dated(day)}`));
  if (daysOff.length > 0 && workedWeekends.length > 0)
    return say`${within}; weekdays off: ${off}; weekends worked: ${worked}`;
  if (daysOff.length > 0) return say`${within}; weekdays off: ${off}`;
  return workedWeekends.length > 0 ? say`${within}; weekends worked: ${worked}` : within;
}

/** A resolution that moved days off. */
export const sayDecree = ({ id, number, year }: Decree): Said =>
  number === null || year === null
    ? say`${id}`
    : say`resolution of the Government No ${String(number)} of ${String(year)} (${id})`;

/** From which day terms of days are counted. */
export const CONVENTIONS: Readonly<Record<string, Said>> = {
  'next-day': say`terms of days are counted from the day after the application was received`,
  'receipt-day': say`terms of days are counted from the day on which the application was received`,
};

/** What is wrong, in one line: where, and how much it accounts for. */
export function sayCause({ place, failures }: Pick<ActCause, 'place' | 'failures'>): Said {
  const count = counted(failures.length, 'failure');
  return place === null ? say`the portal answered with a fault: ${count}` : say`${tellPlace(place)}: ${count}`;
}

/** How much was not decided because of it. */
export const sayHidden = (count: number): Said => say`${counted(count, 'more assertion')} not decided because of it`;
