// Shows where a regulation contradicts itself, and the reading that was taken.

import { describePlaces, placeKey } from '../../schemas/place.ts';
import type { Erratum, Locator, Regulation } from '../../schemas/regulation.ts';
import { erratumAnchor } from './anchors.ts';
import { html, type Markup } from './markup.ts';

/** The errata that stand at exactly this place. */
export function errataAt({ errata }: Regulation, place: Locator): Erratum[] {
  const key = placeKey(place);
  return errata.filter(({ at }) => at.some((other) => placeKey(other) === key));
}

/** The list of all errata of a regulation. */
export function renderErrata({ id: regulation, errata }: Regulation): Markup {
  return html`<div class="errata">${errata.map((erratum) => {
    return html`<details class="erratum" id="${erratumAnchor(regulation, erratum.id)}">
<summary><span class="mark">${markOf(erratum)}</span> ${erratum.id} <span class="place">${describePlaces(erratum.at)}</span></summary>
${renderReading(erratum)}</details>
`;
  })}</div>`;
}

/** The words of an erratum, without its heading. */
function renderReading({ printed, conflictsWith, reading, status, severity }: Erratum): Markup {
  const statusWords =
    status === 'disputed'
      ? 'disputed: a portal may follow any; verdicts that depend on the reading stay open'
      : 'resolved';
  return html`<dl><dt>Printed</dt><dd lang="kk">${printed}</dd><dt>Conflicts with</dt><dd>${conflictsWith}</dd>
<dt>Reading</dt><dd>${reading}</dd><dt>Status</dt><dd>${statusWords}; severity ${severity}</dd></dl>`;
}

/** The mark of one erratum. */
function markOf({ status }: Erratum): string {
  return status === 'disputed' ? '† disputed' : '† erratum';
}

/** The mark of a place with errata, one however many there are; null where there are none. */
export function renderMark(errata: readonly Erratum[]): Markup | null {
  const [first] = errata;
  if (first === undefined) return null;
  const disputed = errata.some(({ status }) => status === 'disputed');
  const words = disputed ? '† disputed' : errata.length === 1 ? '† erratum' : `† ${errata.length} errata`;
  return html`<span class="mark">${words}</span>`;
}

/** An erratum with its reading, shown at the place that it concerns. */
export function renderNote(erratum: Erratum): Markup {
  return html`<div class="note"><p><span class="mark">${markOf(erratum)}</span> ${erratum.id}</p>${renderReading(erratum)}</div>`;
}
