// Finds signs that a text is not whole: it ends within a sentence, or lacks an annex that it refers to.
import type { Line } from './ledger.ts';
import type { OutlinedAnnex } from './outline.ts';
import type { Place } from './source/place.ts';

/** A sign that something is missing: where it shows, what stands there, and what to do. */
export interface Missing {
  readonly place: Place;
  readonly quotation: string;
  readonly needs: string;
}

const ENDED = /[.;:!?»"”)\]]\s*$/u;
/** A number of an annex to this regulation, as clauses cite it. */
const CITED = [
  /осы\s+регламент\p{L}*\s+(?:№\s*)?(\d{1,2})\s*[\p{Pd}\u2212]?\s*қосымша/giu,
  /приложени\p{L}+\s+(?:№\s*)?(\d{1,2})\s+к\s+(?:настоящему\s+)?регламент/giu,
];

/** What is missing of a regulation. */
export function missingOf(lines: readonly Line[], annexes: readonly OutlinedAnnex[]): Missing[] {
  const clauses = lines.filter(({ of }) => of === 'clause' || of === 'item');
  const last = clauses.at(-1);
  const ends =
    last !== undefined && annexes.length === 0 && !ENDED.test(last.text)
      ? [{ place: last.place, quotation: last.text, needs: 'the text ends within a sentence; give the whole act' }]
      : [];
  const numbers = annexes.map(({ number }, n) => number ?? n + 1);
  const cited = clauses.flatMap((line) =>
    CITED.flatMap((pattern) =>
      Array.from(line.text.matchAll(pattern), ([, number]) => ({ line, number: Number(number) })),
    ),
  );
  const lacking = cited.filter(
    ({ number }, n) => !numbers.includes(number) && cited.findIndex((other) => other.number === number) === n,
  );
  return [
    ...ends,
    ...lacking.map(({ line: { place, text }, number }) => ({
      place,
      quotation: text,
      needs: `the text has no annex ${number}; give the whole act`,
    })),
  ];
}
