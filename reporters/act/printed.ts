// Finds the words that a regulation prints at a place, and says in words where that is.
import { samePlace } from '../../schemas/place.ts';
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import { all, type Said, say } from '../../schemas/said.ts';
import { ROW_WORDS } from '../sentences.ts';
import { provisionsOutsideFlows } from './provisions.ts';

/** The words that are printed at a place; null where the transcription does not hold them. */
export function printedAt(regulation: Regulation, place: Locator): string | null {
  if ('table' in place) return cellAt(regulation, place);
  for (const { clause, items, retold = [] } of Object.values(regulation.flows)) {
    const told = [{ clause, items }, ...retold].find((one) => 'clause' in place && one.clause === place.clause);
    if (told === undefined || !('clause' in place)) continue;
    const words = told.items
      .filter(({ item, paragraph }) => item === place.item && isPart(paragraph, place.paragraph))
      .map(({ printed }) => printed);
    if (words.length > 0) return [...new Set(words)].join(' ');
  }
  const outside = provisionsOutsideFlows(regulation).flatMap(({ provisions }) => provisions);
  return outside.find((one) => samePlace(one.place, place))?.printed ?? null;
}

const isPart = (paragraph: number | undefined, wanted: number | undefined): boolean =>
  wanted === undefined || paragraph === undefined || paragraph === wanted;

function cellAt({ flows }: Regulation, place: Extract<Locator, { table: number }>): string | null {
  const flow = Object.values(flows).find(({ table }) => table?.annex === place.annex && table.number === place.table);
  if (place.step === undefined) return flow?.table?.title ?? null;
  const step = flow?.steps.find((one) => one.step === place.step);
  return step === undefined || place.row === undefined ? null : step[place.row].printed;
}

/** A place in words, as in "table 1, step 5, which step follows" or "clause 6, item 8". */
export function tellPlace(place: Locator): Said {
  if ('clause' in place) {
    const { clause, item, paragraph } = place;
    if (item === undefined)
      return paragraph === undefined ? say`clause ${clause}` : say`clause ${clause}, paragraph ${paragraph}`;
    return paragraph === undefined
      ? say`clause ${clause}, item ${item}`
      : say`clause ${clause}, item ${item}, paragraph ${paragraph}`;
  }
  if ('table' in place) {
    const { table, step, row } = place;
    if (step === undefined) return say`table ${table}`;
    return row === undefined
      ? say`table ${table}, step ${step}`
      : say`table ${table}, step ${step}: ${ROW_WORDS[row].means}`;
  }
  if ('figure' in place) return say`annex ${place.annex}, figure ${place.figure}`;
  if ('question' in place) {
    const { annex, question, answer } = place;
    return answer === undefined
      ? say`annex ${annex}, question ${question}`
      : say`annex ${annex}, question ${question}, answer ${answer}`;
  }
  if ('heading' in place) return say`annex ${place.annex}, heading ${place.heading}`;
  if ('requirement' in place) {
    const { annex, requirement, paragraph } = place;
    return paragraph === undefined
      ? say`annex ${annex}, requirement ${requirement}`
      : say`annex ${annex}, requirement ${requirement}, paragraph ${paragraph}`;
  }
  const { part, line } = place;
  return line === undefined ? say`${PARTS[part]}` : say`${PARTS[part]}, line ${line}`;
}

/** Several places in words. */
export const tellPlaces = (places: readonly Locator[]): Said => say`${all(places.map(tellPlace))}`;

const PARTS = {
  title: say`title of the act`,
  preamble: say`preamble`,
  approval: say`words of approval`,
  heading: say`heading`,
} as const;
