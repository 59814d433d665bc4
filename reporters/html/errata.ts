// Shows where a regulation contradicts itself, and the reading that was taken.
import { placeKey } from '../../schemas/place.ts';
import type { Erratum, Locator, Regulation } from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import { tellPlaces } from '../act/printed.ts';
import type { Voices } from '../language/voices.ts';
import { erratumAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';

/** The errata that stand at exactly this place. */
export function errataAt({ errata }: Regulation, place: Locator): Erratum[] {
  const key = placeKey(place);
  return errata.filter(({ at }) => at.some((other) => placeKey(other) === key));
}

/** The list of all errata of a regulation. */
export function renderErrata({ id: regulation, errata }: Regulation, voices: Voices): Markup {
  return html`<div class="errata">${errata.map((erratum) => renderErratum(regulation, erratum, voices))}</div>`;
}

/** One erratum. @param rest what stands below its reading */
export function renderErratum(regulation: string, erratum: Erratum, voices: Voices, rest: Content = null): Markup {
  return html`<details class="erratum" id="${erratumAnchor(`${regulation}/${erratum.id}`)}">
<summary>${markOf(erratum, voices)} <span class="place">${voices.of(regulation).tell(tellPlaces(erratum.at))}</span> <code>${erratum.id}</code></summary>
${renderReading(regulation, erratum, voices)}${rest}</details>
`;
}

/** The words of an erratum, without its heading. */
function renderReading(
  regulation: string,
  { printed, conflictsWith, reading, status, severity }: Erratum,
  voices: Voices,
): Markup {
  const speaker = voices.of(regulation);
  const statusWords =
    status === 'disputed'
      ? say`disputed: a portal may follow any reading; verdicts that depend on it stay open`
      : say`resolved`;
  return html`<dl><dt>${voices.tell(say`Printed`)}</dt><dd lang="kk">${printed}</dd><dt>${voices.tell(say`Conflicts with`)}</dt><dd>${speaker.word(conflictsWith)}</dd>
<dt>${voices.tell(say`Reading`)}</dt><dd>${speaker.word(reading)}</dd><dt>${voices.tell(say`Status`)}</dt><dd>${voices.tell(statusWords)}; ${voices.own.within(SEVERITIES[severity])}</dd></dl>`;
}

const SEVERITIES = {
  high: say`high severity`,
  medium: say`medium severity`,
  low: say`low severity`,
} as const;

/** The mark of one erratum. */
function markOf({ status }: Erratum, voices: Voices): Markup {
  return html`<span class="mark"><span aria-hidden="true">†</span> ${voices.own.within(status === 'disputed' ? say`disputed` : say`erratum`)}</span>`;
}

/** The mark of a place with errata, one however many there are; null where there are none. */
export function renderMark(errata: readonly Erratum[], voices: Voices): Markup | null {
  const first = errata.find(({ status }) => status === 'disputed') ?? errata[0];
  if (first === undefined) return null;
  return html`${markOf(first, voices)}`;
}

/** An erratum with its reading, shown at the place that it concerns. */
export function renderNote(regulation: string, erratum: Erratum, voices: Voices): Markup {
  return html`<div class="note"><p>${markOf(erratum, voices)} <a href="#${erratumAnchor(`${regulation}/${erratum.id}`)}"><code>${erratum.id}</code></a></p>${renderReading(regulation, erratum, voices)}</div>`;
}
