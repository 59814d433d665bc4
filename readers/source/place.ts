// Where something stands in a text that was given to be read.

/** A place in the text as it was given; line and column count from 1, the column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One cell of a table as it stands in the text: its line breaks are kept. */
export interface Cell {
  readonly text: string;
  readonly place: Place;
  /** Over how many columns or rows it is spread: each of them has it. Below 0 where its line has another number of cells than the header. */
  readonly spread: number;
}

/** A paragraph, or a line of one, outside tables. */
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
  readonly place: Place;
}

/** A table as it stands in the text. Where its layout leaves open what is a row, it has several readings, the likelier first. */
export interface Grid {
  readonly kind: 'grid';
  readonly place: Place;
  readonly readings: readonly (readonly (readonly Cell[])[])[];
}

/** What a text consists of, in its order. */
export type Block = Paragraph | Grid;
