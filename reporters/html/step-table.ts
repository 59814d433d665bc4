// Shows a step table as the regulation prints it, with the findings on every cell.
import { placeKey } from '../../schemas/place.ts';
import { type Flow, type Locator, type Regulation, ROWS, type Row, type TableStep } from '../../schemas/regulation.ts';
import { type Said, say } from '../../schemas/said.ts';
import { tellPlace } from '../act/printed.ts';
import type { Finding } from '../findings.ts';
import { worstOf } from '../findings.ts';
import { ROW_WORDS, STEP_WORDS } from '../sentences.ts';
import { placeAnchor } from './anchors.ts';
import { renderLinks } from './assertions.ts';
import type { Citations } from './citations.ts';
import { errataAt, renderMark, renderNote } from './errata.ts';
import { glossCell } from './gloss.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { Scene } from './scene.ts';
import { renderStatus, verdictClass } from './status.ts';

type PrintedTable = NonNullable<Flow['table']>;

/** A place of the table: what it prints, how that was read, the findings that cite it, and its errata. */
interface Spot {
  readonly anchor: string;
  readonly place: Locator;
  readonly printed: string | null;
  readonly gloss: string | null;
  readonly findings: readonly Finding[];
  readonly errata: Regulation['errata'];
}

/** The table with its steps as columns, and below it a panel for every cell that can be opened. */
export function renderStepTable(
  regulation: Regulation,
  table: PrintedTable,
  steps: readonly TableStep[],
  citations: Citations,
  scene: Scene,
): Markup {
  const at = { annex: table.annex, table: table.number };
  const speaker = scene.voices.of(regulation.id);
  const spot = (place: Locator, printed: string | null, gloss: Said | null): Spot => ({
    anchor: placeAnchor(regulation.id, place),
    place,
    printed,
    gloss: gloss === null ? null : speaker.within(gloss),
    findings: citations.take(place),
    errata: errataAt(regulation, place),
  });
  const whole = spot(at, null, null);
  const columns = steps.map((step) => ({
    head: spot({ ...at, step: step.step }, null, null),
    cells: ROWS.map((row) => spot({ ...at, step: step.step, row }, step[row].printed, glossCell(step, row))),
  }));
  const spots = [whole, ...columns.flatMap(({ head, cells }) => [head, ...cells])];
  const title = `t-${placeKey(at).replaceAll('/', '-')}-${regulation.id}`;
  const { voices } = scene;
  return html`<h4 class="table-title" id="${title}"><span lang="kk">${table.title}</span> ${isQuiet(whole) ? null : renderSpot(whole, voices.tell(say`Whole table`), scene)}</h4>
<div class="scroll" role="region" tabindex="0" aria-labelledby="${title}"><table class="steps" aria-labelledby="${title}">
<thead><tr><th scope="col"><span lang="kk">${STEP_WORDS.kk}</span><span class="gloss">${voices.tell(STEP_WORDS.means)}</span></th>${columns.map(
    ({ head }, n) =>
      html`<th scope="col" class="${toneOf(head)}">${steps[n]?.step ?? ''}${isQuiet(head) ? null : renderSpot(head, voices.tell(say`Whole step`), scene)}</th>`,
  )}</tr></thead>
<tbody>
${ROWS.map((row, n) => html`<tr>${renderRowHeading(row, scene)}${columns.map(({ cells }) => renderCell(cells[n], scene))}</tr>\n`)}</tbody></table></div>
${spots.filter((one) => !isQuiet(one)).map((one) => renderPanel(regulation, one, scene))}`;
}

/** Whether a place has nothing to open: no assertion cites it, and it has no errata. */
function isQuiet({ findings, errata }: Spot): boolean {
  return findings.length === 0 && errata.length === 0;
}

function toneOf({ findings }: Spot): string {
  return verdictClass(worstOf(findings));
}

function renderRowHeading(row: Row, { voices }: Scene): Markup {
  const { kk, means } = ROW_WORDS[row];
  return html`<th scope="row"><span lang="kk">${kk}</span><span class="gloss">${voices.tell(means)}</span></th>`;
}

function renderCell(spot: Spot | undefined, scene: Scene): Content {
  if (spot === undefined) return null;
  const words = html`<span class="printed" lang="kk">${spot.printed ?? ''}</span>${
    spot.gloss === null ? null : html`<span class="gloss">${spot.gloss}</span>`
  }`;
  return html`<td class="${toneOf(spot)}">${isQuiet(spot) ? html`<div class="cell">${words}${renderStatus([], scene.voices)}</div>` : renderSpot(spot, words, scene)}</td>`;
}

/** The link that opens the panel of a place. */
function renderSpot(spot: Spot, words: Content, { voices }: Scene): Markup {
  const { anchor, findings, errata } = spot;
  const status = findings.length === 0 && spot.printed === null ? null : renderStatus(findings, voices);
  return html`<a class="cell ${toneOf(spot)}" id="c${anchor.slice(1)}" href="#${anchor}">${words} ${status} ${renderMark(errata, voices)}</a>`;
}

function renderPanel(
  regulation: Regulation,
  { anchor, place, printed, gloss, findings, errata }: Spot,
  scene: Scene,
): Markup {
  const { voices } = scene;
  const label = voices.of(regulation.id).tell(tellPlace(place));
  return html`<section class="panel" id="${anchor}" tabindex="-1" aria-label="${label}">
<p class="back"><a href="#c${anchor.slice(1)}">${voices.tell(say`Back to the table`)}</a></p>
<h5>${label}</h5>
${printed === null ? null : html`<p class="quote" lang="kk">${printed}</p>`}${gloss === null ? null : html`<p class="muted">${voices.tell(say`Read as:`)} ${gloss}</p>`}
${errata.map((erratum) => renderNote(regulation.id, erratum, voices))}
${findings.length === 0 ? html`<p class="muted">${voices.tell(say`No assertion cites this place.`)}</p>` : renderLinks(findings, scene)}
</section>
`;
}
