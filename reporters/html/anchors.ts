// Names the anchors that links of the HTML report lead to. The same report gives the same names.
import { placeKey } from '../../schemas/place.ts';
import type { Locator } from '../../schemas/regulation.ts';
import type { Report } from '../../schemas/run/report.ts';
import type { Finding } from '../findings.ts';

/** The anchor of a finding. */
export const findingAnchor = ({ number }: Finding): string => `a${number}`;

/** The anchor of an erratum. @param id `<regulation>/<erratum>`, both of them slugs, so that they need no escaping */
export const erratumAnchor = (id: string): string => `e-${id.replaceAll('/', '-')}`;

/** The anchor of a flow. */
export const flowAnchor = (regulation: string, flow: string): string => `f-${regulation}-${flow}`;

/** The anchor of a place of a regulation: of the panel with the assertions that cite it. */
export const placeAnchor = (regulation: string, place: Locator): string =>
  `p-${regulation}-${placeKey(place).replaceAll('/', '-')}`;

/** The anchors of all exchanges of a report, by the ids of the exchanges. */
export function exchangeAnchors({ exchanges }: Report): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(exchanges)
      .sort()
      .map((id, number) => [id, `x${number}`]),
  );
}
