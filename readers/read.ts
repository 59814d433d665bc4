// Reads the text of an act: its regulations with their tables, each cell with its place, and what a person has to look at.

import { languageOf } from '../schemas/language.ts';
import { ROWS, type Row } from '../schemas/regulation.ts';
import { type Division, divide, type FoundClause } from './clauses.ts';
import { type Outline, type OutlinedTable, outline } from './outline.ts';
import { isRequirements } from './requirements.ts';
import { tableHeading } from './source/headings.ts';
import { isHtml, readHtml } from './source/html.ts';
import type { Block, Grid, Place } from './source/place.ts';
import { readPlainText } from './source/plain-text.ts';
import { assemble, type Spelling } from './table/assemble.ts';
import { linesOf } from './table/lines.ts';
import type { FoundCell, FoundStep, FoundSteps, TableFault } from './table/step-table.ts';
import { takeApart } from './table/two-languages.ts';
import { isNarrow, type Lexicon, lexiconOf, wordsOf } from './words.ts';

/** A step table as it was found. */
export interface FoundTable {
  readonly annex: number;
  readonly number: number;
  readonly title: string;
  readonly narrow: boolean;
  readonly place: Place;
  readonly steps: readonly FoundStep[];
  readonly faults: readonly TableFault[];
}

type Unnumbered = Omit<FoundTable, 'number'> & { number: number | null };

/** One regulation as it was found. */
export interface FoundRegulation {
  readonly outline: Outline;
  readonly tables: readonly FoundTable[];
  readonly division: Division;
  readonly clauses: readonly FoundClause[];
  /** The same regulation in the other language, where a text of its own has it. */
  readonly twin?: FoundRegulation;
}

/** The regulations of a text. */
export function readAct(text: string): FoundRegulation[] {
  const blocks = isHtml(text) ? readHtml(text) : readPlainText(text);
  const lexicon = lexiconOf(textsOf(blocks));
  return outline(blocks).map((part): FoundRegulation => {
    const inside = (tables: readonly OutlinedTable[], annex: number): FoundTable[] =>
      tables
        .filter(({ grids }) => !grids.some(isRequirements))
        .flatMap((table) => findTable(table, annex, lexicon) ?? [])
        .reduce(withTwin, [])
        .map((table, n) => ({ ...table, number: table.number ?? n + 1 }));
    const division = divide(part.body);
    return {
      outline: part,
      division,
      clauses: division.clauses,
      tables: [
        ...inside(part.tables, 0),
        ...part.annexes.flatMap(({ number, tables }, n) => inside(tables, number ?? n + 1)),
      ],
    };
  });
}

function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return block.text;
    const texts = block.readings[0]?.flatMap((row) => row.map(({ text }) => text)) ?? [];
    return isNarrow(texts) ? [] : texts;
  });
}

/** The step table, its number null where none is printed; null where it is no step table. */
function findTable(table: OutlinedTable, annex: number, lexicon: Lexicon): Unnumbered | null {
  const texts = table.grids.flatMap(({ readings: [rows = []] }) => rows.flatMap((row) => row.map(({ text }) => text)));
  const narrow = isNarrow(texts);
  const spelling = { lexicon, narrow };
  let before: FoundSteps | null = null;
  let steps: FoundStep[] = [];
  const faults: TableFault[] = [];
  let { title, number } = table;
  for (const grid of table.grids) {
    const found = readGrid(grid, before, spelling);
    if (found === null) {
      if (before !== null)
        faults.push({
          place: grid.place,
          quotation: '',
          needs: 'this part of the table cannot be read; transcribe it',
        });
      continue;
    }
    before = found;
    for (const { text } of found.captions) {
      const heading = tableHeading(text);
      number ??= heading?.number ?? null;
      if (title === '') title = heading?.title ?? text;
    }
    steps = merged(steps, found.steps);
    faults.push(...found.faults);
  }
  if (before === null) return null;
  return { annex, number, title: wordsOf(title, lexicon, false), narrow, place: table.place, steps, faults };
}

/** Tables with another one, or with it as the twin in the other language of one that they hold. */
function withTwin(tables: readonly Unnumbered[], table: Unnumbered): Unnumbered[] {
  const numbers = (one: Unnumbered) => one.steps.map(({ step }) => step).join();
  const twin = tables.find(
    (one) =>
      one.number === table.number &&
      one.number !== null &&
      numbers(one) === numbers(table) &&
      language(one) !== language(table),
  );
  if (twin === undefined) return [...tables, table];
  const [kk, ru] = language(twin) === 'kk' ? [twin, table] : [table, twin];
  return tables.map((one) => (one === twin ? { ...kk, ...beside(kk, ru) } : one));
}

