// Tells the annexes of a printed act, each in the markup of the HTML report.
import { say } from '../../schemas/said.ts';
import { tellPlaces } from '../act/printed.ts';
import type { AnnexName } from '../annex-names.ts';
import { WORST_FIRST } from '../findings.ts';
import { renderCoverage } from '../html/annexes.ts';
import { indexCitations } from '../html/citations.ts';
import { renderErrata } from '../html/errata.ts';
import { html, type Markup } from '../html/markup.ts';
import { flowNameOf, nameOf, type Scene, tellOf } from '../html/scene.ts';
import { renderBadge } from '../html/status.ts';
import { renderStepTable } from '../html/step-table.ts';
import { renderTimes } from '../html/times.ts';

const TITLES = {
  tables: say`The step tables as printed`,
  terms: say`Observed times against their terms`,
  errata: say`Errata: where the document contradicts itself`,
  coverage: say`Coverage of cells and of sentences`,
  verdicts: say`All verdicts`,
} as const satisfies Record<AnnexName, unknown>;

const BODIES: Readonly<Record<AnnexName, (scene: Scene) => Markup | null>> = {
  tables: renderTables,
  terms: (scene) => renderTimes(scene.findings, scene),
  errata: renderAllErrata,
  coverage: renderCoverage,
  verdicts: renderVerdicts,
};

/** One annex, which begins on a page of its own. */
export function renderAnnex(name: AnnexName, scene: Scene): Markup {
  return html`<section class="annexes"><h2>${scene.voices.tell(TITLES[name])}</h2>${BODIES[name](scene)}</section>`;
}

/** The regulations of the run whose texts are at hand. */
const tested = ({ regulations, report }: Scene) => regulations.filter(({ id }) => report.regulations.includes(id));

function renderTables(scene: Scene): Markup {
  return html`${tested(scene).map((regulation) => {
    const own = scene.findings.filter(({ assertion }) => assertion.regulation === regulation.id);
    const citations = indexCitations(own);
    const flows = Object.entries(regulation.flows).filter(([id]) => own.some(({ assertion }) => assertion.flow === id));
    return flows.map(
      ([id, { table, steps }]) => html`<h3>${nameOf(scene, regulation.id)}: ${flowNameOf(scene, regulation.id, id)}</h3>
${table === null ? html`<p class="muted">${scene.voices.tell(say`The document prints no step table for this procedure.`)}</p>` : renderStepTable(regulation, table, steps, citations, scene)}`,
    );
  })}`;
}

function renderAllErrata(scene: Scene): Markup {
  const own = tested(scene).filter(({ errata }) => errata.length > 0);
  return html`${own.map((regulation) => html`<h3>${nameOf(scene, regulation.id)}</h3>${renderErrata(regulation, scene.voices)}`)}`;
}

function renderVerdicts(scene: Scene): Markup {
  const { voices, findings } = scene;
  const sorted = WORST_FIRST.flatMap((name) => findings.filter(({ verdict }) => verdict.verdict === name));
  return html`<table class="plain"><thead><tr><th scope="col">${voices.tell(say`Verdict`)}</th><th scope="col">${voices.tell(say`Assertion`)}</th><th scope="col">${voices.tell(say`Observed`)}</th></tr></thead><tbody>
${sorted.map(({ assertion, verdict }) => {
  const { id, regulation, titled, source } = assertion;
  const { reason, actual } = verdict.says;
  return html`<tr><td>${renderBadge(verdict.verdict, voices)}</td><td>${tellOf(scene, regulation, titled)}<br><span class="muted">${tellOf(scene, regulation, tellPlaces(source.slice(0, 1)))}</span><br><code class="digest">${id}</code></td><td>${tellOf(scene, regulation, reason ?? actual)}</td></tr>
`;
})}</tbody></table>`;
}
