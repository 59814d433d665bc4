// Names the anchors that links of the HTML report lead to. The same report gives the same names.
import type { Report } from '../../schemas/run/report.ts';
import type { Finding } from '../findings.ts';

/** The anchor of a finding in the list of all assertions. */
export function findingAnchor({ number }: Finding): string {
  return `a${number}`;
}

/** The anchor of an erratum. Ids of regulations and errata are slugs, so they need no escaping. */
export function erratumAnchor(regulation: string, erratum: string): string {
  return `e-${regulation}-${erratum}`;
}

/** The anchor of a flow. */
export function flowAnchor(regulation: string, flow: string): string {
  return `f-${regulation}-${flow}`;
}

/** The anchors of all exchanges of a report, by the ids of the exchanges. */
export function exchangeAnchors({ exchanges }: Report): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(exchanges)
      .sort()
      .map((id, number) => [id, `x${number}`]),
  );
}
