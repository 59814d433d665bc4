// Divides what stands before the annexes into numbered clauses, their items and their paragraphs.
import { languageOf } from '../schemas/language.ts';
import type { Paragraph, Place } from './source/place.ts';

/** One item of a clause; its first paragraph is the numbered line. */
export interface FoundItem {
  readonly item: number;
  readonly place: Place;
  readonly paragraphs: Paragraph[];
}

/** One clause; its first paragraph is the numbered line. */
export interface FoundClause {
  readonly clause: number;
  readonly place: Place;
  readonly paragraphs: Paragraph[];
  readonly items: FoundItem[];
}

const CLAUSE = /^\s*(\d{1,3})\s*\.\s*(?=\D)(.*)$/su;
const ITEM = /^\s*(\d{1,3})\s*\)\s*(.*)$/su;

/** The clauses, in their order. A number that does not follow the last one is that of a section, or belongs to the text. */
export function clausesOf(paragraphs: readonly Paragraph[]): FoundClause[] {
  const clauses: FoundClause[] = [];
  for (const paragraph of paragraphs) {
    const last = clauses.at(-1);
    const [, number, words = ''] = CLAUSE.exec(paragraph.text) ?? [];
    const clause = Number(number);
    if (
      number !== undefined &&
      last !== undefined &&
      clause === last.clause &&
      last.items.length === 0 &&
      last.paragraphs.length === 1 &&
      !isTranslation(last.paragraphs[0], paragraph)
    )
      clauses.pop();
    if (number !== undefined && clause === (clauses.at(-1)?.clause ?? 0) + 1) {
      clauses.push({ clause, place: paragraph.place, paragraphs: [{ ...paragraph, text: words }], items: [] });
      continue;
    }
    if (last === undefined) continue;
    const [, itemNumber, itemWords = ''] = ITEM.exec(paragraph.text) ?? [];
    const item = Number(itemNumber);
    if (itemNumber !== undefined && item === (last.items.at(-1)?.item ?? 0) + 1)
      last.items.push({ item, place: paragraph.place, paragraphs: [{ ...paragraph, text: itemWords }] });
    else (last.items.at(-1) ?? last).paragraphs.push(paragraph);
  }
  return clauses;
}

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
