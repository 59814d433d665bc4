// What a page is made of: rows, one below another, each of which stands on one page.
import type { Face } from './letters.ts';

/** One row. Lengths are in points. */
export interface Row {
  readonly height: number;
  /** The space above it, which is left out at the top of a page. */
  readonly above: number;
  /** Whether it may not be the last of its page. */
  readonly keep: boolean;
  /** Whether it begins a page. */
  readonly fresh?: boolean;
  /** What stands again above it where it is the first of a page, such as the head of its table. */
  readonly head?: readonly Row[];
  /** The chapter of the outline that begins with it. */
  readonly mark?: { readonly title: string; readonly level: number };
  /** Draws it with its left upper corner at a point. @param gap how much of the space above it there is */
  draw(pen: Pen, x: number, y: number, gap: number): void;
}

/** What rows are drawn with. */
export interface Pen {
  /** Writes a text that belongs to an element of the document. @param y the line on which the letters stand */
  write(tag: Tag, text: string, x: number, y: number, look: Look): void;
  /** Fills a rectangle, which is no content. */
  fill(x: number, y: number, width: number, height: number, ink: string): void;
}

/** How letters look. */
export interface Look {
  readonly face: Face;
  readonly size: number;
  readonly ink: string;
  /** The colour behind the letters; null for that of the page. */
  readonly paper: string | null;
}

/** An element of the document as screen readers are told of it, by the names of PDF: `H1`, `P`, `TD`. Content is added as it is drawn. */
export interface Tag {
  readonly type: string;
  readonly lang?: string;
  readonly scope?: 'Column' | 'Row';
  readonly children: (Tag | PDFKit.PDFStructureContent)[];
}

/** Adds an element to another. */
export function tagIn(parent: Tag, type: string, more: Pick<Tag, 'lang' | 'scope'> = {}): Tag {
  const tag: Tag = { type, ...more, children: [] };
  parent.children.push(tag);
  return tag;
}

/** How high rows are one below another, without the space above the first. */
export const heightOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, { height, above }, n) => sum + height + (n === 0 ? 0 : above), 0);

/** The rows with more space above the first. */
export const spaced = (rows: readonly Row[], above: number): Row[] =>
  rows.map((row, n) => (n === 0 ? { ...row, above: Math.max(row.above, above) } : row));

/** The rows, none of which is the last of a page but the last of them. */
export const together = (rows: readonly Row[]): Row[] =>
  rows.map((row, n) => (n === rows.length - 1 ? row : { ...row, keep: true }));

/** Rows that stand beside one another, as one list: the first of each side by side, then the second, so that they go on on the next page. */
export function sideBySide(sides: readonly { readonly x: number; readonly rows: readonly Row[] }[]): Row[] {
  const count = Math.max(0, ...sides.map(({ rows }) => rows.length));
  return Array.from({ length: count }, (_, n): Row => {
    const parts = sides.flatMap(({ x: left, rows }) => {
      const row = rows[n];
      return row === undefined ? [] : [{ left, row, above: n === 0 ? 0 : row.above }];
    });
    return {
      height: Math.max(...parts.map(({ row, above }) => row.height + above)),
      above: 0,
      keep: parts.some(({ row }) => row.keep) && n < count - 1,
      draw(pen, x, y) {
        for (const { left, row, above } of parts) row.draw(pen, x + left, y + above, above);
      },
    };
  });
}

/** A rule on the left, paper behind, and the room between them and the rows. */
export interface Frame {
  readonly left: number;
  readonly rule?: { readonly ink: string; readonly width: number };
  readonly paper?: string;
  readonly width: number;
  /** The room above the first row and below the last. */
  readonly inside?: number;
}

/** The rows within a frame, which is drawn on every page that they stand on. */
export function framed(rows: readonly Row[], { left, rule, paper, width, inside = 0 }: Frame): Row[] {
  return rows.map((row, n) => {
    const [over, under] = [n === 0 ? inside : 0, n === rows.length - 1 ? inside : 0];
    return {
      ...row,
      height: row.height + over + under,
      draw(pen, x, y, gap) {
        const inner = n === 0 ? 0 : gap;
        const [top, height] = [y - inner, row.height + over + under + inner];
        if (paper !== undefined) pen.fill(x, top, width, height + SEAM, paper);
        if (rule !== undefined) pen.fill(x, top, rule.width, height + SEAM, rule.ink);
        row.draw(pen, x + left, y + over, n === 0 ? 0 : gap);
      },
    };
  });
}

/** How far the paper of a row reaches below it, so that no light line shows between two. */
const SEAM = 0.3;
