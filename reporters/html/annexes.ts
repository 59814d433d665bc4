// Lists the annexes of the act in one language: what each is called, and what stands in it, which is made into a fragment of the page.
import type { Flow } from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import { coverageOf } from '../act/coverage.ts';
import { tellPlaces } from '../act/printed.ts';
import { type Provision, provisionsOutsideFlows } from '../act/provisions.ts';
import { touchedIn } from '../act/touched.ts';
import { type Finding, WORST_FIRST, worstOf } from '../findings.ts';
import { VERDICT_SAID } from '../sentences.ts';
import { erratumAnchor, findingAnchor, flowAnchor } from './anchors.ts';
import { renderFinding } from './assertions.ts';
import { auditAnnexes } from './audit.ts';
import { indexCitations } from './citations.ts';
import { renderErrata } from './errata.ts';
import { type Fragment, fragmentOf } from './fragments.ts';
import { renderLedger } from './ledger.ts';
import { type Content, html, type Markup } from './markup.ts';
import { type Document, renderProvisions } from './provisions.ts';
import { renderRecommended } from './recommended.ts';
import { flowNameOf, nameOf, type Scene } from './scene.ts';
import { renderBadge, renderStatus, verdictClass } from './status.ts';
import { renderStepTable } from './step-table.ts';
import { renderTimes, timed } from './times.ts';

/** One annex. `key` names its fragment, and is the same in every language. */
export interface Annex {
  readonly key: string;
  readonly title: Markup;
  readonly tone: string;
  readonly body: Fragment;
}

/** A heading with its annexes. */
export interface Chapter {
  readonly title: string;
  readonly annexes: readonly Annex[];
}

/** All annexes but the exchanges, in the order of the page. */
export function annexesOf(scene: Scene): Chapter[] {
  const { report, voices } = scene;
  const chapters = report.regulations.map((id) => ({
    title: nameOf(scene, id),
    annexes: annexesOfRegulation(id, scene),
  }));
  return [...chapters, { title: voices.tell(say`The whole run`), annexes: annexesOfRun(scene) }];
}

function annexesOfRegulation(id: string, scene: Scene): Annex[] {
  const { voices } = scene;
  const regulation = scene.regulations.find((one) => one.id === id) ?? null;
  const findings = scene.findings.filter(({ assertion }) => assertion.regulation === id);
  const document: Document = { id, regulation, citations: indexCitations(findings), anchored: new Set() };
  const flows = [...new Set(findings.map(({ assertion }) => assertion.flow))];
  const known = Object.keys(regulation?.flows ?? {}).filter((flow) => flows.includes(flow));
  const ordered = [...known, ...flows.filter((flow) => !known.includes(flow))];
  const ofFlows = ordered.map((flow): Annex => {
    const own = findings.filter(({ assertion }) => assertion.flow === flow);
    return {
      key: flowAnchor(id, flow),
      title: html`${flowNameOf(scene, id, flow)} ${renderStatus(own, voices)}`,
      tone: verdictClass(worstOf(own)),
      body: fragmentOf(
        html`${renderDrawn(document, flow, scene)}${renderFlow(document, regulation?.flows[flow] ?? null, own, scene)}`,
      ),
    };
  });
  // These must come after the flows, because the places that they have shown are left out.
  const rest = renderRest(document, scene);
  return [
    ...ofFlows,
    ...(rest === null
      ? []
      : [
          {
            key: `r-${id}`,
            title: html`${voices.tell(say`Other provisions, sentences and errata`)}`,
            tone: 'v-none',
            body: fragmentOf(rest),
          },
        ]),
  ];
}

/** The place of the drawing, which all languages share and which is a fragment of its own; null where the text is not at hand. */
function renderDrawn({ id, regulation }: Document, flow: string, { voices }: Scene): Content {
  if (regulation === null || regulation.flows[flow] === undefined) return null;
  const key = drawingKey(id, flow);
  return html`<details class="annex v-none" id="${key}-${voices.language}" data-fragment="${key}"><summary><h4>${voices.tell(say`The procedure as it is drawn, with what was walked, what failed and what was not walked`)}</h4></summary><div class="body"></div></details>`;
}

/** The name of the fragment that holds the drawing of a flow. */
export const drawingKey = (regulation: string, flow: string): string => `drawn-${regulation}-${flow}`;

