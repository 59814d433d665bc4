// What a row of an event log is once it is mapped: the one shape that every reader gives and every engine judges.
import type { Cause, Completion, Outcome } from '../vocabulary.ts';

/** Where a row stands: the number of its file among those that were given, from 0, and its own number in it, from 1. */
export interface RowPlace {
  file: number;
  row: number;
}

/** One row in the words of the regulation. What the log does not show, or the mapping does not name, is null. */
export interface MappedEvent extends RowPlace {
  /** The identifier as the log has it. It goes no further than the judging: who reports a case names it by its pseudonym. */
  case: string;
  /** The action of the step of the flow, as `explain` and `list` name it. */
  step: string;
  /** When the step was done: milliseconds since the epoch, the first of the grain that the log tells time by. */
  at: number;
  /** When it was begun, likewise. */
  startedAt: number | null;
  /** The id of a party of the regulation. */
  actor: string | null;
  /** How the condition of the step came out. */
  outcome: Outcome | null;
  /** Why it failed. */
  cause: Cause | null;
  /** What completed the step. */
  completion: Completion | null;
  office: string | null;
  channel: string | null;
  /** What orders rows of the same moment; 0 where nothing does. */
  order: number;
}

/** What can be wrong with a row. */
export const ROW_PROBLEMS = [
  'unreadable',
  'no-case',
  'no-time',
  'unreadable-time',
  'time-twice',
  'no-activity',
  'unknown-activity',
  'unknown-value',
  'duplicate',
] as const;
/** One of these. All but the last two make their case one of which nothing can be told. */
export type RowProblem = (typeof ROW_PROBLEMS)[number];

/** A row that is not judged, or in which a value has no meaning. */
export interface RowFault extends RowPlace {
  /** The case, where it could be read: nothing is told of a case of which a row cannot be read. */
  case: string | null;
  problem: RowProblem;
  /** The column, as the log names it; null where it is the row as a whole. */
  column: string | null;
}

/** Whether a fault makes the whole case one of which nothing can be told. */
export const spoilsCase = ({ problem }: Pick<RowFault, 'problem'>): boolean =>
  problem !== 'duplicate' && problem !== 'unknown-value';
