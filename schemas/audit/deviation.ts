// A case that failed for an assertion, as the lists of deviations have it, for process-mining tools.

/** One row of the list. */
export interface DeviationRow {
  /** The name of the case; never its identifier. */
  case: string;
  regulation: string;
  flow: string;
  step: string;
  assertion: string;
  family: string;
  expected: string;
  actual: string;
  /** How long the step took at most and how long it may take, in milliseconds; null where the assertion is on no term. */
  tookMs: number | null;
  termMs: number | null;
  office: string | null;
  channel: string | null;
  /** The rows of the log that show it, as `file#row`. */
  rows: readonly string[];
}
