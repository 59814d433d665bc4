// Reads the printed text of a regulation (a seed file) into its parts, so that a transcription can be compared with it.
import { collapse, opensTable, readRectangles, readTables, type SeedTable } from './seed-table.ts';

/** A numbered item and the unnumbered paragraphs after it. */
export interface SeedItem {
  readonly item: number;
  readonly text: string;
  readonly paragraphs: string[];
}

/** A numbered clause, point of an order or question of a survey. */
export interface SeedClause {
  readonly clause: number;
  readonly text: string;
  readonly paragraphs: string[];
  readonly items: SeedItem[];
}

/** An annex; its first heading is the citation of the act. */
export interface SeedAnnex {
  readonly annex: number;
  readonly headings: string[];
  readonly tables: SeedTable[];
  readonly figures: { readonly figure: string; readonly text: string }[];
  readonly questions: SeedClause[];
}

/** One document, white space collapsed and nothing mended. */
export interface Seed {
  readonly title: string;
  /** The words before point 1 of the order. */
  readonly opening: string[];
  readonly points: SeedClause[];
  readonly approval: string[];
  readonly sections: string[];
  readonly clauses: SeedClause[];
  readonly annexes: SeedAnnex[];
}

const FIRST_SECTION = /^\s{0,2}1\.\s+Жалпы ережелер/u;
const CLAUSE = /^(\d+)\.\s+(\S.*)$/u;
const ITEM = /^(\d+)\)\s*(\S.*)$/u;
const INDENTED = /^[^\S\t]{3,}\S/u;
const NOTE = /^\s*Ескерту\./u;
const QUOTE_AT_MARGIN = /^[^\S\t]{0,2}[«"]/u;
const ANNEX_NUMBER = /(\d+)-қосымша\s*$/u;
const FIGURE = /^(\d+(?:\.\d+)?)-сурет\.\s*(.*)$/u;
const BREAK = /^(?:\[image: ?\]|_{5,})$/u;
/** The citation of an act at the head of an annex takes no more lines than this. */
const CITATION_LINES = 16;

/** Reads the text of a seed file. */
export function parseSeed(text: string): Seed {
  const lines = text.split(/\r?\n/u).filter((line) => !/^\s*©/u.test(line));
  const start = Math.max(
    0,
    lines.findIndex((line) => FIRST_SECTION.test(line)),
  );
  const starts = lines.flatMap((_, n) => (n > start && opensAnnex(lines, n) ? [n] : []));
  const body = lines.slice(start, starts[0]);
  const approvalStart = findApproval(lines, start);
  const order = readClauses(lines.slice(1, approvalStart));
  return {
    title: collapse(lines[0] ?? ''),
    opening: order.before,
    points: order.clauses,
    approval: joinBlocks(lines.slice(approvalStart, start).filter((line) => !NOTE.test(line))),
    ...readBody(body),
    annexes: starts.map((from, n) => readAnnex(lines.slice(from, starts[n + 1]))),
  };
}

/** The first line of the approval, found by going back from the first section to the signature, which is indented. */
function findApproval(lines: readonly string[], start: number): number {
  let from = start;
  while (from > 0) {
    const line = lines[from - 1] ?? '';
    if (INDENTED.test(line) && !NOTE.test(line)) break;
    from--;
  }
  return from;
}

function opensAnnex(lines: readonly string[], n: number): boolean {
  if (!QUOTE_AT_MARGIN.test(lines[n] ?? '')) return false;
  const cited = lines.slice(n, n + CITATION_LINES);
  const end = cited.findIndex((line) => ANNEX_NUMBER.test(line));
  return end >= 0 && !cited.slice(1, end + 1).some((line) => QUOTE_AT_MARGIN.test(line) || line.startsWith('\t'));
}

/**
 * Separates the headings of sections from the clauses, since both are numbered from 1. Where clauses are indented the margin tells
 * them apart, elsewhere the sequence of the numbers does.
 */
function readBody(lines: readonly string[]): { sections: string[]; clauses: SeedClause[] } {
  const indents = lines.some((line) => INDENTED.test(line) && CLAUSE.test(collapse(line)));
  const sections: string[] = [];
  const clauseLines: string[] = [];
  let clause = 0;
  let inHeading = false;
  for (const line of lines) {
    const text = collapse(line);
    const number = Number(CLAUSE.exec(text)?.[1] ?? 0);
    const isClause = indents ? INDENTED.test(line) : number === clause + 1 && sections.length > 0;
    if (number > 0 && !isClause) {
      sections.push(text);
      inHeading = true;
    } else if (number > 0 || !inHeading) {
      if (number > 0) clause = number;
      inHeading = false;
      clauseLines.push(line);
    } else if (text !== '') {
      sections.push(collapse(`${sections.pop() ?? ''} ${text}`));
    }
  }
  return { sections, clauses: readClauses(clauseLines).clauses };
}

/** Clauses with their items, and the paragraphs before the first one. */
export function readClauses(lines: readonly string[]): { before: string[]; clauses: SeedClause[] } {
  const before: string[] = [];
  const clauses: SeedClause[] = [];
  for (const line of lines) {
    const text = collapse(line);
    if (text === '') continue;
    const clause = CLAUSE.exec(text);
    const item = ITEM.exec(text);
    const last = clauses.at(-1);
    if (clause !== null) {
      clauses.push({ clause: Number(clause[1]), text: clause[2] ?? '', paragraphs: [], items: [] });
    } else if (item !== null && last !== undefined) {
      last.items.push({ item: Number(item[1]), text: item[2] ?? '', paragraphs: [] });
    } else {
      (last?.items.at(-1)?.paragraphs ?? last?.paragraphs ?? before).push(text);
    }
  }
  return { before, clauses };
}

/** Paragraphs that were wrapped over several lines: one blank line continues them, two or a line of blanks end them. */
function joinBlocks(lines: readonly string[]): string[] {
  const blocks: string[] = [];
  let blanks = 2;
  for (const line of lines) {
    const text = collapse(line);
    if (text === '' || BREAK.test(text)) {
      blanks += line === '' ? 1 : 2;
      continue;
    }
    const before = blanks < 2 && !FIGURE.test(text) ? blocks.pop() : undefined;
    blocks.push(before === undefined ? text : `${before} ${text}`);
    blanks = 0;
  }
  return blocks;
}

function readAnnex(lines: readonly string[]): SeedAnnex {
  const end = lines.findIndex((line) => ANNEX_NUMBER.test(line));
  const { rectangles, rest } = readRectangles(lines.slice(end + 1));
  const firstQuestion = rest.findIndex((line) => CLAUSE.test(collapse(line)) && !opensTable(line));
  const blocks = joinBlocks(firstQuestion < 0 ? rest : rest.slice(0, firstQuestion));
  const figures = blocks.flatMap((block) => {
    const match = FIGURE.exec(block);
    return match === null ? [] : [{ figure: match[1] ?? '', text: match[2] ?? '' }];
  });
  return {
    annex: Number(ANNEX_NUMBER.exec(lines[end] ?? '')?.[1]),
    headings: [collapse(lines.slice(0, end + 1).join(' ')), ...blocks.filter((block) => !FIGURE.test(block))],
    tables: readTables(rectangles),
    figures,
    questions: firstQuestion < 0 ? [] : readClauses(rest.slice(firstQuestion)).clauses,
  };
}
