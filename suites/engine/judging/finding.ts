// What a predicate finds on one walk.
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';

/** Holds, does not hold, or (null) cannot be told from this walk, for `reason`. */
export interface Finding {
  holds: boolean | null;
  expected: string;
  actual: string;
  evidence: string[];
  reason: string | null;
  /** What must differ between walks, for predicates that compare them. */
  apart?: string;
  /** It cannot be told only because the text can be read in several ways. */
  disputed?: true;
}

/** What a predicate may know beyond the trace. */
export interface Setting {
  calendar: Calendar;
  convention: TermStart;
  /** Told of the years that a due date leans on and the calendar does not settle. */
  onUnsettledYears?(years: readonly number[]): void;
}

export const holds = (expected: string, actual: string, evidence: string[]): Finding => ({
  holds: true,
  expected,
  actual,
  evidence,
  reason: null,
});
export const fails = (expected: string, actual: string, evidence: string[]): Finding => ({
  holds: false,
  expected,
  actual,
  evidence,
  reason: null,
});
export const open = (expected: string, reason: string, evidence: string[] = []): Finding => ({
  holds: null,
  expected,
  actual: reason,
  evidence,
  reason,
});

/** Drops the exchanges that are not there and repeats none. */
export const cite = (...exchanges: (string | null | undefined)[]): string[] => [
  ...new Set(exchanges.filter((id): id is string => id != null)),
];
