// Reads tables whose cells are set apart by tabs: a cell a line, as the legal database saves them, or a row a line, as browsers copy them.
import type { Cell, Grid } from './place.ts';

/**
 * The lines of one table.
 * @param first the number of the first line in the text
 */
export function readTabbed(lines: readonly string[], first: number): Grid {
  const within = lines.filter((line) => /\S[^\S\t]*\t/u.test(line) || /^\t[^\S\t]*\t/u.test(line)).length;
  const opening = lines.filter((line) => line.startsWith('\t')).length;
  const rows = within > 0 && within * 3 >= opening ? rowALine(lines, first) : cellALine(lines, first);
  return { kind: 'grid', place: { line: first, column: 1 }, readings: rows };
}

/** A tab opens a cell, any other line continues it, and a blank line before a tab opens a row. */
function cellALine(lines: readonly string[], first: number): Cell[][][] {
  const rows: Cell[][] = [];
  let blank = true;
  lines.forEach((line, n) => {
    if (line.startsWith('\t')) {
      if (blank || rows.length === 0) rows.push([]);
      rows.at(-1)?.push({ text: line.slice(1), place: { line: first + n, column: 2 }, spread: 1 });
    } else if (line.trim() !== '') {
      const row = rows.at(-1) ?? [];
      const cell = row.pop();
      if (cell === undefined) rows.push([{ text: line, place: { line: first + n, column: 1 }, spread: 1 }]);
      else row.push({ ...cell, text: `${cell.text}\n${line}` });
    }
    blank = line.trim() === '' && !line.includes('\t');
  });
  return [rows];
}

/** A line is a row; a cell in quotation marks may run over several lines. A line without a tab continues the cell above it. */
function rowALine(lines: readonly string[], first: number): Cell[][][] {
  const rows: Cell[][] = [];
  let quoted = false;
  lines.forEach((line, n) => {
    const parts = line.split('\t');
    let column = 1;
    const cells = parts.map((text): Cell => {
      const cell = { text, place: { line: first + n, column }, spread: 1 };
      column += text.length + 1;
      return cell;
    });
    const last = rows.at(-1);
    if (last !== undefined && (quoted || (parts.length === 1 && line.trim() !== ''))) {
      const [head, ...rest] = cells;
      const cell = last.pop();
      if (cell !== undefined && head !== undefined) last.push({ ...cell, text: `${cell.text}\n${head.text}` }, ...rest);
    } else if (line.trim() !== '' || parts.length > 1) rows.push(cells);
    const open = /^"(?:[^"]|"")*$/u.test(rows.at(-1)?.at(-1)?.text ?? '');
    quoted = open;
  });
  return [
    rows.map((row) =>
      row.map((cell) => {
        const inside = /^"((?:[^"]|"")*\n(?:[^"]|"")*)"\s*$/u.exec(cell.text)?.[1];
        return inside === undefined ? cell : { ...cell, text: inside.replaceAll('""', '"') };
      }),
    ),
  ];
}
