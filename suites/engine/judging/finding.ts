// What a predicate finds on one walk, and what it may know besides the trace.
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import type { Finding } from '../../../schemas/run/finding.ts';
import { told } from '../../../schemas/run/says.ts';
import type { Said } from '../../../schemas/said.ts';

export type { Finding };

/** What a predicate may know besides the trace. */
export interface Setting {
  calendar: Calendar;
  convention: TermStart;
  /** Called with the years whose days off are needed for a due date, but are not settled in the calendar. */
  onUnsettledYears?(years: readonly number[]): void;
}

/** A finding that holds. */
export const holds = (expected: Said, actual: Said, evidence: string[]): Finding => ({
  ...{ holds: true, evidence },
  ...told(expected, actual),
});
/** A finding that does not hold. */
export const fails = (expected: Said, actual: Said, evidence: string[]): Finding => ({
  ...{ holds: false, evidence },
  ...told(expected, actual),
});
/** A finding that cannot be told, for this reason. */
export const open = (expected: Said, reason: Said, evidence: string[] = []): Finding => ({
  ...{ holds: null, evidence },
  ...told(expected, reason, reason),
});

/** A finding that cannot be told because the target leaves out what it may leave out. */
export const lacking = (expected: Said, reason: Said): Finding => ({ ...open(expected, reason), lacks: true });

/** The evidence of a finding: the ids of exchanges, without those that are missing and each once. */
export const cite = (...exchanges: (string | null | undefined)[]): string[] => [
  ...new Set(exchanges.filter((id): id is string => id != null)),
];
