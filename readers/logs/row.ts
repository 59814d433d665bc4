// What the readers of logs give: rows with the values of the columns that were asked for, and rows that could not be read.
import type { LogTable } from '../../schemas/audit/log-table.ts';

/** A value as text; several where a row belongs to several objects, null where it has none. */
export type Cell = string | readonly string[] | null;

/** One row: its number in the file, from 1, and its values in the order of the columns asked for; null where the row is unreadable. */
export interface LogRow {
  row: number;
  cells: readonly Cell[] | null;
}

/** A log of one format. Columns that it lacks have null in every row. */
export interface LogReader {
  /** The columns that there are, as far as its beginning shows. */
  columns(): Promise<string[]>;
  /** All rows in their order. @param columns all that is read of them */
  rows(columns: readonly string[]): AsyncIterable<LogRow>;
  /** How a database reads the very same rows; null where it would read others. @param columns all that is read of them */
  table?(columns: readonly string[]): Promise<LogTable | null>;
}

/** A value of any kind as text; null where it says nothing. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
