// Divides what a text holds into regulations, and each into its clauses and its annexes with their tables.
import { annexHeading, continuationHeading, tableHeading, tidy } from './source/headings.ts';
import type { Block, Cell, Grid, Paragraph, Place } from './source/place.ts';

/** A table of an annex with its continuations, as they stand in the text. */
export interface OutlinedTable {
  /** Null where none is printed. */
  number: number | null;
  title: string;
  place: Place;
  grids: Grid[];
}

/** An annex. Its number is null where none is printed. */
export interface OutlinedAnnex {
  number: number | null;
  place: Place;
  /** The lines of its heading, up to the one with the number. */
  heading: Paragraph[];
  paragraphs: Paragraph[];
  tables: OutlinedTable[];
}

/** One regulation of a text: what stands before its annexes, and its annexes. */
export interface Outline {
  /** Every paragraph of it, headings included, in the order of the text. */
  all: Paragraph[];
  /** The order that approves it, where it stands before it. */
  order?: Paragraph[];
  body: Paragraph[];
  /** The tables that stand before the first annex. */
  tables: OutlinedTable[];
  annexes: OutlinedAnnex[];
}

const APPROVED = /^(?:.{0,200}(?:бекітілген|бекітілді)|утвержд[её]н[аоы]?(?:\s.{0,200})?)[\s.,:;]*$/iu;
/** What an annex is to, by the words of its heading: an order that approves, or the regulation itself. */
const TO_ORDER = /бұйрығына|бұйрыққа|қаулысына|қаулыға|шешіміне|к\s+приказу|к\s+постановлению|к\s+решению/iu;
const TO_REGULATION =
  /регламентін?е|регламентке|к\s+регламенту|қағидаларына|ережесіне|к\s+правилам|стандартына|к\s+стандарту/iu;
/** The line that says which act it is, behind its title. */
const ISSUED = /№\s*\S+\s+(?:бұйры|қаулы|шешім)|(?:приказ|постановлени|решени)\p{L}*\s.{3,200}\sот\s.{6,40}№/isu;
/** The heading of an annex has so many lines at most. */
const HEADING_LINES = 9;
const CLAUSE = /^\s*(\d{1,3})\s*\.\s+\S/u;

/** The regulations of a text, in its order. */
export function outline(blocks: readonly Block[]): Outline[] {
  const flat = blocks.flatMap((block) =>
    block.kind === 'grid' && isHeadingGrid(block) ? paragraphsOf(block) : [block],
  );
  const found: Outline[] = [];
  let open = opened(found);
  let annex: OutlinedAnnex | null = null;
  let pending: { number: number | null; title: string; place: Place } | null = null;
  let continues = false;
  // The first heading begins a regulation however early it stands.
  let begun = Number.NEGATIVE_INFINITY;
  flat.forEach((block, at) => {
    if (block.kind === 'grid') {
      const tables = annex?.tables ?? open.tables;
      const last = tables.at(-1);
      if (pending === null && last !== undefined && (continues || isRightBehind(flat, at, last)))
        last.grids.push(block);
      else
        tables.push({
          number: pending?.number ?? null,
          title: pending?.title ?? '',
          place: pending?.place ?? block.place,
          grids: [block],
        });
      pending = null;
      continues = false;
      return;
    }
    const { text, place } = block;
    const heading = annexHeading(text);
    const begins = heading === null ? APPROVED.test(tidy(text)) && tidy(text).length < 300 : isToOrder(flat, at);
    if (begins && at - begun > HEADING_LINES && hasContent(open)) {
      open = opened(found);
      annex = null;
      begun = at;
    } else if (begins) begun = at;
    open.all.push(block);
    if (heading !== null && !begins) {
      pending = null;
      const restarts =
        heading.number !== null &&
        annex?.number != null &&
        heading.number < annex.number &&
        hasClauses(annex.paragraphs);
      if (restarts) open = moved(found, open, annex);
      // In Russian what it is an annex to stands behind the number.
      const lines = /приложение/iu.test(text)
        ? []
        : headingLines((annex ?? { paragraphs: open.body }).paragraphs, place);
      annex = {
        number: heading.number,
        place: lines[0]?.place ?? place,
        heading: [...lines, block],
        paragraphs: [],
        tables: [],
      };
      open.annexes.push(annex);
      return;
    }
    const continued = continuationHeading(text);
    if (continued !== null) {
      continues = true;
      return;
    }
    const title = tableHeading(text);
    if (title !== null && leadsToGrid(flat, at)) {
      pending = { ...title, place };
      continues = false;
      return;
    }
    if (pending !== null && pending.title === '') pending.title = tidy(text);
    (annex?.paragraphs ?? open.body).push(block);
  });
  const filled = found.filter(hasContent);
  const [opening] = found;
  const [first, second, ...more] = filled;
  if (opening === undefined || first === undefined) return [];
  // What stands before the first regulation is the order that approves it.
  if (opening !== first)
    return opening.body.length === 0 ? filled : [{ ...first, order: opening.body }, ...filled.slice(1)];
  if (second === undefined || first.annexes.length > 0) return filled;
  return [{ ...second, order: first.body }, ...more];
}

