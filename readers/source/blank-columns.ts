// Reads tables whose columns are set apart by nothing but blanks.
import { opensPart } from './headings.ts';
import type { Cell, Grid } from './place.ts';

/** A line with three columns at least. */
const GAP = /\S[^\S\t]{2,}\S.*[^\S\t]{2,}\S/u;
/** A line with two. */
const ONE_GAP = /\S[^\S\t]{2,}\S/u;

/**
 * The table that begins at a line, with the number of the line after it; null where none begins.
 * @param expected whether a heading or a part of a table stands before it, so that a few lines are a table as well
 */
export function blankColumns(
  lines: readonly string[],
  start: number,
  expected: boolean,
): { grid: Grid; end: number } | null {
  const gap = expected ? ONE_GAP : GAP;
  if (!gap.test(lines[start] ?? '')) return null;
  let end = start;
  let blank = 0;
  let wide = 0;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.includes('\t')) break;
    if (line.trim() === '') {
      blank += 1;
      if (blank >= 2) break;
      continue;
    }
    if (opensPart(line)) break;
    if (gap.test(line)) wide += 1;
    else if (blank > 0 && !/^\s{6,}\S|\S\s{2,}\S/u.test(line)) break;
    blank = 0;
    end = at + 1;
  }
  const region = lines.slice(start, end);
  if (wide < (expected ? 1 : 3)) return null;
  const edges = edgesOf(region);
  if (edges.length < (expected ? 2 : 3)) return null;
  const parts = region.map((line, n) => cut(line, edges, start + n + 1));
  const byBlank = rowsOf(parts, (_, n) => region[n - 1]?.trim() === '');
  const byFirst = rowsOf(parts, (cells) => (cells[0]?.text ?? '') !== '');
  const each = rowsOf(parts, () => true);
  const hasBlank = region.some((line) => line.trim() === '');
  const readings = hasBlank ? [byBlank, byFirst, each] : [each, byFirst];
  return { grid: { kind: 'grid', place: { line: start + 1, column: 1 }, readings }, end };
}

/** Where columns begin: after two positions at least that are blank in every line. */
function edgesOf(lines: readonly string[]): number[] {
  const width = Math.max(...lines.map((line) => line.length));
  const filled = new Uint8Array(width);
  for (const line of lines) for (let n = 0; n < line.length; n++) if (/\S/u.test(line[n] ?? ' ')) filled[n] = 1;
  const edges: number[] = [];
  let gap = 2;
  for (let n = 0; n < width; n++) {
    if (filled[n] === 0) gap += 1;
    else {
      if (gap >= 2) edges.push(n);
      gap = 0;
    }
  }
  return edges;
}

function cut(line: string, edges: readonly number[], number: number): Cell[] {
  return edges.map((edge, n) => {
    const text = line.slice(edge, edges[n + 1] ?? line.length).trimEnd();
    return {
      text: text.trim(),
      place: { line: number, column: edge + 1 + (text.length - text.trimStart().length) },
      spread: 1,
    };
  });
}

function rowsOf(parts: readonly (readonly Cell[])[], opens: (cells: readonly Cell[], n: number) => boolean): Cell[][] {
  const rows: Cell[][] = [];
  parts.forEach((cells, n) => {
    if (cells.every(({ text }) => text === '')) return;
    const last = rows.at(-1);
    if (last === undefined || opens(cells, n)) rows.push([...cells]);
    else
      rows[rows.length - 1] = last.map((cell, m) => {
        const more = cells[m];
        if (more === undefined || more.text === '') return cell;
        return cell.text === '' ? more : { ...cell, text: `${cell.text}\n${more.text}` };
      });
  });
  return rows;
}
