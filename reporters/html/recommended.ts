// Shows the verdicts on what no sentence demands: good practice, which is told apart and fails no run.
import { findingsIn } from '../findings.ts';
import { html, type Markup } from './markup.ts';
import { type Scene, tellOf } from './scene.ts';
import { renderBadge } from './status.ts';

/** The recommended assertions with their verdicts. */
export function renderRecommended(scene: Scene): Markup {
  const { report, voices } = scene;
  return html`<div class="items">
${findingsIn(report, report.recommended).map(({ assertion, verdict }) => {
  const { regulation, because } = assertion;
  const said = verdict.says.reason ?? verdict.says.actual;
  return html`<div class="item v-${verdict.verdict}">${renderBadge(verdict.verdict, voices)} ${tellOf(scene, regulation, assertion.titled)}. ${tellOf(scene, regulation, said)} <span class="muted">${because === null ? null : voices.of(regulation).word(because)} <code>${assertion.id}</code></span></div>\n`;
})}</div>`;
}
