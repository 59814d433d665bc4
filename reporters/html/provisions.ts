// Shows what a regulation says outside its step tables, item by item, with the findings on each.

import { describePlace } from '../../schemas/place.ts';
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import type { Provision } from '../act/provisions.ts';
import { type Finding, worstOf } from '../findings.ts';
import { renderLinks } from './assertions.ts';
import type { Citations } from './citations.ts';
import { errataAt, renderMark, renderNote } from './errata.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus, verdictClass } from './status.ts';

/** The provisions in order. Each can be opened to show the assertions that cite it. */
export function renderProvisions(
  regulation: Regulation | null,
  provisions: readonly Provision[],
  citations: Citations,
): Markup {
  return html`<div class="items">
${provisions.map(({ place, printed }) => renderProvision(regulation, place, printed, citations.take(place)))}</div>
`;
}

function renderProvision(
  regulation: Regulation | null,
  place: Locator,
  printed: string | null,
  findings: readonly Finding[],
): Markup {
  const errata = regulation === null ? [] : errataAt(regulation, place);
  const heading = html`<span class="place">${describePlace(place)}</span> <span lang="kk">${printed ?? ''}</span> ${renderStatus(findings)} ${renderMark(errata)}`;
  if (findings.length === 0 && errata.length === 0) return html`<div class="item v-none">${heading}</div>\n`;
  return html`<details class="item ${verdictClass(worstOf(findings))}"><summary>${heading}</summary>
${errata.map(renderNote)}${findings.length === 0 ? null : renderLinks(findings)}</details>
`;
}
