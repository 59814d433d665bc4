// The clauses that tell the flows, entry by entry beside the printed text; only tests use it.
import { isProcess, placeOf } from '../../schemas/flow-graph.ts';
import type { ClauseItem, Flow } from '../../schemas/regulation.ts';
import type { Seed } from './seed.ts';
import { textAt } from './seed-place.ts';

/** A printed string of the transcription beside the text that stands at its place. */
export interface Pair {
  readonly at: string;
  readonly written: string;
  readonly printed: string | null | undefined;
  /** The table breaks words within a line too. */
  readonly hyphenated?: boolean;
}

/** A clause that tells a flow, or retells it. */
export interface Told {
  readonly id: string;
  readonly clause: number;
  readonly title: string;
  readonly items: readonly ClauseItem[];
}

/** Every clause that tells a flow, and those that retell it. */
export function toldOf(flows: readonly (readonly [string, Flow])[]): Told[] {
  return flows.flatMap(([id, { clause, title, items, retold = [] }]) => [
    ...(clause === null ? [] : [{ id, clause, title, items }]),
    ...retold.map((again) => ({ id: `${id} retold`, clause: again.clause, title: again.printed, items: again.items })),
  ]);
}

/** The paragraphs that an entry prints: its own, or those of its terms; none where the item is transcribed as one. */
function paragraphsOf(item: ClauseItem): number[] {
  const ofTerms = 'terms' in item ? (item.terms ?? []).flatMap(({ paragraph }) => paragraph ?? []) : [];
  return [...new Set([...(item.paragraph === undefined ? [] : [item.paragraph]), ...ofTerms])];
}

/** Each item, or each paragraph of it, beside its text; entries that share one print it in parts, in their order. */
export function itemPairs(seed: Seed, { id, clause, items }: Told): Pair[] {
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

/** Each printed term of the items beside the text at its place, where the text does not have it. */
export function termsAstray(seed: Seed, { clause, items }: Told): string[] {
  return items.filter(isProcess).flatMap(({ item, paragraph, term, terms = [] }) => {
    const all = [...(term === undefined ? [] : [{ paragraph, printed: term.printed }]), ...terms];
    return all.flatMap((one) => {
      const at = placeOf(clause, { item, paragraph: one.paragraph });
      return textAt(seed, at)?.includes(one.printed) ? [] : [`${JSON.stringify(at)} ${one.printed}`];
    });
  });
}

/** The items that are told paragraph by paragraph, and not all of them. */
export function itemsIncomplete(seed: Seed, { clause, items }: Told): string[] {
  return [...new Set(items.map(({ item }) => item))].flatMap((item) => {
    const told = items.filter((one) => one.item === item).flatMap(paragraphsOf);
    const found = seed.clauses.find((one) => one.clause === clause)?.items.find((one) => one.item === item);
    const all = [1, ...(found?.paragraphs ?? []).map((_, n) => n + 2)];
    return told.length === 0 || all.every((n) => told.includes(n)) ? [] : [`${clause}/${item}`];
  });
}