/** The steps of a table with what the same table says in the other language. */
function beside(
  kk: Pick<FoundTable, 'steps' | 'faults'>,
  ru: Pick<FoundTable, 'steps' | 'faults'>,
): Pick<FoundTable, 'steps' | 'faults'> {
  const steps = kk.steps.map((step, n) => ({
    ...step,
    cells: eachRow((row): FoundCell => {
      const other = ru.steps[n]?.cells[row];
      return other === undefined || other.doubt !== null ? step.cells[row] : { ...step.cells[row], also: other.words };
    }),
  }));
  return { steps, faults: [...kk.faults, ...ru.faults] };
}

/** One regulation of two texts, where one is the other in the other language; null where it is another one. */
export function inBoth(one: FoundRegulation, other: FoundRegulation): FoundRegulation | null {
  const [kk, ru] = languageOfAll(one) === 'kk' ? [one, other] : [other, one];
  if (languageOfAll(kk) !== 'kk' || languageOfAll(ru) !== 'ru' || shapeOf(kk) !== shapeOf(ru)) return null;
  const clauses = kk.clauses.map((clause, n): FoundClause => {
    const twin = ru.clauses[n];
    const items = clause.items.map((item) => ({
      ...item,
      also: twin?.items.find((candidate) => candidate.item === item.item)?.paragraphs ?? [],
    }));
    return { ...clause, also: twin?.paragraphs ?? [], items };
  });
  return {
    ...kk,
    division: { ...kk.division, clauses },
    clauses,
    tables: kk.tables.map((table, n) => ({ ...table, ...beside(table, ru.tables[n] ?? table) })),
    twin: ru,
  };
}

/** What two texts of one regulation have in common: their clauses with how many items each has, and their tables with their steps. */
const shapeOf = ({ clauses, tables }: FoundRegulation): string =>
  JSON.stringify([
    clauses.map(({ clause, items }) => [clause, items.length]),
    tables.map(({ annex, number, steps }) => [annex, number, steps.map(({ step }) => step)]),
  ]);

const languageOfAll = ({ outline: { all }, tables }: FoundRegulation) =>
  languageOf(
    [
      ...all.map(({ text }) => text),
      ...tables.flatMap(({ steps }) => steps.map((step) => step.cells.action.words)),
    ].join(' '),
  );

const language = ({ title, steps }: Unnumbered) =>
  languageOf([title, ...steps.map(({ cells }) => cells.action.words)].join(' '));

/** Steps with those of another part of their table: either more of them, or other rows of the same. */
function merged(steps: readonly FoundStep[], more: readonly FoundStep[]): FoundStep[] {
  const isPart = more.length > 0 && more.every((one) => steps.some((other) => completes(other, one)));
  if (!isPart) return [...steps, ...more];
  return steps.map((step) => {
    const other = more.find((one) => completes(step, one));
    return other === undefined
      ? step
      : { ...step, cells: eachRow((row) => (isMissing(step.cells[row]) ? other : step).cells[row]) };
  });
}

const eachRow = (cell: (row: Row) => FoundCell): FoundStep['cells'] => ({
  actor: cell('actor'),
  action: cell('action'),
  completion: cell('completion'),
  term: cell('term'),
  next: cell('next'),
});

const isMissing = ({ words, doubt }: FoundCell): boolean => words === '' && doubt !== null;

const completes = (a: FoundStep, b: FoundStep): boolean =>
  a.step === b.step && ROWS.every((row) => isMissing(a.cells[row]) || isMissing(b.cells[row]));

/** The steps of a grid, by the one of its readings that makes a sound table. Where two do and differ, no cell is trusted that differs. */
function readGrid({ readings }: Grid, before: FoundSteps | null, spelling: Spelling): FoundSteps | null {
  const found = readings.flatMap((rows) => {
    const lines = linesOf(rows, before);
    return lines === null ? [] : [assemble(takeApart(lines), spelling)];
  });
  const sound = found.filter(({ faults, steps }) => faults.length === 0 && steps.length > 0 && steps.every(isWhole));
  const [first, ...others] = sound;
  if (first === undefined) return found[0] ?? null;
  const differs = (step: FoundStep, row: Row) =>
    others.some(({ steps }) => {
      const twin = steps.find((one) => one.step === step.step);
      return twin !== undefined && twin.cells[row].words !== step.cells[row].words;
    });
  const doubted = (step: FoundStep, row: Row): FoundCell =>
    differs(step, row) ? { ...step.cells[row], doubt: 'the layout lets it be read in two ways' } : step.cells[row];
  return { ...first, steps: first.steps.map((step) => ({ ...step, cells: eachRow((row) => doubted(step, row)) })) };
}

/** Whether every cell of a step is filled. */
const isWhole = ({ cells }: FoundStep): boolean => ROWS.every((row) => cells[row].words !== '');
