// Shows what a regulation says outside its step tables, item by item, with the findings on each.
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import { tellPlace } from '../act/printed.ts';
import type { Provision } from '../act/provisions.ts';
import { type Finding, worstOf } from '../findings.ts';
import { placeAnchor } from './anchors.ts';
import { renderLinks } from './assertions.ts';
import type { Citations } from './citations.ts';
import { errataAt, renderMark, renderNote } from './errata.ts';
import { html, type Markup } from './markup.ts';
import type { Scene } from './scene.ts';
import { renderStatus, verdictClass } from './status.ts';

/** Where provisions stand: the regulation, what cites it, and the places that have been shown, each of which has one anchor. */
export interface Document {
  readonly id: string;
  readonly regulation: Regulation | null;
  readonly citations: Citations;
  readonly anchored: Set<string>;
}

/** The provisions in order. Each can be opened to show the assertions that cite it. */
export function renderProvisions(document: Document, provisions: readonly Provision[], scene: Scene): Markup {
  return html`<div class="items">
${provisions.map(({ place, printed }) => renderProvision(document, place, printed, document.citations.take(place), scene))}</div>
`;
}

/** The id of the element that shows a place for the first time; null afterwards, because an id stands once. */
export function anchorOnce({ id, anchored }: Document, place: Locator): Markup | null {
  const anchor = placeAnchor(id, place);
  if (anchored.has(anchor)) return null;
  anchored.add(anchor);
  return html` id="${anchor}"`;
}

function renderProvision(
  document: Document,
  place: Locator,
  printed: string | null,
  findings: readonly Finding[],
  scene: Scene,
): Markup {
  const { voices } = scene;
  const { id, regulation } = document;
  const errata = regulation === null ? [] : errataAt(regulation, place);
  const heading = html`<span class="place">${voices.of(id).tell(tellPlace(place))}</span> <span lang="kk">${printed ?? ''}</span> ${renderStatus(findings, voices)} ${renderMark(errata, voices)}`;
  const anchor = anchorOnce(document, place);
  if (findings.length === 0 && errata.length === 0) return html`<div class="item v-none"${anchor}>${heading}</div>\n`;
  return html`<details class="item ${verdictClass(worstOf(findings))}"${anchor}><summary>${heading}</summary>
${errata.map((erratum) => renderNote(id, erratum, voices))}${findings.length === 0 ? null : renderLinks(findings, scene)}</details>
`;
}
