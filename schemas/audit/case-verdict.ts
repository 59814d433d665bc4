// The verdict on one case for one assertion: what every engine gives, and by what two engines can be compared.

/** Why nothing can be told of a case for an assertion. */
export const OPEN_REASONS = [
  /** The first step that the log can show is not on record, so the case may have begun before the log. */
  'began-before',
  /** It is not over, and what is missing may still come after the end of the log. */
  'ends-after',
  /** A row of the case cannot be read. */
  'unreadable-row',
  /** The log tells time too coarsely, or does not tell when the step began. */
  'time',
  /** Two rows are of the same moment, and the verdict depends on which came first. */
  'same-moment',
  /** The text can be read in several ways: the verdict is disputed. */
  'reading',
  /** The log does not show it of this case, as where nobody is named as the doer. */
  'not-shown',
  /** Anything else that the predicate says. */
  'other',
] as const;
/** One of these. */
export type OpenReason = (typeof OPEN_REASONS)[number];

/** A verdict on one case. Cases that an assertion says nothing of (its walk is another one) have none for it. */
export interface CaseVerdict {
  /** The identifier as the log has it. */
  case: string;
  /** The id of the assertion. */
  assertion: string;
  verdict: 'pass' | 'fail' | 'inconclusive';
  /** Null unless it is inconclusive. */
  because: OpenReason | null;
  /** Bounds of the elapsed time in milliseconds and the term, where the assertion is on one. */
  elapsed: { overMs: number; withinMs: number | null; termMs: number } | null;
}