function renderFlow(document: Document, flow: Flow | null, findings: readonly Finding[], scene: Scene): Markup {
  const { voices } = scene;
  const { regulation } = document;
  return html`${
    flow === null || regulation === null
      ? null
      : html`<p class="original" lang="kk">${flow.title}</p>
${flow.table === null ? html`<p class="muted">${voices.tell(say`The document prints no step table for this procedure.`)}</p>` : renderStepTable(regulation, flow.table, flow.steps, document.citations, scene)}
${renderClause(document, flow, scene)}`
  }
${timed(findings).length === 0 ? null : html`<details class="clause"><summary><h4>${voices.tell(say`Observed times against their terms`)}</h4></summary>${renderTimes(findings, scene)}</details>`}
<h4>${voices.tell(say`All assertions of this procedure`)} (${voices.own.number(findings.length)})</h4>
${byVerdict(findings).map((finding) => renderFinding(finding, scene))}`;
}

const byVerdict = (findings: readonly Finding[]): Finding[] =>
  WORST_FIRST.flatMap((name) => findings.filter(({ verdict }) => verdict.verdict === name));

function renderClause(document: Document, { clause, items, retold = [], table }: Flow, scene: Scene): Content {
  const { voices } = scene;
  if (clause === null)
    return html`<p class="muted">${voices.tell(say`The document describes this procedure in no clause.`)}</p>`;
  return [{ clause, items }, ...retold].map((told, n) => {
    const provisions = told.items.map(
      ({ item, paragraph, printed }): Provision => ({
        place: { clause: told.clause, item, ...(paragraph === undefined ? {} : { paragraph }) },
        printed,
      }),
    );
    // Without a table the items are all that there is to read, so they are open from the start.
    const open = table === null && n === 0 ? html` open` : null;
    return html`<details class="clause"${open}><summary><h4>${voices.tell(say`Clause ${told.clause}, item by item`)}</h4></summary>
${renderProvisions(document, provisions, scene)}</details>`;
  });
}

/** What a regulation says outside its flows, the places that nothing else has shown, and its errata; null where there is none of it. */
function renderRest(document: Document, scene: Scene): Markup | null {
  const { voices } = scene;
  const { regulation, id } = document;
  const chapters = (regulation === null ? [] : provisionsOutsideFlows(regulation)).map(({ title, provisions }) =>
    fold(voices.of(id).tell(title), renderProvisions(document, provisions, scene)),
  );
  const ledger =
    regulation === null || regulation.sentences.length === 0
      ? null
      : fold(voices.tell(say`Every sentence outside the tables`), renderLedger(regulation, document, scene));
  const rest = document.citations.rest().map(({ place }): Provision => ({ place, printed: null }));
  const errata =
    regulation === null || regulation.errata.length === 0
      ? null
      : fold(voices.tell(say`Errata: where the document contradicts itself`), renderErrata(regulation, voices));
  if (chapters.length === 0 && ledger === null && rest.length === 0 && errata === null) return null;
  return html`${chapters}${ledger}${rest.length === 0 ? null : fold(voices.tell(say`Other places`), renderProvisions(document, rest, scene))}${errata}`;
}

function fold(title: string, body: Markup): Markup {
  return html`<details class="clause"><summary><h4>${title}</h4></summary>${body}</details>\n`;
}

function annexesOfRun(scene: Scene): Annex[] {
  const { voices, report, findings } = scene;
  const annex = (key: string, title: string, body: Markup | null): Annex[] =>
    body === null ? [] : [{ key, title: html`${title}`, tone: 'v-none', body: fragmentOf(body) }];
  const ofAudit = report.audit === undefined ? [] : auditAnnexes(report.audit, scene);
  return [
    ...ofAudit.flatMap(({ key, title, body }) => annex(key, voices.tell(title), body)),
    ...annex(
      'times',
      voices.tell(say`Observed times against their terms`),
      timed(findings).length === 0 ? null : renderTimes(findings, scene),
    ),
    ...annex('touched', voices.tell(say`Errata that touched a verdict`), renderTouched(scene)),
    ...annex('coverage', voices.tell(say`Coverage of cells and of sentences`), renderCoverage(scene)),
    ...annex(
      'recommended',
      voices.tell(say`Recommended, not counted`),
      report.recommended.length === 0 ? null : renderRecommended(scene),
    ),
    ...annex('legend', voices.tell(say`How to read this`), renderLegend(scene)),
  ];
}

