// Reads tables that are drawn with lines: pipes and hyphens, or the box-drawing characters.
import type { Cell, Grid } from './place.ts';

const BARS = /[|¦│┃║╎┆┊]/gu;
const RULE = /^[\s|¦+\-=_:─-╿═]+$/u;

/** Whether a line is a row of a drawn table. */
export const isRuled = (line: string): boolean => !isRule(line) && (line.match(BARS)?.length ?? 0) >= 2;

/** Whether a line is nothing but a rule of a drawn table. */
export const isRule = (line: string): boolean =>
  RULE.test(line) && /[-=_─━═]{2}/u.test(line) && /[|¦+│┃║├┼╟╠┌┏╔└┗╚|]/u.test(line);

/**
 * The lines of one table. With a rule between all rows, the lines between two rules are one row; with none or few, a line may be a row. Both
 * are given where both are possible.
 * @param first the number of the first line in the text
 */
export function readRuled(lines: readonly string[], first: number): Grid {
  const groups: Cell[][][] = [[]];
  lines.forEach((line, n) => {
    if (isRule(line)) groups.push([]);
    else if (line.trim() !== '') groups.at(-1)?.push(cellsOf(line, first + n));
  });
  const filled = groups.filter((group) => group.length > 0);
  const each = filled.flat();
  const joined = filled.map(joinLines);
  const continued = continueRows(each);
  const readings = filled.length >= 4 ? [joined, each, continued] : [each, continued, joined];
  const different = readings.filter((rows, n) => readings.findIndex((other) => same(other, rows)) === n);
  return { kind: 'grid', place: { line: first, column: 1 }, readings: different };
}

const same = (a: readonly (readonly Cell[])[], b: readonly (readonly Cell[])[]): boolean =>
  a.length === b.length &&
  a.every((row, n) => row.length === b[n]?.length && row.every((cell, m) => cell.text === b[n]?.[m]?.text));

function cellsOf(line: string, number: number): Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  for (const bar of [...Array.from(line.matchAll(BARS), ({ index }) => index), line.length]) {
    const text = line.slice(start, bar);
    const at = start + (text.length - text.trimStart().length);
    cells.push({ text: text.trim(), place: { line: number, column: at + 1 }, spread: 1 });
    start = bar + 1;
  }
  if (/^\s*[|¦│┃║╎┆┊]/u.test(line)) cells.shift();
  if (/[|¦│┃║╎┆┊]\s*$/u.test(line)) cells.pop();
  return cells;
}

/** Lines that are parts of one row, cell below cell. */
function joinLines(lines: readonly (readonly Cell[])[]): Cell[] {
  const width = Math.max(...lines.map((cells) => cells.length));
  return Array.from({ length: width }, (_, n): Cell => {
    const parts = lines.flatMap((cells) => cells[n] ?? []);
    const filled = parts.filter(({ text }) => text !== '');
    const place = (filled[0] ?? parts[0])?.place ?? { line: 0, column: 0 };
    return { text: filled.map(({ text }) => text).join('\n'), place, spread: 1 };
  });
}

/** A line whose first cell is empty continues the row above it. */
function continueRows(lines: readonly (readonly Cell[])[]): Cell[][] {
  const rows: Cell[][][] = [];
  for (const cells of lines) {
    if (rows.length > 0 && cells[0]?.text === '') rows.at(-1)?.push([...cells]);
    else rows.push([[...cells]]);
  }
  return rows.map(joinLines);
}
