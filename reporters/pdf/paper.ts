// Sets rows on pages of A4, with a running head, page numbers, an outline and the elements that screen readers are told of.
import PDFDocument from 'pdfkit';
import type { Language } from '../../schemas/language.ts';
import { FACES, fontFile, widthOf } from './letters.ts';
import type { Look, Pen, Row, Tag } from './row.ts';

const [WIDTH, HEIGHT] = [595.28, 841.89];
const SIDE = 54;
const [TOP, BOTTOM] = [66, HEIGHT - 62];

/** How wide the rows of a page are. */
export const COLUMN = WIDTH - 2 * SIDE;

/** What a document is called, and what stands on each of its pages. */
export interface Cover {
  readonly title: string;
  readonly language: Language;
  /** What was asked for when it was made, so that it can be made again. */
  readonly keywords: string;
  /** When it was made, which is when the run ended. */
  readonly at: Date;
  /** The running head. */
  readonly head: readonly [left: string, right: string];
  pageNumber(page: number, of: number): string;
}

const HEAD: Look = { face: 'plain', size: 7.5, ink: '#57606a', paper: null };
const RULE = '#d0d5dc';

/** The document as a file. Equal rows and covers give equal bytes. */
export function printPages(rows: readonly Row[], root: Tag, cover: Cover): Uint8Array {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    // An empty font keeps pdfkit from loading Helvetica, which is not used.
    font: '',
    pdfVersion: '1.7',
    subset: 'PDF/A-2b',
    tagged: true,
    displayTitle: true,
    lang: cover.language,
    // pdfkit derives the file's identifier from these fields, so they hold nothing that changes from run to run.
    info: {
      ...{ Title: cover.title, Keywords: cover.keywords, Creator: 'reglament', Producer: 'reglament' },
      ...{ CreationDate: cover.at, ModDate: cover.at },
    },
  });
  for (const face of FACES) pdf.registerFont(face, fontFile(face));
  setRows(pdf, rows);
  setMargins(pdf, cover);
  pdf.addStructure(structOf(pdf, root));
  pdf.end();
  // All has been written by now, since pdfkit waits for nothing.
  const file: unknown = pdf.read();
  if (!(file instanceof Uint8Array)) throw new TypeError('pdfkit has given no bytes');
  return Uint8Array.from(file);
}

function setRows(pdf: PDFKit.PDFDocument, rows: readonly Row[]): void {
  const pen = penOf(pdf);
  const chapters = outlineOf(pdf);
  let y = BOTTOM;
  let isTop = false;
  const turn = () => {
    pdf.addPage();
    y = TOP;
    isTop = true;
  };
  const set = (row: Row, by: Pen) => {
    const gap = isTop ? 0 : row.above;
    row.draw(by, SIDE, y + gap, gap);
    y += gap + row.height;
    isTop = false;
  };
  for (const [n, row] of rows.entries()) {
    if (n === 0 || (row.fresh === true && !isTop) || y + neededFrom(rows, n) > BOTTOM) {
      turn();
      for (const again of row.head ?? []) set(again, { ...pen, write: pen.echo });
    }
    if (row.mark !== undefined) chapters(row.mark);
    set(row, pen);
  }
}

/** The height of a row with those that it may not be parted from; of the row alone where no page has room for them. */
function neededFrom(rows: readonly Row[], first: number): number {
  let height = 0;
  for (let n = first; n < rows.length; n += 1) {
    const row = rows[n];
    if (row === undefined) break;
    height += row.above + row.height;
    if (!row.keep) break;
    if (height > BOTTOM - TOP) return (rows[first]?.height ?? 0) + (rows[first]?.above ?? 0);
  }
  return height;
}

function penOf(pdf: PDFKit.PDFDocument): Pen & { echo: Pen['write'] } {
  const letters = (text: string, x: number, y: number, { face, size, ink }: Look) =>
    void pdf.font(face).fontSize(size).fillColor(ink).text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
  return {
    write(tag, text, x, y, look) {
      tag.children.push(pdf.markStructureContent(tag.type));
      letters(text, x, y, look);
      pdf.endMarkedContent();
    },
    echo: (_, text, x, y, look) => {
      pdf.markContent('Artifact', { type: 'Pagination' });
      letters(text, x, y, look);
      pdf.endMarkedContent();
    },
    fill(x, y, width, height, ink) {
      pdf.markContent('Artifact', { type: 'Layout' });
      pdf.rect(x, y, width, height).fill(ink);
      pdf.endMarkedContent();
    },
  };
}

/** Adds chapters, each below the last one of a lower level. */
function outlineOf(pdf: PDFKit.PDFDocument): (mark: NonNullable<Row['mark']>) => void {
  const above: { level: number; item: PDFKit.PDFOutline }[] = [];
  return ({ title, level }) => {
    while ((above.at(-1)?.level ?? -1) >= level) above.pop();
    const parent = above.at(-1)?.item ?? pdf.outline;
    above.push({ level, item: parent.addItem(title, { expanded: level < 2 }) });
  };
}

/** The running head and the number of every page, which can be told only when all are there. */
function setMargins(pdf: PDFKit.PDFDocument, { head: [left, right], pageNumber }: Cover): void {
  const { count } = pdf.bufferedPageRange();
  const pen = penOf(pdf);
  const none: Tag = { type: 'Artifact', children: [] };
  for (let n = 0; n < count; n += 1) {
    pdf.switchToPage(n);
    const number = pageNumber(n + 1, count);
    const ends = (text: string) => WIDTH - SIDE - widthOf(text, HEAD.face, HEAD.size);
    pen.fill(SIDE, 46, COLUMN, 0.5, RULE);
    pen.echo(none, left, SIDE, 40, HEAD);
    pen.echo(none, right, ends(right), 40, HEAD);
    pen.echo(none, number, ends(number), HEIGHT - 36, HEAD);
  }
}

function structOf(pdf: PDFKit.PDFDocument, { type, lang, scope, children }: Tag): PDFKit.PDFStructureElement {
  const options = { ...(lang === undefined ? {} : { lang }), ...(scope === undefined ? {} : { scope }) };
  const filled = children.filter((child) => !isTag(child) || hasContent(child));
  return pdf.struct(
    type,
    options,
    filled.map((child) => (isTag(child) ? structOf(pdf, child) : child)),
  );
}

const isTag = (child: Tag['children'][number]): child is Tag => 'children' in child;
const hasContent = ({ children }: Tag): boolean => children.some((child) => !isTag(child) || hasContent(child));