/** The errata that touched a verdict, each with the verdicts; null where there are none. */
function renderTouched(scene: Scene): Markup | null {
  const { voices } = scene;
  const rows = scene.regulations.flatMap((regulation) =>
    touchedIn(regulation, scene.findings).map(({ erratum, findings }) => ({
      id: regulation.id,
      erratum,
      touched: findings,
    })),
  );
  if (rows.length === 0) return null;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${voices.tell(say`Errata that touched a verdict`)}"><table class="plain"><thead><tr><th scope="col">${voices.tell(say`Place`)}</th><th scope="col">${voices.tell(say`Reading`)}</th><th scope="col">${voices.tell(say`Verdicts`)}</th></tr></thead><tbody>
${rows.map(
  ({ id, erratum, touched }) =>
    html`<tr><td><a href="#${erratumAnchor(`${id}/${erratum.id}`)}">${voices.of(id).tell(tellPlaces(erratum.at))}</a><br><span class="muted">${nameOf(scene, id)}</span></td><td>${voices.of(id).word(erratum.reading)}</td><td>${WORST_FIRST.filter(
      (name) => touched.some(({ verdict }) => verdict.verdict === name),
    ).map((name) => {
      const own = touched.filter(({ verdict }) => verdict.verdict === name);
      const [first] = own;
      return first === undefined
        ? null
        : html`<a href="#${findingAnchor(first)}">${voices.own.within(VERDICT_SAID[name].done(own.length))}</a> `;
    })}</td></tr>\n`,
)}</tbody></table></div>`;
}

/** How much of each regulation was judged, in a table; null where no text is at hand. */
export function renderCoverage(scene: Scene): Markup | null {
  const { voices, regulations, findings, report } = scene;
  const t = (said: Parameters<typeof voices.tell>[0]) => voices.tell(said);
  const known = regulations.filter(({ id }) => report.regulations.includes(id));
  if (known.length === 0) return null;
  const rows = known.map((regulation) => {
    const { cells, sentences } = coverageOf(
      regulation,
      findings.filter(({ assertion }) => assertion.regulation === regulation.id),
    );
    const n = (count: number) => html`<td class="count">${voices.own.number(count)}</td>`;
    return html`<tr><th scope="row">${regulation.service.name[voices.language]}</th>${n(cells.all)}${n(cells.judged)}${n(cells.undecided)}${n(cells.uncited)}${n(sentences.all)}${n(sentences.judged)}${n(sentences.undecided)}${n(sentences.uncited)}${n(sentences.untestable)}</tr>\n`;
  });
  const heads = [say`all`, say`judged`, say`not decided`, say`without an assertion`];
  const head = (said: Parameters<typeof voices.tell>[0]) => html`<th scope="col">${voices.tell(said)}</th>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t(say`Coverage of cells and of sentences`)}"><table class="plain"><thead>
<tr><th scope="col" rowspan="2">${t(say`Regulation`)}</th><th scope="colgroup" colspan="4">${t(say`Cells of the step tables`)}</th><th scope="colgroup" colspan="5">${t(say`Sentences outside them`)}</th></tr>
<tr>${heads.map(head)}${[...heads, say`not to be tested`].map(head)}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

/** An explanation of the verdicts, and of how to read the page. */
function renderLegend({ voices }: Scene): Markup {
  const t = (said: Parameters<typeof voices.tell>[0]) => voices.tell(said);
  return html`<dl class="legend">${[...WORST_FIRST].reverse().map((name) => {
    return html`<dt>${renderBadge(name, voices)}</dt><dd>${t(VERDICT_SAID[name].meaning)}</dd>`;
  })}</dl>
<p>${t(say`The tables stand here as the regulation prints them. A cell shows the worst verdict of the assertions that cite it; choosing it shows those assertions, and each of them the exchanges that its verdict rests on.`)}</p>
<p>${t(say`Personal data and secrets were taken out before anything was written down.`)}</p>
<p>${t(say`The small words below the printed ones say how the cell was read. A cell marked † stands where the document contradicts itself; the reading that was taken is explained with it.`)}</p>
<p>${t(say`A run passed when nothing in scope stayed open, and nothing failed but what its baseline knows. It is incomplete when something that should have been observed was not, except where that only reflects a text that can be read in several ways.`)}</p>
<p>${t(say`Failures of one procedure that cite a common cell are told as one cause, under the cell that most of them cite. What could not be decided on the same walk, for what such a failure speaks of, is told as hidden by it.`)}</p>`;
}
