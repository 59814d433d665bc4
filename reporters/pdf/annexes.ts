// Tells the annexes of a printed act, each in the markup of the HTML report.
import { say } from '../../schemas/said.ts';
import { tellPlaces } from '../act/printed.ts';
import { touchedIn } from '../act/touched.ts';
import type { AnnexName } from '../annex-names.ts';
import { type Finding, WORST_FIRST } from '../findings.ts';
import { renderCoverage } from '../html/annexes.ts';
import { indexCitations } from '../html/citations.ts';
import { renderErratum } from '../html/errata.ts';
import { html, type Markup } from '../html/markup.ts';
import { flowNameOf, nameOf, type Scene, tellOf } from '../html/scene.ts';
import { renderBadge } from '../html/status.ts';
import { renderStepTable } from '../html/step-table.ts';
import { renderTimes } from '../html/times.ts';
import { VERDICT_SAID } from '../sentences.ts';

const TITLES = {
  tables: say`The step tables as printed`,
  terms: say`Observed times against their terms`,
  errata: say`Errata that touched a verdict`,
  coverage: say`Coverage of cells and of sentences`,
  verdicts: say`All verdicts`,
} as const satisfies Record<AnnexName, unknown>;

const BODIES: Readonly<Record<AnnexName, (scene: Scene) => Markup | null>> = {
  tables: renderTables,
  terms: (scene) => renderTimes(scene.findings, scene),
  errata: renderTouched,
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

/** The errata that touched a verdict, with the verdicts: those that did not pass each, the others counted. */
function renderTouched(scene: Scene): Markup {
  const { voices } = scene;
  const chapters = tested(scene).flatMap((regulation) => {
    const touched = touchedIn(regulation, scene.findings);
    if (touched.length === 0) return [];
    return [
      html`<h3>${nameOf(scene, regulation.id)}</h3><div class="errata">${touched.map(({ erratum, findings }) =>
        renderErratum(regulation.id, erratum, voices, renderResting(findings, scene)),
      )}</div>`,
    ];
  });
  if (chapters.length > 0) return html`${chapters}`;
  return html`<p class="muted">${voices.tell(say`No verdict of this run rests on a place where the document contradicts itself.`)}</p>`;
}

function renderResting(findings: readonly Finding[], scene: Scene): Markup {
  const { voices } = scene;
  const passed = findings.filter(({ verdict }) => verdict.verdict === 'pass');
  const others = findings.filter(({ verdict }) => verdict.verdict !== 'pass');
  const count = passed.length === 0 ? null : html`<li>${voices.tell(VERDICT_SAID.pass.done(passed.length))}</li>`;
  return html`<dl><dt>${voices.tell(say`Verdicts`)}</dt><dd><ul>${others.map(
    ({ assertion: { regulation, titled, id }, verdict }) =>
      html`<li>${renderBadge(verdict.verdict, voices)} ${tellOf(scene, regulation, titled)}<br><code class="digest">${id}</code></li>`,
  )}${count}</ul></dd></dl>`;
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
