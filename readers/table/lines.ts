// Turns the rows and columns of a table as they stand in a text into labelled rows, whichever way the table is laid out.
import { parseNext } from '../../schemas/flow/branches.ts';
import { ROWS, type Row } from '../../schemas/regulation.ts';
import { parseTerm } from '../../schemas/term.ts';
import type { Cell } from '../source/place.ts';
import { squeeze } from '../words.ts';
import { labelOf } from './labels.ts';
import { stepNumber } from './step-number.ts';
import type { RowOrder } from './step-table.ts';

/** A row of a step table with what it is, or null for a caption that goes across. */
export interface Line {
  readonly kind: RowOrder | null;
  readonly label: Cell | null;
  readonly cells: readonly Cell[];
}

/** The rows of a part of a table. `order` holds what its rows are, in the order of the text. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly turned: boolean;
  readonly labelled: boolean;
}

/** The order of the rows in the acts, which a table without labels is taken to have where its cells agree with it. */
const USUAL: readonly RowOrder[] = ['number', ...ROWS];
/** So many different labels make a column, or a row, one of labels. */
const FEWEST_LABELS = 3;
/** Labels stand in one of the first columns or rows. */
const FARTHEST = 4;

/** The part of a table before: whichever way it is laid out, the order of its rows, and its steps. */
interface Before {
  readonly turned: boolean;
  readonly order: readonly RowOrder[];
  readonly steps: readonly { readonly step: number }[];
}

/**
 * The labelled rows of a table.
 * @param before the rows of the part before, where this one may continue it
 * @returns null where it is no step table
 */
export function linesOf(rows: readonly (readonly Cell[])[], before: Before | null): Lines | null {
  const filled = rows.filter((row) => row.some(({ text }) => text.trim() !== ''));
  const column = best(Array.from({ length: FARTHEST }, (_, n) => filled.map((row) => row[n])));
  const header = best(filled.slice(0, FARTHEST));
  if (column !== null && (header === null || column.count > header.count)) return labelledRows(filled, column.at);
  if (header !== null && (column === null || header.count > column.count)) return turnedRows(filled, header.at);
  if (column !== null && header !== null) return null;
  return unlabelled(filled, before);
}

/** Which of several lists of cells has the most different labels. */
function best(lists: readonly (readonly (Cell | undefined)[])[]): { at: number; count: number } | null {
  let found: { at: number; count: number } | null = null;
  lists.forEach((cells, at) => {
    const kinds = new Set(cells.flatMap((cell) => (cell === undefined ? [] : (labelOf(cell.text) ?? []))));
    kinds.delete('ordinal');
    if (kinds.size >= FEWEST_LABELS && kinds.size > (found?.count ?? 0)) found = { at, count: kinds.size };
  });
  return found;
}

const isCaption = (row: readonly Cell[]): boolean =>
  row.every((cell) => cell === row[0] || cell.text.trim() === '') && (row[0]?.text.trim() ?? '') !== '';

function labelledRows(rows: readonly (readonly Cell[])[], at: number): Lines {
  const lines = rows.map((row): Line => {
    const label = row[at] ?? null;
    if (label === null || (isCaption(row) && labelOf(label.text) !== 'number'))
      return { kind: null, label: row[0] ?? null, cells: [] };
    const cells = row.slice(at + 1).filter((cell) => cell !== label);
    const kind = labelOf(label.text);
    // The corner above the labels is often empty.
    if (kind === null && squeeze(label.text) === '' && isSequence(cells.map(({ text }) => text)))
      return { kind: 'number', label, cells };
    // A sign for "number" alone is the label of the numbers of the steps where the row holds numbers.
    if (kind === 'ordinal')
      return { kind: cells.some(({ text }) => stepNumber(text) !== null) ? 'number' : null, label, cells };
    return { kind, label, cells };
  });
  return { lines, turned: false, labelled: true };
}

function turnedRows(rows: readonly (readonly Cell[])[], at: number): Lines {
  const header = rows[at] ?? [];
  const labels = header.map(({ text }) => labelOf(text));
  const kinds = labels.map((kind, n) =>
    n === 0 && kind === null && !labels.includes('number') && squeeze(header[0]?.text ?? '') === '' ? 'ordinal' : kind,
  );
  const number = kinds.includes('number') ? 'number' : 'ordinal';
  const body = rows.slice(at + 1).filter((row) => !isRepeated(row, header) && !isColumnNumbers(row));
  const captions = [...rows.slice(0, at), ...body.filter(isCaption)].map(
    (row): Line => ({ kind: null, label: row[0] ?? null, cells: [] }),
  );
  const steps = body.filter((row) => !isCaption(row));
  const lines = kinds.flatMap((kind, n): Line[] => {
    if (kind === null || (kind === 'ordinal' && number !== 'ordinal')) return [];
    const cells = steps.map((row): Cell => {
      const cell = row[n];
      const place = (cell ?? row[0] ?? header[n])?.place ?? { line: 0, column: 0 };
      // A line with a cell more or less than the header: no cell of it can be told from its neighbour.
      if (cell === undefined || row.length !== header.length)
        return { text: kind === number ? (cell?.text ?? '') : '', place, spread: -1 };
      return cell;
    });
    return [{ kind: kind === 'ordinal' ? 'number' : kind, label: header[n] ?? null, cells }];
  });
  return { lines: [...captions, ...lines], turned: true, labelled: true };
}

