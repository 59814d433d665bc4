// How long a step takes: as long as its printed term allows, so that a suite which demands more than the text is found out.
import { Calendar, readCalendar } from '../../schemas/calendar.ts';
import { dueAt } from '../../schemas/term.ts';
import { type Mutant, mutationAnywhere, mutationOf } from '../mutants/mutation.ts';
import { loadFixture } from './fixture.ts';
import { instantText } from './instant.ts';
import type { ProgramStep } from './program.ts';

/**
 * Milliseconds from the beginning of a step at an instant to its end. A person's step, a dash and a term of days take none.
 * `decisionSince` is when somebody's decision began to be waited for, null before that.
 */
export function durationOf(mutant: Mutant | null, node: ProgramStep, at: number, decisionSince: number | null): number {
  if (node.personal) return 0;
  const delay = node.does === 'issue' ? mutationAnywhere(mutant, 'delays-the-result') : null;
  if (delay !== null) return dueDay({ max: delay.toDay, unit: delay.unit }, decisionSince ?? at) - at;
  const seconds = node.term === null || 'unit' in node.term ? 0 : node.term.max;
  return 1000 * (seconds + (mutationOf(mutant, node.action, 'takes-longer')?.seconds ?? 0));
}

/** The last second of the last day of a term of days that begins at an instant. */
export function dueDay(term: { max: number; unit: 'working-day' | 'calendar-day' }, since: number): number {
  return Date.parse(dueAt(calendar(), term, instantText(since), 'next-day').due);
}

let known: Calendar | null = null;

function calendar(): Calendar {
  known ??= readCalendar(loadFixture('calendars/kz.yaml', Calendar));
  return known;
}
