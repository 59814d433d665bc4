// Names a place of the document, as a key for comparison and in words for people.
import type { Locator } from './regulation.ts';

/** The key of a place: equal for two locators exactly when they name the same place. */
export function placeKey(place: Locator): string {
  if ('clause' in place)
    return `clause/${place.clause}${given(place.item)}${place.paragraph === undefined ? '' : `/p${place.paragraph}`}`;
  if ('table' in place) return `table/${place.annex}/${place.table}${given(place.step)}${given(place.row)}`;
  if ('figure' in place) return `figure/${place.annex}/${place.figure}`;
  if ('question' in place) return `question/${place.annex}/${place.question}${given(place.answer)}`;
  if ('heading' in place) return `heading/${place.annex}/${place.heading}`;
  if ('requirement' in place)
    return `requirement/${place.annex}/${place.requirement}${place.paragraph === undefined ? '' : `/p${place.paragraph}`}`;
  return `part/${place.part}${given(place.line)}`;
}

// In a key a paragraph has a letter before its number, so that a paragraph of the clause itself is not taken for an item.
const given = (value: string | number | undefined): string => (value === undefined ? '' : `/${value}`);

/** Whether two locators name the same place. */
export const samePlace = (a: Locator, b: Locator): boolean => placeKey(a) === placeKey(b);

/** The place in words, as in "table 1, step 5, next" or "clause 6, item 8". */
export function describePlace(place: Locator): string {
  const words = (pairs: readonly (readonly [string, string | number | undefined])[]) =>
    pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`.trim()])).join(', ');
  if ('clause' in place)
    return words([
      ['clause', place.clause],
      ['item', place.item],
      ['paragraph', place.paragraph],
    ]);
  if ('table' in place)
    return words([
      ['table', place.table],
      ['step', place.step],
      ['', place.row],
    ]);
  if ('figure' in place)
    return words([
      ['annex', place.annex],
      ['figure', place.figure],
    ]);
  if ('question' in place) {
    return words([
      ['annex', place.annex],
      ['question', place.question],
      ['answer', place.answer],
    ]);
  }
  if ('heading' in place)
    return words([
      ['annex', place.annex],
      ['heading', place.heading],
    ]);
  if ('requirement' in place)
    return words([
      ['annex', place.annex],
      ['requirement', place.requirement],
      ['paragraph', place.paragraph],
    ]);
  return words([
    ['', place.part],
    ['line', place.line],
  ]);
}

/** Several places in words, with semicolons between them. */
export function describePlaces(places: readonly Locator[]): string {
  return places.map(describePlace).join('; ');
}
