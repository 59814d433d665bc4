// What a database needs to know of a file to read it by itself, and how the values of a row are mapped: the words the two have in common.
import type { MappedEvent, RowFault } from './event.ts';

/** A file of a log that a database can read by itself. */
export interface LogTable {
  path: string;
  format: 'csv' | 'parquet';
  packing: 'gzip' | 'zstd' | null;
  /** The separator of CSV; null for any other format. */
  separator: string | null;
  /** All columns, in their order. */
  columns: readonly string[];
}

/** What comes of a row of which only these values are known, by the names of their columns. Its moment is always the epoch. */
export type MapWords = (values: Readonly<Record<string, string>>) => {
  events: readonly MappedEvent[];
  faults: readonly RowFault[];
};
