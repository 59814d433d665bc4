// Finds the assertions that cite a place of a regulation, and the cited places that the page has shown nowhere.

import { placeKey } from '../../schemas/place.ts';
import type { Locator } from '../../schemas/regulation.ts';
import { type Finding, groupBy } from '../findings.ts';

/** A place with the findings that cite it. */
interface Citation {
  readonly place: Locator;
  readonly findings: readonly Finding[];
}

/** The findings of one regulation by the place that they cite. */
export interface Citations {
  /** The findings that cite exactly this place. From then on the place counts as shown. */
  take(place: Locator): readonly Finding[];
  /** The cited places that were never taken, in the order of the report. */
  rest(): Citation[];
}

/** Indexes the findings of one regulation by place. A finding stands once at every place that it cites. */
export function indexCitations(findings: readonly Finding[]): Citations {
  const pairs = findings.flatMap((finding) => {
    const places = new Map(finding.assertion.source.map((place) => [placeKey(place), place]));
    return [...places.values()].map((place) => ({ place, finding }));
  });
  const groups = groupBy(pairs, ({ place }) => placeKey(place));
  const taken = new Set<string>();
  return {
    take(place) {
      const key = placeKey(place);
      taken.add(key);
      return (groups.get(key) ?? []).map(({ finding }) => finding);
    },
    rest() {
      return [...groups].flatMap(([key, group]) => {
        const [first] = group;
        if (first === undefined || taken.has(key)) return [];
        return [{ place: first.place, findings: group.map(({ finding }) => finding) }];
      });
    },
  };
}
