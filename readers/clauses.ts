// Divides what stands before the annexes into sections and numbered clauses, their items and their paragraphs.
import { languageOf } from '../schemas/language.ts';
import type { Paragraph, Place } from './source/place.ts';

/** One item of a clause; its first paragraph is the numbered line. */
export interface FoundItem {
  readonly item: number;
  readonly place: Place;
  readonly paragraphs: Paragraph[];
  /** The same in the other language, where the text has both. */
  readonly also: Paragraph[];
}

/** One clause; its first paragraph is the numbered line. */
export interface FoundClause {
  readonly clause: number;
  readonly place: Place;
  readonly paragraphs: Paragraph[];
  /** The same in the other language, where the text has both. */
  readonly also: Paragraph[];
  readonly items: FoundItem[];
}

/** The heading of a section, over as many lines as it has. */
export interface FoundSection {
  readonly section: number;
  readonly paragraphs: Paragraph[];
}

/** A text in its parts: what stands before the first section or clause, the sections, and the clauses. */
export interface Division {
  readonly opening: Paragraph[];
  readonly sections: FoundSection[];
  readonly clauses: FoundClause[];
}

const CLAUSE = /^\s*(\d{1,3})\s*\.\s*(?=\D)(.*)$/su;
const ITEM = /^\s*(\d{1,3})\s*\)\s*(.*)$/su;
/** A sentence ends so, and a heading does not. */
const ENDED = /[.;:!?]\s*$/u;
/** No line of a heading is longer. */
const LONGEST_HEADING = 200;

/** The parts of a text. A number that does not follow that of the last clause is the number of a section, or belongs to the text. */
export function divide(paragraphs: readonly Paragraph[]): Division {
  const division: Division = { opening: [], sections: [], clauses: [] };
  let heading: Paragraph[] | null = null;
  for (const paragraph of paragraphs) {
    const found = numbered(division, paragraph);
    if (found === 'clause') heading = null;
    else if (found === 'section') heading = division.sections.at(-1)?.paragraphs ?? null;
    else if (heading !== null && isHeading(paragraph)) heading.push(paragraph);
    else {
      heading = null;
      added(division, paragraph);
    }
  }
  return division;
}

/** Takes a paragraph with a number as a clause or as a section. */
function numbered({ opening, clauses, sections }: Division, paragraph: Paragraph): 'clause' | 'section' | null {
  const last = clauses.at(-1);
  const [, number, words = ''] = CLAUSE.exec(paragraph.text) ?? [];
  if (number === undefined) return null;
  const clause = Number(number);
  const first = last?.paragraphs[0];
  if (last?.clause === clause && last.items.length === 0 && isTranslation(first, paragraph)) {
    last.also.push({ ...paragraph, text: words });
    return 'clause';
  }
  const isAgain = last?.clause === clause && last.items.length === 0 && isHeading(first);
  if (isAgain) {
    // What had the same number and nothing below it was the heading of a section.
    clauses.pop();
    const [line, ...more] = last.paragraphs;
    if (line !== undefined)
      sections.push({ section: clause, paragraphs: [{ ...line, text: `${clause}. ${line.text}` }, ...more] });
  }
  if (clause === (clauses.at(-1)?.clause ?? 0) + 1) {
    clauses.push({ clause, place: paragraph.place, paragraphs: [{ ...paragraph, text: words }], also: [], items: [] });
    return 'clause';
  }
  if (clause !== (sections.at(-1)?.section ?? 0) + 1 || !isHeading(paragraph)) return null;
  if (clauses.length === 0 && opening.length === 0) return null;
  sections.push({ section: clause, paragraphs: [paragraph] });
  return 'section';
}

function added({ opening, clauses }: Division, paragraph: Paragraph): void {
  const last = clauses.at(-1);
  if (last === undefined) {
    opening.push(paragraph);
    return;
  }
  const [, number, words = ''] = ITEM.exec(paragraph.text) ?? [];
  const item = Number(number);
  const open = last.items.at(-1);
  if (number !== undefined && item === (open?.item ?? 0) + 1)
    last.items.push({ item, place: paragraph.place, paragraphs: [{ ...paragraph, text: words }], also: [] });
  else if (number !== undefined && item === open?.item && isTranslation(open.paragraphs[0], paragraph))
    open.also.push({ ...paragraph, text: words });
  else {
    const part = open ?? last;
    // Behind the first line in the other language, the rest in it belongs to that.
    const isAlso = part.also.length > 0 && languageOf(paragraph.text) === 'ru';
    (isAlso ? part.also : part.paragraphs).push(paragraph);
  }
}

const isHeading = (line: Paragraph | undefined): boolean =>
  line !== undefined && line.text.length <= LONGEST_HEADING && !ENDED.test(line.text) && !ITEM.test(line.text);

/** Whether a paragraph is the one before it in the other language. */
const isTranslation = (one: Paragraph | undefined, other: Paragraph): boolean =>
  one !== undefined && languageOf(one.text) === 'kk' && languageOf(other.text) === 'ru';

const PROCESS =
  /^(?:(\d{1,2})\s*[\p{Pd}\u2212]?\s*(?:процесс|үдеріс|рәсім)(?!\p{L})|(?:процесс|үдеріс|процедура)\s*№?\s*(\d{1,2})(?!\d))\s*[\p{Pd}\u2212:.]?\s*/iu;
const CONDITION =
  /^(?:(\d{1,2})\s*[\p{Pd}\u2212]?\s*шарт(?!\p{L})|(?:шарт|условие)\s*№?\s*(\d{1,2})(?!\d))\s*[\p{Pd}\u2212:.]?\s*/iu;

/** One process or condition of the prose, with the number that it is called by. */
export interface Told {
  readonly kind: 'process' | 'condition';
  readonly number: number;
  readonly item: number;
  readonly place: Place;
  /** The whole item, the number of the item left out. */
  readonly printed: string;
  /** What it says, without what it is called. */
  readonly words: string;
}

/** The processes and conditions that a clause tells; none where it tells no procedure in these words. */
export function toldIn({ items }: FoundClause): Told[] {
  return items.flatMap(({ item, place, paragraphs }): Told[] => {
    const printed = paragraphs.map(({ text }) => text).join(' ');
    const process = PROCESS.exec(printed);
    const condition = CONDITION.exec(printed);
    const found = process ?? condition;
    if (found === null) return [];
    const number = Number(found[1] ?? found[2]);
    return [
      {
        kind: process === null ? 'condition' : 'process',
        number,
        item,
        place,
        printed,
        words: printed.slice(found[0].length),
      },
    ];
  });
}
