// The anchors of the HTML report: short names, the same for the same report, that links and copies lead to.
import type { Report } from '../../schemas/run/report.ts';
import type { Finding } from '../findings.ts';

/** Where a finding stands in the list of all assertions. */
export function findingAnchor({ number }: Finding): string {
  return `a${number}`;
}

/** Where an erratum stands. Ids of regulations and errata are slugs, so they need no escaping in an anchor. */
export function erratumAnchor(regulation: string, erratum: string): string {
  return `e-${regulation}-${erratum}`;
}

/** Where a flow stands. */
export function flowAnchor(regulation: string, flow: string): string {
  return `f-${regulation}-${flow}`;
}

/** Where the exchanges of a report stand: the anchor of each by its id. */
export function exchangeAnchors({ exchanges }: Report): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(exchanges)
      .sort()
      .map((id, number) => [id, `x${number}`]),
  );
}
