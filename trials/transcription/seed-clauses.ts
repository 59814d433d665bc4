// Sets the transcribed items of a clause beside the printed text, for the tests to compare.
import { isProcess, placeOf } from '../../schemas/flow/flow-graph.ts';
import type { ClauseItem, Flow } from '../../schemas/regulation.ts';
import type { Seed } from './seed.ts';
import { textAt } from './seed-place.ts';

/** A string as it is transcribed (`written`), and the text of the document at its place (`printed`). */
export interface Pair {
  readonly at: string;
  readonly written: string;
  readonly printed: string | null | undefined;
  /** Whether the table breaks words in the middle of a line, so that the two are compared without hyphens. */
  readonly hyphenated?: boolean;
}

/** A clause that describes a flow, or describes it again. */
export interface FlowClause {
  readonly id: string;
  readonly clause: number;
  readonly title: string;
  readonly items: readonly ClauseItem[];
}

/** Every clause that describes one of the flows, and those that describe it again (`retold`). */
export function flowClauses(flows: readonly (readonly [string, Flow])[]): FlowClause[] {
  return flows.flatMap(([id, { clause, title, items, retold = [] }]) => [
    ...(clause === null ? [] : [{ id, clause, title, items }]),
    ...retold.map((again) => ({ id: `${id} retold`, clause: again.clause, title: again.printed, items: again.items })),
  ]);
}

/** The numbers of the paragraphs that an entry transcribes: its own and those of its terms; none where it transcribes a whole item. */
function paragraphsOf(item: ClauseItem): number[] {
  const ofTerms = 'terms' in item ? (item.terms ?? []).flatMap(({ paragraph }) => paragraph ?? []) : [];
  return [...new Set([...(item.paragraph === undefined ? [] : [item.paragraph]), ...ofTerms])];
}

/** A pair for each item or paragraph; where several entries transcribe the same one in parts, their parts are joined in order. */
export function itemPairs(seed: Seed, { id, clause, items }: FlowClause): Pair[] {
  const places = new Map<string, { item: number; paragraphs: number[]; written: string[] }>();
  for (const one of items) {
    const paragraphs = paragraphsOf(one);
    const key = [one.item, ...paragraphs].join('/');
    const place = places.get(key) ?? { item: one.item, paragraphs, written: [] };
    place.written.push(one.printed);
    places.set(key, place);
  }
  return [...places].map(([key, { item, paragraphs, written }]) => {
    const texts = paragraphs.map((paragraph) => textAt(seed, { clause, item, paragraph }));
    const printed = paragraphs.length === 0 ? textAt(seed, { clause, item }) : texts.join(' ');
    return { at: `${id} clause ${clause} item ${key}`, written: written.join(' '), printed };
  });
}

/** The terms that the text at their place does not hold, each with that place. */
export function termsAstray(seed: Seed, { clause, items }: FlowClause): string[] {
  return items.filter(isProcess).flatMap(({ item, paragraph, term, terms = [] }) => {
    const all = [...(term === undefined ? [] : [{ paragraph, printed: term.printed }]), ...terms];
    return all.flatMap((one) => {
      const at = placeOf(clause, { item, paragraph: one.paragraph });
      return textAt(seed, at)?.includes(one.printed) ? [] : [`${JSON.stringify(at)} ${one.printed}`];
    });
  });
}

/** The items that are transcribed paragraph by paragraph, but with a paragraph missing. */
export function itemsIncomplete(seed: Seed, { clause, items }: FlowClause): string[] {
  return [...new Set(items.map(({ item }) => item))].flatMap((item) => {
    const transcribed = items.filter((one) => one.item === item).flatMap(paragraphsOf);
    const found = seed.clauses.find((one) => one.clause === clause)?.items.find((one) => one.item === item);
    const all = [1, ...(found?.paragraphs ?? []).map((_, n) => n + 2)];
    return transcribed.length === 0 || all.every((n) => transcribed.includes(n)) ? [] : [`${clause}/${item}`];
  });
}
