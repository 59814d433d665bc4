// Shows the verdicts on what no sentence demands: good practice, which is told apart and fails no run.
import type { Report } from '../../schemas/run/report.ts';
import { html, type Markup } from './markup.ts';
import { renderBadge } from './status.ts';

/** The section of recommended assertions; null where none were asked for. */
export function renderRecommended({ recommended, assertions }: Report): Markup | null {
  if (recommended.length === 0) return null;
  const known = new Map(assertions.map((assertion) => [assertion.id, assertion]));
  return html`<section id="recommended"><h2>Recommended, not counted (${recommended.length})</h2>
<p class="muted">No sentence of the text demands these. They fail no run and stand in no table above.</p>
<div class="items">
${recommended.map(({ assertion, verdict, expected, actual, reason }) => html`<div class="item v-${verdict}">${renderBadge(verdict)} <code>${assertion}</code> ${known.get(assertion)?.title ?? ''}. ${reason ?? (verdict === 'pass' ? actual : `${expected}; ${actual}`)} <span class="muted">${known.get(assertion)?.because ?? ''}</span></div>\n`)}</div></section>
`;
}
