// Writes the list of deviations of an audit, all of them, as CSV by RFC 4180 and as Parquet.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { DeviationRow } from '../schemas/audit/deviation.ts';
import { csvField } from './csv.ts';

const COLUMNS: readonly (readonly [string, (row: DeviationRow) => string | number | null])[] = [
  ['case', (row) => row.case],
  ['regulation', (row) => row.regulation],
  ['flow', (row) => row.flow],
  ['step', (row) => row.step],
  ['assertion', (row) => row.assertion],
  ['family', (row) => row.family],
  ['expected', (row) => row.expected],
  ['actual', (row) => row.actual],
  ['took ms', (row) => row.tookMs],
  ['term ms', (row) => row.termMs],
  ['office', (row) => row.office],
  ['channel', (row) => row.channel],
  ['rows', (row) => row.rows.join(' ')],
];
const NUMBERS = ['took ms', 'term ms'];

/** How many deviations report.parquet keeps in memory until it is written: the CSV has all, however many there are. */
const MOST_IN_PARQUET = 1_000_000;

/** A list that is written as the cases are judged. */
export class DeviationLists {
  readonly #csv: number;
  readonly #parquet: string;
  readonly #rows: DeviationRow[] = [];

  /** @param csv and @param parquet the paths of the two files, which are written over */
  constructor(csv: string, parquet: string) {
    this.#csv = openSync(csv, 'w');
    this.#parquet = parquet;
    this.#write(`\ufeff${COLUMNS.map(([name]) => csvField(name)).join(',')}\r\n`);
  }

  add(row: DeviationRow): void {
    this.#write(`${COLUMNS.map(([, tell]) => csvField(String(tell(row) ?? ''))).join(',')}\r\n`);
    if (this.#rows.length < MOST_IN_PARQUET) this.#rows.push(row);
  }

  /** Writes what is left. */
  close(): void {
    closeSync(this.#csv);
    const bytes = parquetWriteBuffer({
      columnData: COLUMNS.map(([name, tell]) => ({
        name: name.replace(' ', '_'),
        data: this.#rows.map(tell),
        type: NUMBERS.includes(name) ? 'DOUBLE' : 'STRING',
        nullable: true,
      })),
    });
    const file = openSync(this.#parquet, 'w');
    writeSync(file, new Uint8Array(bytes));
    closeSync(file);
  }

  #write(text: string): void {
    writeSync(this.#csv, text);
  }
}
