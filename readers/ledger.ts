// Lists every paragraph of a regulation outside its step tables, with its place in the document.
import type { Requirement } from '../schemas/flow/requirements.ts';
import type { Locator } from '../schemas/regulation.ts';
import { divide, type FoundClause } from './clauses.ts';
import { type ClauseKind, clauseWords, type LineKind } from './meaning/act-words.ts';
import { hasAny, isKnownBy } from './meaning/fitting.ts';
import type { OutlinedAnnex } from './outline.ts';
import type { Procedure } from './procedures.ts';
import type { FoundRegulation } from './read.ts';
import { requirementsIn } from './requirements.ts';
import type { Paragraph, Place } from './source/place.ts';
import { clear } from './words.ts';

/** One paragraph outside the step tables. */
export interface Line {
  readonly at: Locator;
  readonly of: LineKind;
  /** What its clause is; null where that is not known. */
  readonly is: ClauseKind | Requirement | 'procedure' | null;
  readonly text: string;
  readonly place: Place;
}

/** What is known of a clause by its opening words; null where nothing is. */
export function kindOf(clause: FoundClause, procedures: readonly Procedure[]): Line['is'] {
  if (procedures.some((one) => one.clause === clause)) return 'procedure';
  const opening = clause.paragraphs[0]?.text ?? '';
  return clauseWords().clauses.find((one) => isKnownBy(opening, one))?.is ?? null;
}

/** Every paragraph, in the order of the document. */
export function ledgerOf(found: FoundRegulation, procedures: readonly Procedure[]): Line[] {
  const { outline, division } = found;
  const lines: Line[] = [];
  const add = (of: LineKind, at: Locator, paragraphs: readonly Paragraph[], is: Line['is'] = null) => {
    const [first] = paragraphs;
    const text = said(paragraphs);
    if (first !== undefined && text !== '') lines.push({ of, at, is, text, place: first.place });
  };
  const stamp = outline.order === undefined ? [] : orderLines(outline.order, add);
  const { stamped, name } = openingOf(division.opening);
  add('approval', { part: 'approval', line: 1 }, [...stamp, ...stamped]);
  add('name', { part: 'approval', line: 2 }, name);
  for (const [n, { paragraphs }] of division.sections.entries())
    add('section', { part: 'heading', line: n + 1 }, paragraphs);
  for (const clause of division.clauses) {
    const is = kindOf(clause, procedures);
    for (const [at, paragraph] of numbered({ clause: clause.clause }, clause.paragraphs))
      add('clause', at, [paragraph], is);
    for (const { item, paragraphs } of clause.items)
      for (const [at, paragraph] of numbered({ clause: clause.clause, item }, paragraphs))
        add('item', at, [paragraph], is);
  }
  for (const [n, annex] of outline.annexes.entries()) annexLines(annex, annex.number ?? n + 1, add);
  const requirements = requirementsIn(outline);
  for (const { row, is, paragraphs } of requirements?.rows ?? [])
    for (const [at, paragraph] of numbered({ annex: requirements?.annex ?? 0, requirement: row }, paragraphs))
      add('requirement', at, [paragraph], is);
  for (const { annex, number, title, place } of found.tables)
    add('table', { annex, table: number }, [{ kind: 'paragraph', text: title, place }]);
  return lines;
}

type Add = (of: LineKind, at: Locator, paragraphs: readonly Paragraph[]) => void;

const said = (paragraphs: readonly Paragraph[]): string =>
  paragraphs
    .map(({ text }) => clear(text))
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();

function numbered(
  place: { clause: number; item?: number } | { annex: number; requirement: number },
  paragraphs: readonly Paragraph[],
): (readonly [Locator, Paragraph])[] {
  if (paragraphs.length === 1) return paragraphs.map((one) => [place, one] as const);
  return paragraphs.map((one, n) => [{ ...place, paragraph: n + 1 }, one] as const);
}

/** Adds the paragraphs of the order that approves, and gives those at its end that belong to the stamp of approval. */
function orderLines(order: readonly Paragraph[], add: Add): Paragraph[] {
  const { opening, clauses } = divide(order);
  const [title, ...rest] = opening;
  if (title !== undefined) add('title', { part: 'title' }, [title]);
  add('opening', { part: 'preamble', line: 0 }, rest);
  const last = clauses.at(-1)?.paragraphs ?? [];
  const end = last.findLastIndex(({ text }) => /[.;:]\s*$/u.test(text) || /\S\s{3,}\S|_{3}/u.test(text));
  const stamp = last.splice(end + 1);
  for (const { clause, paragraphs, items } of clauses)
    add('point', { part: 'preamble', line: clause }, [...paragraphs, ...items.flatMap((one) => one.paragraphs)]);
  return stamp;
}

