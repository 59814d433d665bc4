// Shows one regulation: its flows in the order of the document, its other provisions, its errata.
import type { Flow, Regulation } from '../../schemas/regulation.ts';
import { plainly } from '../../schemas/said.ts';
import { tellDate } from '../../schemas/zone.ts';
import { type Provision, provisionsOutsideFlows } from '../act/provisions.ts';
import type { Finding } from '../findings.ts';
import { flowAnchor } from './anchors.ts';
import { type Citations, indexCitations } from './citations.ts';
import { renderErrata } from './errata.ts';
import { renderLedger } from './ledger.ts';
import { html, type Markup } from './markup.ts';
import { renderProvisions } from './provisions.ts';
import { renderStatus } from './status.ts';
import { renderStepTable } from './step-table.ts';

/**
 * The section of one regulation.
 * @param regulation the transcription; null where it is not at hand, so that only the cited places can be listed
 */
export function renderRegulation(id: string, regulation: Regulation | null, findings: readonly Finding[]): Markup {
  const citations = indexCitations(findings);
  const body = regulation === null ? null : renderDocument(regulation, findings, citations);
  // This must come after the document, because the places that it has shown are left out.
  const rest = citations.rest().map(({ place }): Provision => ({ place, printed: null }));
  return html`<section class="regulation" id="r-${id}">
${regulation === null ? html`<h2>${id}</h2><p class="muted">The text of this regulation was not at hand when the report was made.</p>` : renderHeading(regulation)}
${body}${rest.length === 0 ? null : html`<h3>Other places</h3>${renderProvisions(regulation, rest, citations)}`}
</section>
`;
}

function renderHeading({ service, act, source }: Regulation): Markup {
  const number = act.number === null ? 'without a number' : `No ${act.number}`;
  const facts = [
    `${act.kind} ${number}${act.date === null ? '' : ` of ${tellDate(act.date, 'en')}`}`,
    act.registration === null
      ? null
      : `registered as No ${act.registration.number} on ${tellDate(act.registration.date, 'en')}`,
    // The date is that of the repealing act. On which day this one ceased to hold is another matter, and is not told here.
    act.repeal === null
      ? null
      : `repealed by ${act.kind} No ${act.repeal.number} of ${tellDate(act.repeal.date, 'en')}`,
    `transcribed from ${source}`,
  ].filter((fact) => fact !== null);
  const line = facts.join(', ');
  return html`<h2>${service.name.en}<span class="original" lang="kk">${service.name.kk}</span></h2>
<p class="muted">${line.charAt(0).toUpperCase()}${line.slice(1)}.</p>`;
}

function renderDocument(regulation: Regulation, findings: readonly Finding[], citations: Citations): Markup {
  const flows = Object.entries(regulation.flows);
  const inRun = (id: string) => findings.some(({ assertion }) => assertion.flow === id);
  const absent = flows.filter(([id]) => !inRun(id)).map(([id]) => id);
  const others = provisionsOutsideFlows(regulation);
  return html`${flows.filter(([id]) => inRun(id)).map(([id, flow]) => renderFlow(regulation, id, flow, findings, citations))}
${absent.length === 0 ? null : html`<p class="muted">Not in this run: ${absent.join(', ')}.</p>`}
${others.map(({ title, provisions }) => {
  const shown = renderProvisions(regulation, provisions, citations);
  return html`<details class="clause"><summary><h3>${plainly(title)}</h3></summary>${shown}</details>\n`;
})}
${renderLedger(regulation, citations)}${regulation.errata.length === 0 ? null : html`<details class="clause"><summary><h3>Errata: where the document contradicts itself (${regulation.errata.length})</h3></summary>${renderErrata(regulation)}</details>`}`;
}

function renderFlow(
  regulation: Regulation,
  id: string,
  flow: Flow,
  findings: readonly Finding[],
  citations: Citations,
): Markup {
  const own = findings.filter(({ assertion }) => assertion.flow === id);
  return html`<section class="flow" id="${flowAnchor(regulation.id, id)}">
<h3>Flow ${id} ${renderStatus(own)}<span class="original" lang="kk">${flow.title}</span></h3>
${flow.table === null ? html`<p class="muted">The document prints no step table for this flow.</p>` : renderStepTable(regulation, flow.table, flow.steps, citations)}
${renderClause(regulation, flow, citations)}
</section>
`;
}

function renderClause(regulation: Regulation, { clause, items, table }: Flow, citations: Citations): Markup {
  if (clause === null) return html`<p class="muted">The document describes this flow in no clause.</p>`;
  const provisions = items.map(({ item, printed }): Provision => ({ place: { clause, item }, printed }));
  // Without a table the items are all that there is to read, so they are open from the start.
  const open = table === null ? html` open` : null;
  return html`<details class="clause"${open}><summary><h4>Clause ${clause}, item by item (${items.length})</h4></summary>
${renderProvisions(regulation, provisions, citations)}</details>`;
}