const isRepeated = (row: readonly Cell[], header: readonly Cell[]): boolean =>
  row.length === header.length &&
  row.every(({ text }, n) => labelOf(text) === labelOf(header[n]?.text ?? '') && labelOf(text) !== null);

/** Whether a row does nothing but number the columns. */
function isColumnNumbers(row: readonly Cell[]): boolean {
  return row.length >= 4 && row.every(({ text }, n) => text.trim() === String(n + 1));
}

/** A table without labels: its rows, or its columns, are in the order of the part before, or in the usual one; the cells have to agree. */
function unlabelled(rows: readonly (readonly Cell[])[], before: Before | null): Lines | null {
  const order = before === null || before.order.length < FEWEST_LABELS ? USUAL : before.order;
  const straight =
    before?.turned === true
      ? null
      : straightRows(
          rows.filter((row) => !isCaption(row) || rows.every(isCaption)),
          order,
          before,
        );
  if (straight !== null) return straight;
  if (before?.turned === false) return null;
  const width = order.length;
  const steps = rows.filter((row) => !isCaption(row));
  if (steps.length === 0) return null;
  const shift =
    steps.every((row) => row.length === width + 1) && isSequence(steps.map((row) => row[1]?.text ?? '')) ? 1 : 0;
  const lines = order.map(
    (kind, n): Line => ({
      kind,
      label: null,
      cells: steps.map((row): Cell => {
        const cell = row[n + shift];
        if (cell !== undefined && row.length === width + shift) return cell;
        return {
          text: kind === 'number' ? (cell?.text ?? '') : '',
          place: row[0]?.place ?? { line: 0, column: 0 },
          spread: -1,
        };
      }),
    }),
  );
  return goesOn(lines, before) || agrees(lines) ? { lines, turned: true, labelled: false } : null;
}

function straightRows(
  rows: readonly (readonly Cell[])[],
  order: readonly RowOrder[],
  before: Before | null,
): Lines | null {
  if (rows.length === 0 || rows.length % order.length !== 0) return null;
  const numbered = rows.every((row, n) => row[0]?.text.trim() === String(n + 1)) && rows.every((row) => row.length > 1);
  const opening = (cut: number) => isSequence((rows[0] ?? []).slice(cut).map(({ text }) => text));
  const cut = opening(0) && !(numbered && opening(1)) ? 0 : numbered && opening(1) ? 1 : null;
  if (cut === null) return null;
  const lines = rows.map(
    (row, n): Line => ({ kind: order[n % order.length] ?? null, label: null, cells: row.slice(cut) }),
  );
  return goesOn(lines, before) || agrees(lines) ? { lines, turned: false, labelled: false } : null;
}

/** Whether texts are step numbers, each one more than the one before. */
function isSequence(texts: readonly string[]): boolean {
  const numbers = texts.map(stepNumber);
  const [first] = numbers;
  return first !== undefined && first !== null && numbers.every((number, n) => number === first + n);
}

/** Whether the steps of rows without labels follow upon those of the part before, so that the order of the rows is that of its rows. */
function goesOn(lines: readonly Line[], before: Before | null): boolean {
  const first = lines.find(({ kind }) => kind === 'number')?.cells[0];
  const last = before?.steps.at(-1)?.step;
  return (
    first !== undefined &&
    last !== undefined &&
    stepNumber(first.text) === last + 1 &&
    lines.length === before?.order.length
  );
}

/** Whether the cells of rows without labels are such as the rows can hold. */
function agrees(lines: readonly Line[]): boolean {
  const cellsOf = (kind: RowOrder) =>
    lines.filter((line) => line.kind === kind).flatMap(({ cells }) => cells.map(({ text }) => text.trim()));
  const most = (kind: Row, reads: (text: string) => unknown) => {
    const texts = cellsOf(kind).filter((text) => text !== '');
    return texts.filter((text) => isRead(reads, text)).length * 5 >= texts.length * 4;
  };
  const words = (kind: Row) => cellsOf(kind).every((text) => !isRead(parseTerm, text) || text === '');
  return most('term', parseTerm) && most('next', parseNext) && words('actor') && words('action');
}

function isRead(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}
