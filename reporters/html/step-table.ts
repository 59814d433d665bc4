// Shows a step table as the regulation prints it, with the findings on every cell.

import { describePlace, placeKey } from '../../schemas/place.ts';
import { type Flow, type Locator, type Regulation, ROWS, type Row, type TableStep } from '../../schemas/regulation.ts';
import { plainly } from '../../schemas/said.ts';
import type { Finding } from '../findings.ts';
import { worstOf } from '../findings.ts';
import { ROW_WORDS, STEP_WORDS } from '../sentences.ts';
import { renderLinks } from './assertions.ts';
import type { Citations } from './citations.ts';
import { errataAt, renderMark, renderNote } from './errata.ts';
import { glossCell } from './gloss.ts';
import { type Content, html, type Markup } from './markup.ts';
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
): Markup {
  const at = { annex: table.annex, table: table.number };
  const spot = (place: Locator, printed: string | null, gloss: string | null): Spot => ({
    anchor: `${regulation.id}-${placeKey(place).replaceAll('/', '-')}`,
    place,
    printed,
    gloss,
    findings: citations.take(place),
    errata: errataAt(regulation, place),
  });
  const whole = spot(at, null, null);
  const columns = steps.map((step) => ({
    head: spot({ ...at, step: step.step }, null, null),
    cells: ROWS.map((row) => {
      return spot({ ...at, step: step.step, row }, step[row].printed, glossCell(regulation, step, row));
    }),
  }));
  const spots = [whole, ...columns.flatMap(({ head, cells }) => [head, ...cells])];
  const title = `t-${whole.anchor}`;
  return html`<h4 class="table-title" id="${title}"><span lang="kk">${table.title}</span>${isQuiet(whole) ? null : renderSpot(whole, 'whole table')}</h4>
<div class="scroll" role="region" tabindex="0" aria-labelledby="${title}"><table class="steps" aria-labelledby="${title}">
<thead><tr><th scope="col"><span lang="kk">${STEP_WORDS.kk}</span><span class="gloss">${plainly(STEP_WORDS.means)}</span></th>${columns.map(
    ({ head }, n) =>
      html`<th scope="col" class="${toneOf(head)}">${steps[n]?.step ?? ''}${isQuiet(head) ? null : renderSpot(head, 'whole step')}</th>`,
  )}</tr></thead>
<tbody>
${ROWS.map((row, n) => html`<tr>${renderRowHeading(row)}${columns.map(({ cells }) => renderCell(cells[n]))}</tr>\n`)}</tbody></table></div>
${spots.filter((one) => !isQuiet(one)).map((one) => renderPanel(one))}`;
}

/** Whether a place has nothing to open: no assertion cites it, and it has no errata. */
function isQuiet({ findings, errata }: Spot): boolean {
  return findings.length === 0 && errata.length === 0;
}

function toneOf({ findings }: Spot): string {
  return verdictClass(worstOf(findings));
}

function renderRowHeading(row: Row): Markup {
  const { kk, means } = ROW_WORDS[row];
  return html`<th scope="row"><span lang="kk">${kk}</span><span class="gloss">${plainly(means)}</span></th>`;
}

function renderCell(spot: Spot | undefined): Content {
  if (spot === undefined) return null;
  const words = html`<span class="printed" lang="kk">${spot.printed ?? ''}</span>${
    spot.gloss === null ? null : html`<span class="gloss">${spot.gloss}</span>`
  }`;
  return html`<td class="${toneOf(spot)}">${isQuiet(spot) ? html`<div class="cell">${words}${renderStatus([])}</div>` : renderSpot(spot, words)}</td>`;
}

/** The link that opens the panel of a place. A link works from the keyboard and without the script. */
function renderSpot(spot: Spot, words: Content): Markup {
  const { anchor, findings, errata } = spot;
  const status = findings.length === 0 && spot.printed === null ? null : renderStatus(findings);
  return html`<a class="cell ${toneOf(spot)}" id="c-${anchor}" href="#p-${anchor}">${words}${status}${renderMark(errata)}</a>`;
}

function renderPanel({ anchor, place, printed, gloss, findings, errata }: Spot): Markup {
  const label = describePlace(place);
  return html`<section class="panel" id="p-${anchor}" tabindex="-1" aria-label="${label}">
<p class="back"><a href="#c-${anchor}">Close</a></p>
<h4>${label.charAt(0).toUpperCase()}${label.slice(1)}</h4>
${printed === null ? null : html`<p class="quote" lang="kk">${printed}</p>`}${gloss === null ? null : html`<p class="muted">Read as: ${gloss}</p>`}
${errata.map(renderNote)}
${findings.length === 0 ? html`<p class="muted">No assertion cites this place.</p>` : renderLinks(findings)}
</section>
`;
}