const STAMP = /бекіт(?:ілген|ілді)|утвержд[её]н|қосымша|приложение|№\s*\S+\s*$/iu;
const TITLE = /^["«„“]|регламент|қағида|^правила/iu;

/** What stands before the first clause: the stamp of approval, and behind it the title of the regulation. */
function openingOf(opening: readonly Paragraph[]): { stamped: Paragraph[]; name: Paragraph[] } {
  const title = opening.findIndex(({ text }, n) => TITLE.test(text) && !opening.slice(n).some((one) => isStamp(one)));
  if (title < 0) return { stamped: opening.filter(isStamp), name: opening.filter((one) => !isStamp(one)) };
  return { stamped: opening.slice(0, title), name: opening.slice(title) };
}

const isStamp = ({ text }: Paragraph): boolean => text.length < 200 && STAMP.test(text) && !/^["«„“]/u.test(text);

const FIGURE =
  /^(?:(\d{1,3}(?:\.\d{1,2})?)\s*[\p{Pd}\u2212]?\s*(?:сурет|суреті)(?!\p{L})|(?:сурет|рисунок|рис\.)\s*№?\s*(\d{1,3}(?:\.\d{1,2})?))\s*[.:\p{Pd}]*\s*(.*)$/isu;
const IMAGE = /^\[image/iu;

/** The figure that a line is the title of: its number and its words. */
function figureOf(text: string): { figure: string; words: string } | null {
  const [, before, behind, words] = FIGURE.exec(text) ?? [];
  const figure = before ?? behind;
  return figure === undefined || words === undefined ? null : { figure, words };
}

/** The words of a figure without its number, which is its place. */
const figureLines = (lines: readonly Paragraph[], words: string): Paragraph[] =>
  lines.map((line, n) => (n === 0 ? { ...line, text: words } : line));

function annexLines({ heading, paragraphs }: OutlinedAnnex, annex: number, add: Add): void {
  let count = 0;
  const title = [...heading, ...paragraphs.slice(0, behindHeading(heading, paragraphs))];
  const rest = paragraphs.slice(title.length - heading.length);
  const head = (lines: readonly Paragraph[]) => {
    count += 1;
    add('heading', { annex, heading: count }, lines);
  };
  head(title);
  const asked = isSurvey(rest)
    ? divide([{ kind: 'paragraph', text: '-', place: { line: 1, column: 1 } }, ...rest])
    : null;
  if (asked !== null && asked.clauses.length > 0) {
    for (const lines of grouped(asked.opening.slice(1))) head(lines);
    for (const { clause: question, paragraphs: lines, items } of asked.clauses) {
      add('question', { annex, question }, lines);
      for (const { item: answer, paragraphs: words } of items) add('answer', { annex, question, answer }, words);
    }
    return;
  }
  for (const lines of grouped(rest)) {
    const found = figureOf(lines[0]?.text ?? '');
    if (found === null) head(lines);
    else add('figure', { annex, figure: found.figure }, figureLines(lines, found.words));
  }
}

/** Whether an annex is the survey of those who were served. */
export const isSurvey = (paragraphs: readonly Paragraph[]): boolean =>
  hasAny(said(paragraphs.filter(({ text }) => text.length < 300)), clauseWords().survey);

/** How many lines behind the number of an annex belong to its heading: in Russian, what it is an annex to. */
function behindHeading(heading: readonly Paragraph[], paragraphs: readonly Paragraph[]): number {
  if (!/^приложение/iu.test(heading.at(-1)?.text ?? '')) return 0;
  if (!/^к\s/iu.test(paragraphs[0]?.text ?? '')) return 0;
  const end = paragraphs.findIndex(({ text }, n) => /["»”]\s*$/u.test(text) || n >= 5);
  return end < 0 || end >= 5 ? 1 : end + 1;
}

/** Lines with those that go on behind them, without pictures. */
function grouped(paragraphs: readonly Paragraph[]): Paragraph[][] {
  const groups: Paragraph[][] = [];
  let open = false;
  for (const paragraph of paragraphs) {
    const { text } = paragraph;
    if (IMAGE.test(text)) {
      open = false;
      continue;
    }
    const goesOn = open && (/^\p{Ll}/u.test(text) || !/\p{L}/u.test(text)) && figureOf(text) === null;
    if (goesOn) groups.at(-1)?.push(paragraph);
    else groups.push([paragraph]);
    open = !/[.;:]\s*$/u.test(text);
  }
  return groups;
}
