// Turns tables into rows: columns as wide as their words need, and a table of many steps in parts, one below another.
import { extentOf } from './lines.ts';
import { blockLookOf, type Place, RAISED, RULE, toneOf, tonesOf } from './looks.ts';
import { heightOf, type Row, sideBySide, spaced, tagIn, together } from './row.ts';
import { spansOf } from './spans.ts';
import { type Element, partsIn } from './tree.ts';

interface Cell {
  readonly element: Element;
  readonly column: number;
  readonly span: number;
}
/** A row of cells, by the columns in which they begin. */
type Line = readonly Cell[];
type Fill = (nodes: Element['children'], place: Place) => Row[];

/** The most steps that stand side by side. */
const MOST_STEPS = 5;
const PADDING = { x: 4, y: 3 } as const;
/** A row of cells lower than this stands on one page. */
const UNBROKEN = 220;

/** The rows of a table. Its head stands again on every page that it goes on to. @param fill makes the rows of what stands in a cell */
export function rowsOfTable(table: Element, around: Place, fill: Fill): Row[] {
  const isSteps = table.classes.has('steps');
  const size = isSteps ? 6.8 : 8;
  const place = { ...around, look: { ...around.look, size } };
  const heads = linesIn(partsIn(table, 'thead').flatMap((part) => partsIn(part, 'tr')));
  const body = linesIn(partsIn(table, 'tbody').flatMap((part) => partsIn(part, 'tr')));
  const count = Math.max(0, ...[...heads, ...body].flatMap((line) => line.map(({ column, span }) => column + span)));
  if (!isSteps) return part(heads, body, columnsOf([...heads, ...body], count, place), place, fill);
  const bands = Math.max(1, Math.ceil((count - 1) / MOST_STEPS));
  const each = Math.ceil((count - 1) / bands);
  return Array.from({ length: bands }, (_, n) => {
    const chosen = [0, ...range(1 + n * each, Math.min(count, 1 + (n + 1) * each))];
    const first = Math.min(78, place.width / (each + 1));
    const widths = chosen.map((column) => (column === 0 ? first : (place.width - first) / each));
    const cut = (lines: readonly Line[]) => lines.map((line) => chosenOf(line, chosen));
    return spaced(part(cut(heads), cut(body), widths, place, fill), n === 0 ? 0 : 10);
  }).flat();
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(to - from, 0) }, (_, n) => from + n);

const chosenOf = (line: Line, chosen: readonly number[]): Line =>
  line.flatMap((cell) => {
    const column = chosen.indexOf(cell.column);
    return column === -1 ? [] : [{ ...cell, column }];
  });

/** Where the cells stand, past those that reach down from above. */
function linesIn(rows: readonly Element[]): Line[] {
  const taken = new Set<string>();
  return rows.map((row, y) => {
    let column = 0;
    return partsIn(row, 'th', 'td').map((element): Cell => {
      while (taken.has(`${column} ${y}`)) column += 1;
      const span = Number(element.attributes.colspan ?? 1);
      for (let down = 1; down < Number(element.attributes.rowspan ?? 1); down += 1)
        for (const over of range(column, column + span)) taken.add(`${over} ${y + down}`);
      const cell = { element, column, span };
      column += span;
      return cell;
    });
  });
}

/** How wide the columns are: no word is broken where there is room, and what is left goes to those that have more to say. */
function columnsOf(lines: readonly Line[], count: number, place: Place): number[] {
  const extents = range(0, count).map((column) => {
    const own = lines.flatMap((line) => line.filter((cell) => cell.column === column && cell.span === 1));
    const each = own.map(({ element }) => {
      const look = blockLookOf(element, place.look, null);
      const { least, most } = extentOf(spansOf(element.children, look, toneOf(element)));
      return hasDrawing(element) ? { least: 90, most: 90 } : { least, most };
    });
    const widest = (pick: 'least' | 'most') => Math.max(10, ...each.map((one) => one[pick])) + 2 * PADDING.x;
    return { least: Math.min(widest('least'), place.width / 2), most: Math.min(widest('most'), place.width) };
  });
  const least = extents.reduce((sum, one) => sum + one.least, 0);
  if (least >= place.width) return extents.map((one) => (one.least / least) * place.width);
  const wish = extents.reduce((sum, one) => sum + one.most - one.least, 0);
  const share = (place.width - least) / Math.max(wish, 1);
  return extents.map((one) => one.least + (one.most - one.least) * Math.min(share, 1));
}

const hasDrawing = (element: Element): boolean => partsIn(element, 'svg').length > 0;

function part(
  heads: readonly Line[],
  body: readonly Line[],
  widths: readonly number[],
  around: Place,
  fill: Fill,
): Row[] {
  const place = { ...around, tag: tagIn(around.tag, 'Table') };
  const head = heads
    .flatMap((line) => rowsOfLine(line, widths, place, fill, true))
    .map((row) => ({ ...row, keep: true }));
  const rows = body.flatMap((line) => rowsOfLine(line, widths, place, fill, false)).map((row) => ({ ...row, head }));
  const all = [...head, ...rows];
  return all.map((row, n) => (n === all.length - 1 ? closed(row, widths) : row));
}

/** The last row of a table, with the line below it. */
function closed(row: Row, widths: readonly number[]): Row {
  const width = widths.reduce((sum, one) => sum + one, 0);
  const draw: Row['draw'] = (pen, x, y, gap) => {
    row.draw(pen, x, y, gap);
    pen.fill(x, y + row.height, width, 0.5, RULE);
  };
  return { ...row, draw };
}

function rowsOfLine(line: Line, widths: readonly number[], place: Place, fill: Fill, isHead: boolean): Row[] {
  const tag = tagIn(place.tag, 'TR');
  const left = (column: number) => widths.slice(0, column).reduce((sum, one) => sum + one, 0);
  const cells = line.map(({ element, column, span }) => {
    const isHeading = element.name === 'th';
    const tone = toneOf(element);
    const [x, width] = [left(column), left(column + span) - left(column)];
    const own = tagIn(tag, isHeading ? 'TH' : 'TD', isHeading ? { scope: isHead ? 'Column' : 'Row' } : {});
    const look = blockLookOf(element, place.look, null);
    const rows = fill(element.children, { tag: own, width: width - 2 * PADDING.x, look, tone });
    const paper = tone === null ? (isHeading ? RAISED : null) : tonesOf(tone).paper;
    return { x, width, rows, paper, rule: tone === null ? RULE : tonesOf(tone).line };
  });
  const rows = sideBySide(cells.map(({ x, rows: own }) => ({ x: x + PADDING.x, rows: own })));
  const framedRows = rows.map((row, n): Row => {
    const [over, under] = [n === 0 ? PADDING.y : 0, n === rows.length - 1 ? PADDING.y : 0];
    const height = row.height + over + under;
    const draw: Row['draw'] = (pen, x, y, gap) => {
      for (const cell of cells) {
        if (cell.paper !== null) pen.fill(x + cell.x, y, cell.width, height + 0.3, cell.paper);
        if (n === 0) pen.fill(x + cell.x, y, cell.width, cell.rule === RULE ? 0.5 : 1.2, cell.rule);
      }
      row.draw(pen, x, y + over, gap);
    };
    return { ...row, height, draw };
  });
  return heightOf(framedRows) < UNBROKEN ? together(framedRows) : framedRows;
}
