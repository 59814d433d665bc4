// Lists every paragraph of a document outside its step tables with its place, so that the ledger of sentences can be held against them.
import type { Locator } from '../../schemas/regulation.ts';
import type { Seed, SeedClause } from './seed.ts';

/** A paragraph as it is printed, white space collapsed. */
export interface SeedSentence {
  at: Locator;
  text: string;
}

/** Every paragraph in the order of the document; where an item has several, each has its number. A point of the order is one whole. */
export function sentencesOf(seed: Seed): SeedSentence[] {
  const opening = seed.opening.join(' ');
  return [
    { at: { part: 'title' }, text: seed.title },
    ...(opening === '' ? [] : [{ at: { part: 'preamble' as const, line: 0 }, text: opening }]),
    ...seed.points.map((point) => ({
      at: { part: 'preamble' as const, line: point.clause },
      text: clauseSentences(point)
        .map(({ text }) => text)
        .join(' '),
    })),
    ...seed.approval.map((text, n) => ({ at: { part: 'approval' as const, line: n + 1 }, text })),
    ...seed.sections.map((text, n) => ({ at: { part: 'heading' as const, line: n + 1 }, text })),
    ...seed.clauses.flatMap(clauseSentences),
    ...seed.annexes.flatMap(({ annex, headings, tables, figures, questions }) => [
      ...headings.map((text, n) => ({ at: { annex, heading: n + 1 }, text })),
      ...tables.map(({ number, title }) => ({ at: { annex, table: number }, text: title })),
      ...figures.map(({ figure, text }) => ({ at: { annex, figure }, text })),
      ...questions.flatMap(({ clause: question, text, items }) => [
        { at: { annex, question }, text },
        ...items.map((one) => ({ at: { annex, question, answer: one.item }, text: one.text })),
      ]),
    ]),
  ];
}

function clauseSentences({ clause, text, paragraphs, items }: SeedClause): SeedSentence[] {
  return [
    ...numbered({ clause }, [text, ...paragraphs]),
    ...items.flatMap((one) => numbered({ clause, item: one.item }, [one.text, ...one.paragraphs])),
  ];
}

function numbered(place: { clause: number; item?: number }, paragraphs: readonly string[]): SeedSentence[] {
  if (paragraphs.length === 1) return paragraphs.map((text) => ({ at: place, text }));
  return paragraphs.map((text, n) => ({ at: { ...place, paragraph: n + 1 }, text }));
}
