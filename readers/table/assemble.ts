// Makes steps of the labelled rows of a table, and tells what is wrong with the table. A cell that may be another's is never taken for its own.
import { languageOf } from '../../schemas/language.ts';
import type { Row } from '../../schemas/regulation.ts';
import type { Cell, Place } from '../source/place.ts';
import { type Lexicon, wordsOf } from '../words.ts';
import type { Line, Lines } from './lines.ts';
import { stepNumber } from './step-number.ts';
import type { FoundCell, FoundStep, FoundSteps, RowOrder, TableFault } from './step-table.ts';

/** What the words of cells are made with. */
export interface Spelling {
  readonly lexicon: Lexicon;
  readonly narrow: boolean;
}

interface Group {
  numbers: Line | null;
  rows: Map<Row, Line>;
  also: Map<Row, Line>;
}

/** The steps of labelled rows. */
export function assemble({ lines, turned }: Lines, spelling: Spelling): FoundSteps {
  const faults: TableFault[] = [];
  const captions: { text: string; place: Place }[] = [];
  const order: RowOrder[] = [];
  const groups: Group[] = [];
  for (const line of lines) {
    const { kind, label, cells } = line;
    if (kind === null) {
      if (label !== null && label.text.trim() !== '') captions.push({ text: say(label, spelling), place: label.place });
      if (cells.some(({ text }) => text.trim() !== ''))
        faults.push(fault(cells[0] ?? label, spelling, 'this row has no label that is known; say which row it is'));
      continue;
    }
    if (!order.includes(kind)) order.push(kind);
    let group = groups.at(-1);
    if (kind === 'number') {
      if (group?.numbers != null && group.rows.size === 0 && sameNumbers(group.numbers, line)) continue;
      group = { numbers: line, rows: new Map(), also: new Map() };
      groups.push(group);
      continue;
    }
    if (group === undefined) {
      group = { numbers: null, rows: new Map(), also: new Map() };
      groups.push(group);
    }
    const known = group.rows.get(kind);
    if (known === undefined) group.rows.set(kind, line);
    else if (isOtherLanguage(known, line)) {
      const [first, second] = languageOf(textOf(line)) === 'kk' ? [line, known] : [known, line];
      group.rows.set(kind, first);
      group.also.set(kind, second);
    } else faults.push(fault(label ?? cells[0], spelling, `the row ${kind} stands twice; say which one counts`));
  }
  const steps = groups.flatMap((group) => stepsOf(group, spelling, faults));
  return { steps, order, turned, captions, faults };
}

const textOf = ({ label, cells }: Line): string => [label, ...cells].map((cell) => cell?.text ?? '').join(' ');

const isOtherLanguage = (a: Line, b: Line): boolean => languageOf(textOf(a)) !== languageOf(textOf(b));

const sameNumbers = (a: Line, b: Line): boolean =>
  a.cells.length === b.cells.length &&
  a.cells.every(({ text }, n) => stepNumber(text) === stepNumber(b.cells[n]?.text ?? ''));

const say = ({ text }: Cell, { lexicon, narrow }: Spelling): string => wordsOf(text, lexicon, narrow);

const fault = (cell: Cell | null | undefined, spelling: Spelling, needs: string): TableFault => ({
  place: cell?.place ?? { line: 0, column: 0 },
  quotation: cell == null ? '' : say(cell, spelling),
  needs,
});

function stepsOf({ numbers, rows, also }: Group, spelling: Spelling, faults: TableFault[]): FoundStep[] {
  if (numbers === null) {
    const [first] = rows.values();
    faults.push(
      fault(
        first?.label ?? first?.cells[0],
        spelling,
        'the rows have no step numbers above them; say which steps they are',
      ),
    );
    return [];
  }
  const heads = trimmed(numbers.cells);
  for (const row of rows.values()) {
    const { length } = fitted(row.cells, heads.length);
    if (length !== heads.length)
      faults.push(
        fault(
          row.label ?? row.cells[0],
          spelling,
          `the row has ${length} cells for ${heads.length} steps; say which is missing or too many`,
        ),
      );
  }
  return heads.flatMap((head, n): FoundStep[] => {
    const step = stepNumber(head.text);
    if (step === null) {
      faults.push(fault(head, spelling, `the ${n + 1}. step of this row has no number; say which step it is`));
      return [];
    }
    const read = (row: Row): FoundCell => cellOf(rows.get(row), also.get(row), n, heads.length, head, row, spelling);
    const cells = {
      actor: read('actor'),
      action: read('action'),
      completion: read('completion'),
      term: read('term'),
      next: read('next'),
    };
    return [{ step, place: head.place, cells }];
  });
}

function cellOf(
  line: Line | undefined,
  other: Line | undefined,
  n: number,
  steps: number,
  head: Cell,
  row: Row,
  spelling: Spelling,
): FoundCell {
  if (line === undefined) return { words: '', place: head.place, doubt: `the table has no row ${row}` };
  const cells = fitted(line.cells, steps);
  const place = line.label?.place ?? line.cells[0]?.place ?? head.place;
  if (cells.length !== steps)
    return { words: '', place, doubt: `the row has ${cells.length} cells for ${steps} steps` };
  const cell = cells[n];
  if (cell === undefined || cell.spread < 0)
    return { words: '', place: cell?.place ?? place, doubt: 'the line has another number of cells than the header' };
  const found: FoundCell = { words: say(cell, spelling), place: cell.place, doubt: null };
  if (head.spread > 1) return { ...found, doubt: 'the number of the step goes across several columns' };
  if (found.words === '') return { ...found, doubt: 'the cell is empty' };
  if (cell.spread > 1 && (row === 'term' || row === 'next'))
    return { ...found, doubt: 'the cell is joined across several steps: each of them may have it, or all together' };
  const twin = other === undefined ? undefined : fitted(other.cells, steps)[n];
  return twin === undefined ? found : { ...found, also: say(twin, spelling) };
}

/** The cells without empty ones at the end. */
function trimmed(cells: readonly Cell[]): readonly Cell[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.text.trim() === '') end -= 1;
  return cells.slice(0, end);
}

/** The cells without the empty ones at the end that are more than there are steps. */
function fitted(cells: readonly Cell[], steps: number): readonly Cell[] {
  const end = Math.max(steps, trimmed(cells).length);
  return cells.slice(0, end);
}