function opened(found: Outline[]): Outline {
  const made: Outline = { all: [], body: [], tables: [], annexes: [] };
  found.push(made);
  return made;
}

const hasContent = ({ body, annexes, tables }: Outline): boolean =>
  annexes.length > 0 || tables.length > 0 || hasClauses(body);

const hasClauses = (paragraphs: readonly Paragraph[]): boolean =>
  paragraphs.filter(({ text }) => CLAUSE.test(text)).length >= 3;

/** Takes away the lines at the end that belong to the heading of an annex: those that name the act, which begins with a quotation mark. */
function headingLines(paragraphs: Paragraph[], heading: Place): Paragraph[] {
  for (let at = paragraphs.length - 1; at >= Math.max(0, paragraphs.length - HEADING_LINES); at--) {
    const { text, place } = paragraphs[at] ?? { text: '', place: heading };
    if (/[.;:!?\]]\s*$/u.test(text) || text.length > 300) return [];
    if (/^["«„“]/u.test(text) && heading.line - place.line <= 3 * HEADING_LINES) return paragraphs.splice(at);
  }
  return [];
}

/** Where annexes begin anew behind clauses that stand in the last annex, those clauses are the next regulation. */
function moved(found: Outline[], from: Outline, annex: OutlinedAnnex | null): Outline {
  const made = opened(found);
  const first = annex?.paragraphs.findIndex(({ text }) => /^\s*1\s*\.\s+\S/u.test(text)) ?? -1;
  if (annex !== null && first >= 0) made.body.push(...annex.paragraphs.splice(first));
  if (from.body.length === 0) made.body.push();
  return made;
}

/** Whether the heading of an annex says that it is one of an order, so that what it holds is a regulation itself. */
function isToOrder(blocks: readonly Block[], at: number): boolean {
  const around = (step: 1 | -1) => {
    const texts: string[] = [];
    for (let n = at + (step === 1 ? 1 : -1), lines = 0; lines < HEADING_LINES; n += step, lines++) {
      const block = blocks[n];
      if (block === undefined || block.kind === 'grid' || block.text.length > 200) break;
      if (step === -1 && (annexHeading(block.text) !== null || /[.;]$/u.test(block.text))) break;
      texts.push(block.text);
    }
    return texts;
  };
  const own = blocks[at];
  const text = own?.kind === 'paragraph' ? own.text : '';
  // In Kazakh what it belongs to stands before the number, in Russian behind it.
  const words = /приложение/iu.test(text) ? [text, ...around(1)] : [text, ...around(-1)];
  for (const line of words) {
    if (TO_REGULATION.test(line)) return false;
    if (TO_ORDER.test(line)) return true;
  }
  return false;
}

/** Whether a grid does nothing but set the heading of an annex to the right, as newer pages do. */
function isHeadingGrid({ readings: [rows = []] }: Grid): boolean {
  const cells = rows.flat();
  const filled = cells.filter(({ text }) => text.trim() !== '');
  if (filled.length <= 3 && filled.some(({ text }) => ISSUED.test(text))) return true;
  return (
    rows.length <= 4 &&
    cells.length <= 8 &&
    cells.some(({ text }) => text.split('\n').some((line) => annexHeading(line) !== null || APPROVED.test(tidy(line))))
  );
}

const paragraphsOf = ({ readings: [rows = []] }: Grid): Paragraph[] =>
  [...new Set(rows.flat())].flatMap((cell: Cell) =>
    cell.text
      .split('\n')
      .map((line, n): Paragraph => ({ kind: 'paragraph', text: line.trim(), place: lineOf(cell.place, n) }))
      .filter(({ text }) => text !== ''),
  );

const lineOf = (place: Place, n: number): Place => (n === 0 ? place : { line: place.line + n, column: 1 });

/** Whether nothing but notes stands between a table and the one before, so that it goes on. */
function isRightBehind(blocks: readonly Block[], at: number, { grids }: OutlinedTable): boolean {
  const before = blocks[at - 1];
  return before !== undefined && before === grids.at(-1);
}

/** Whether a table follows a heading, with a title of a few lines between them at most. */
function leadsToGrid(blocks: readonly Block[], at: number): boolean {
  for (let n = at + 1; n < at + 6; n++) {
    const block = blocks[n];
    if (block === undefined) return false;
    if (block.kind === 'grid') return true;
    if (tableHeading(block.text) !== null || annexHeading(block.text) !== null) return false;
  }
  return false;
}
