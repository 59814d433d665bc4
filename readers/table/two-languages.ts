// Takes a table that is printed in Kazakh and Russian at once apart, so that each cell is read in one language and held against the other.
import type { Cell } from '../source/place.ts';
import { clear } from '../words.ts';
import { labelOf } from './labels.ts';
import type { Line, Lines } from './lines.ts';

/** So many labels in both languages show that the table has both. */
const FEWEST = 3;

/** The same rows, each twice where the table has every cell in both languages: in one cell, or in two beside each other. */
export function takeApart({ lines, ...rest }: Lines): Lines {
  const labelled = lines.filter(({ kind, label }) => kind !== null && label !== null);
  const within = labelled.filter(({ label, kind }) => {
    const parts = halves(label?.text ?? '') ?? [];
    return parts.length > 0 && parts.every((part) => labelOf(part) === kind || labelOf(part) === 'ordinal');
  });
  if (within.length >= FEWEST && within.length * 2 > labelled.length)
    return { ...rest, lines: lines.flatMap(splitCells) };
  const beside = labelled.filter(
    ({ kind, label, cells: [first] }) => first !== undefined && first !== label && labelOf(first.text) === kind,
  );
  if (beside.length >= FEWEST && beside.length * 2 > labelled.length)
    return { ...rest, lines: lines.flatMap(splitRow) };
  return { ...rest, lines };
}

function splitCells(line: Line): Line[] {
  if (line.kind === null) return [line];
  const [kk, ru] = [0, 1].map(
    (side): Line => ({
      kind: line.kind,
      label: line.label === null ? null : part(line.label, side),
      cells: line.cells.map((cell) => part(cell, side)),
    }),
  );
  return kk === undefined || ru === undefined ? [line] : [kk, ru];
}

function part(cell: Cell, side: number): Cell {
  const parts = halves(cell.text);
  if (parts !== null) return { ...cell, text: parts[side] ?? '' };
  // What has one line in both languages, as a dash or an abbreviation, is that of each.
  return lineList(cell.text).length <= 1 ? cell : { ...cell, spread: -1 };
}

function splitRow(line: Line): Line[] {
  if (line.kind === null) return [line];
  const [second, ...cells] = line.cells;
  if (second === undefined || labelOf(second.text) !== line.kind) return [line];
  return [
    { ...line, cells: cells.filter((_, n) => n % 2 === 0) },
    { kind: line.kind, label: second, cells: cells.filter((_, n) => n % 2 === 1) },
  ];
}

const lineList = (text: string): string[] =>
  clear(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const KAZAKH = /[әғқңөұүһі]/iu;
const RUSSIAN = /[ъёщ]|(?:ие|ия|ий|ого|ых|ть|ся|ции|ение|ания)(?!\p{L})/iu;

/** The two parts of a text, the first in Kazakh; null where it cannot be told where one ends. */
function halves(text: string): [string, string] | null {
  const lines = lineList(text);
  if (lines.length < 2 || lines.length % 2 !== 0) return byLanguage(lines);
  const alternating = [lines.filter((_, n) => n % 2 === 0), lines.filter((_, n) => n % 2 === 1)];
  const behind = [lines.slice(0, lines.length / 2), lines.slice(lines.length / 2)];
  const known = byLanguage(lines);
  if (known !== null) return known;
  const fits = [behind, alternating].filter(
    ([kk = [], ru = []]) =>
      !kk.some((line) => RUSSIAN.test(line) && !KAZAKH.test(line)) && !ru.some((line) => KAZAKH.test(line)),
  );
  const [first, second] = fits.map((parts) => parts.map((part) => part.join('\n')));
  if (first === undefined || (second !== undefined && second.join('\u0000') !== first.join('\u0000'))) return null;
  return [first[0] ?? '', first[1] ?? ''];
}

/** Lines of which each shows its language, those in Kazakh first. */
function byLanguage(lines: readonly string[]): [string, string] | null {
  const kazakh = lines.map((line) => KAZAKH.test(line));
  const change = kazakh.indexOf(false);
  if (!kazakh.includes(true) || change < 1) return null;
  const russian = lines.slice(change);
  if (russian.some((line) => KAZAKH.test(line))) return null;
  // A line without letters of its own may belong to either side, unless it stands alone or shows that it is Russian.
  if (russian.length > 1 && !RUSSIAN.test(russian[0] ?? '')) return null;
  return [lines.slice(0, change).join('\n'), russian.join('\n')];
}
