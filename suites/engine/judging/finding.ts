// What a predicate finds on one walk, and what it may know besides the trace.
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';

/** What a predicate finds on one walk: it holds, does not hold, or cannot be told (`holds` is null, and `reason` says why). */
export interface Finding {
  holds: boolean | null;
  expected: string;
  actual: string;
  /** The ids of the exchanges that the finding rests on. */
  evidence: string[];
  reason: string | null;
  /** A value that must not be the same on any two walks, for predicates that compare walks. */
  apart?: string;
  /** Set where it cannot be told only because the text can be read in several ways. */
  disputed?: true;
  /** Set where it cannot be told yet, because the walk waits for something and goes on later. */
  pending?: true;
  /** Set where it cannot be told only because the target leaves out what it may leave out. */
  lacks?: true;
}

/** What a predicate may know besides the trace. */
export interface Setting {
  calendar: Calendar;
  convention: TermStart;
  /** Called with the years whose days off are needed for a due date, but are not settled in the calendar. */
  onUnsettledYears?(years: readonly number[]): void;
}

/** A finding that holds. */
export const holds = (expected: string, actual: string, evidence: string[]): Finding => ({
  holds: true,
  expected,
  actual,
  evidence,
  reason: null,
});
/** A finding that does not hold. */
export const fails = (expected: string, actual: string, evidence: string[]): Finding => ({
  holds: false,
  expected,
  actual,
  evidence,
  reason: null,
});
/** A finding that cannot be told, for this reason. */
export const open = (expected: string, reason: string, evidence: string[] = []): Finding => ({
  holds: null,
  expected,
  actual: reason,
  evidence,
  reason,
});

/** A finding that cannot be told because the target leaves out what it may leave out. */
export const lacking = (expected: string, reason: string): Finding => ({ ...open(expected, reason), lacks: true });

/** The evidence of a finding: the ids of exchanges, without those that are missing and each once. */
export const cite = (...exchanges: (string | null | undefined)[]): string[] => [
  ...new Set(exchanges.filter((id): id is string => id != null)),
];
