// Splits plain text into paragraphs and tables, whichever way its tables are laid out.
import { blankColumns } from './blank-columns.ts';
import { opensPart } from './headings.ts';
import type { Block } from './place.ts';
import { isRule, isRuled, readRuled } from './ruled-table.ts';
import { readTabbed } from './tabbed-table.ts';

/** The paragraphs (one a line) and tables of a plain text. */
export function readPlainText(text: string): Block[] {
  const lines = text.split(/\r\n|\n|\r|\u2028|\u2029|\f/u);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const end = line.includes('\t')
      ? endOfTabbed(lines, at)
      : isRuled(line) || isRule(line)
        ? endOfRuled(lines, at)
        : null;
    if (end !== null && end > at) {
      const region = lines.slice(at, end);
      blocks.push(line.includes('\t') ? readTabbed(region, at + 1) : readRuled(region, at + 1));
      at = end;
      continue;
    }
    const before = blocks.at(-1);
    const isExpected = before !== undefined && (before.kind === 'grid' || opensPart(before.text));
    const spaced = blankColumns(lines, at, isExpected);
    if (spaced !== null) {
      blocks.push(spaced.grid);
      at = spaced.end;
      continue;
    }
    if (line.trim() !== '')
      blocks.push({
        kind: 'paragraph',
        text: line.trim(),
        place: { line: at + 1, column: line.length - line.trimStart().length + 1 },
      });
    at += 1;
  }
  return blocks;
}

/** A table with tabs ends where the text goes on without one: after two blank lines, at an indentation, at a heading. */
function endOfTabbed(lines: readonly string[], start: number): number | null {
  let blank = 0;
  let end = start;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      // A tab alone is an empty cell, and no blank line.
      if (line.includes('\t')) {
        end = at + 1;
        blank = 0;
      } else blank += 1;
      continue;
    }
    if (!line.includes('\t') && (blank >= 2 || /^[^\S\t]{3}/u.test(line) || opensPart(line))) break;
    if (line.includes('\t') && opensPart(line)) break;
    end = at + 1;
    blank = 0;
  }
  // A heading that is set in by a tab is no table.
  return lines.slice(start, end).join('').includes('\t') && !isIndentedLine(lines, start, end) ? end : null;
}

const isIndentedLine = (lines: readonly string[], start: number, end: number): boolean =>
  end <= start + 1 && !/\S\t/u.test(lines[start] ?? '');

function endOfRuled(lines: readonly string[], start: number): number | null {
  let end = start;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isRuled(line) || isRule(line)) end = at + 1;
    else if (line.trim() !== '' || at > end) break;
  }
  const region = lines.slice(start, end);
  return region.filter(isRuled).length >= (region.some(isRule) ? 1 : 2) ? end : null;
}
