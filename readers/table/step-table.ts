// The columns of a step table, as they were found in a text.
import type { Row } from '../../schemas/regulation.ts';
import type { Place } from '../source/place.ts';

/** One cell: its words, and why they cannot be trusted (null: they can). A cell that could not be found has no words. */
export interface FoundCell {
  readonly words: string;
  readonly place: Place;
  readonly doubt: string | null;
  /** The same cell in the other language of a text in two languages. */
  readonly also?: string;
}

/** One step: a column, or a line where the table is turned. */
export interface FoundStep {
  readonly step: number;
  readonly place: Place;
  readonly cells: Readonly<Record<Row, FoundCell>>;
}

/** What is wrong with a table as a table. */
export interface TableFault {
  readonly place: Place;
  readonly quotation: string;
  readonly needs: string;
}

/** What a part of a table holds: its steps, the order of its rows, and what is wrong with it. */
export interface FoundSteps {
  readonly steps: readonly FoundStep[];
  readonly order: readonly RowOrder[];
  readonly turned: boolean;
  readonly captions: readonly { readonly text: string; readonly place: Place }[];
  readonly faults: readonly TableFault[];
}
export type RowOrder = Row | 'number';
