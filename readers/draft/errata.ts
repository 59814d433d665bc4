// Drafts an erratum to be confirmed for every contradiction.
import { type Draft, UNREAD } from '../../schemas/draft.ts';
import { describePlace, placeKey } from '../../schemas/place.ts';
import type { Locator } from '../../schemas/regulation.ts';
import type { Contradiction } from '../contradictions.ts';
import type { Gathering } from './gathering.ts';

/** Contradictions of one kind at one place as one. */
export function eachOnce(contradictions: readonly Contradiction[]): Contradiction[] {
  const found = new Map<string, Contradiction>();
  for (const one of contradictions) {
    const key = `${one.code} ${placeKey(one.at)}`;
    const known = found.get(key);
    found.set(
      key,
      known === undefined ? one : { ...known, conflictsWith: `${known.conflictsWith}; ${one.conflictsWith}` },
    );
  }
  return [...found.values()];
}

/** Every contradiction as an erratum to be confirmed. */
export function errataOf(
  contradictions: readonly Contradiction[],
  gathering: Gathering,
): Exclude<Draft['errata'], typeof UNREAD> {
  return contradictions.map(({ code, at, place, printed, conflictsWith }, n) => {
    const path = ['errata', n];
    gathering.open(
      'contradiction',
      [...path, 'reading'],
      place,
      describePlace(at),
      printed,
      `${conflictsWith}; give the reading that is adopted`,
    );
    gathering.at(path, place);
    return {
      id: idOf(code, at),
      explains: [code],
      at: [at],
      printed: printed === '' ? UNREAD : printed,
      conflictsWith,
      reading: UNREAD,
      status: UNREAD,
      severity: UNREAD,
    };
  });
}

/** What an erratum is called: its kind and its place. */
export const idOf = (code: string, at: Locator): string => `${code}-${placeKey(at)}`.replace(/[^a-z0-9-]+/gu, '-');
