// Splits HTML into paragraphs and tables, each with its place in the file; what it would run or load is never looked at.
import { createRequire } from 'node:module';
import type { CheerioAPI } from 'cheerio';
import type { Block, Cell, Place } from './place.ts';

type Root = NonNullable<ReturnType<CheerioAPI['root']>[0]>;
type AnyNode = Root | Root['children'][number];
type Element = Extract<AnyNode, { attribs: object }>;

const require = createRequire(import.meta.url);

const isElement = (node: AnyNode): node is Element => 'attribs' in node;

const UNREAD = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'iframe',
  'object',
  'svg',
  'math',
  'select',
  'textarea',
]);
const BREAKS = new Set(
  'address article aside blockquote br dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section tr td th caption table tbody thead tfoot ul'.split(
    ' ',
  ),
);
/** How far a cell may be spread: more is no table that anybody printed. */
const MOST_SPREAD = 200;

/** Whether the text is HTML rather than plain text. */
export const isHtml = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|p|table|span|title)\b/iu.test(
    text,
  ) ||
  (/<(?:table|tr|td)\b/iu.test(text) && /<\/(?:table|tr|td)>/iu.test(text));

/** How deep elements may lie in one another: the parser takes a time that grows with the square of it. */
const DEEPEST = 400;

/** Whether elements that have to be closed lie deeper in one another than any page lays them. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [, close] of text.matchAll(
    /<(\/?)(?:div|span|font|b|i|u|em|strong|a|table|section|article|blockquote|center|form|ul|ol)\b/giu,
  )) {
    depth = close === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** The paragraphs and tables of a page. A table that holds tables only lays them out, and is read as what it holds. */
export function readHtml(text: string): Block[] {
  // Only HTML needs it, and it takes longer to load than a text takes to read.
  const cheerio: typeof import('cheerio') = require('cheerio');
  const root = cheerio.load(text, { sourceCodeLocationInfo: true }).root().get(0);
  const blocks: Block[] = [];
  const words = { text: '', place: null as Place | null };
  const flush = () => {
    if (words.text.trim() !== '' && words.place !== null)
      blocks.push({ kind: 'paragraph', text: words.text.replace(/\s+/gu, ' ').trim(), place: words.place });
    words.text = '';
    words.place = null;
  };
  const stack: (AnyNode | 'flush')[] = root === undefined ? [] : [root];
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === undefined) break;
    if (node === 'flush') {
      flush();
      continue;
    }
    if (node.type === 'text') {
      if (node.data.trim() !== '') words.place ??= placeOf(node);
      words.text += node.data;
      continue;
    }
    if (!('children' in node)) continue;
    const name = 'name' in node ? node.name : '';
    if (UNREAD.has(name)) continue;
    if (isElement(node) && name === 'table' && !holdsTable(node)) {
      flush();
      blocks.push(gridOf(node));
      continue;
    }
    if (BREAKS.has(name)) {
      flush();
      stack.push('flush');
    }
    for (let n = node.children.length - 1; n >= 0; n--) {
      const child = node.children[n];
      if (child !== undefined) stack.push(child);
    }
  }
  flush();
  return blocks;
}

/** The elements below a node with this name, which are not below one of the names that end the search. */
function below(node: Element, names: readonly string[], ends: readonly string[] = names): Element[] {
  const found: Element[] = [];
  const stack: AnyNode[] = node.children.toReversed();
  while (stack.length > 0) {
    const one = stack.pop();
    if (one === undefined || !isElement(one)) continue;
    if (names.includes(one.name)) found.push(one);
    if (!ends.includes(one.name)) stack.push(...one.children.toReversed());
  }
  return found;
}

const holdsTable = (table: Element): boolean => below(table, ['table']).length > 0;

function gridOf(table: Element): Block {
  const rows: Cell[][] = [];
  /** The cells that reach down from rows above, by column, with how many rows they still reach. */
  const reaching = new Map<number, { cell: Cell; rows: number }>();
  const fill = (row: Cell[]) => {
    for (let one = reaching.get(row.length); one !== undefined; one = reaching.get(row.length)) {
      if (one.rows <= 1) reaching.delete(row.length);
      else one.rows -= 1;
      row.push(one.cell);
    }
  };
  for (const caption of below(table, ['caption'])) rows.push([cellOf(caption, 1)]);
  for (const line of below(table, ['tr'])) {
    const row: Cell[] = [];
    for (const one of below(line, ['td', 'th'])) {
      fill(row);
      const wide = spanOf(one, 'colspan');
      const high = spanOf(one, 'rowspan');
      const cell = cellOf(one, Math.max(wide, high));
      for (let n = 0; n < wide; n++) {
        if (high > 1) reaching.set(row.length, { cell, rows: high - 1 });
        row.push(cell);
      }
    }
    fill(row);
    if (row.length > 0) rows.push(row);
  }
  return { kind: 'grid', place: placeOf(table), readings: [rows] };
}

function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const value = Number(cell.attribs[name] ?? '1');
  return Number.isInteger(value) && value >= 1 ? Math.min(value, MOST_SPREAD) : 1;
}

function cellOf(node: Element, spread: number): Cell {
  let text = '';
  let place: Place | null = null;
  const stack: (AnyNode | 'break')[] = node.children.toReversed();
  while (stack.length > 0) {
    const one = stack.pop();
    if (one === 'break') text += '\n';
    if (one === undefined || one === 'break') continue;
    if (one.type === 'text') {
      if (one.data.trim() !== '') place ??= placeOf(one);
      text += one.data.replace(/\s*\n\s*/gu, ' ');
    } else if (isElement(one) && !UNREAD.has(one.name)) {
      if (BREAKS.has(one.name)) {
        text += '\n';
        stack.push('break');
      }
      stack.push(...one.children.toReversed());
    }
  }
  return { text: text.trim(), place: place ?? placeOf(node), spread };
}

/** The place of the first character of a node that is more than white space. */
function placeOf(node: AnyNode): Place {
  const found = node.sourceCodeLocation;
  const line = found?.startLine ?? 1;
  const column = found?.startCol ?? 1;
  if (node.type !== 'text') return { line, column };
  const before = /^\s*/u.exec(node.data)?.[0] ?? '';
  const breaks = before.split('\n');
  return {
    line: line + breaks.length - 1,
    column: breaks.length > 1 ? (breaks.at(-1)?.length ?? 0) + 1 : column + before.length,
  };
}
