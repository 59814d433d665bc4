// Puts the HTML report together: one file that loads nothing from anywhere.
import { createHash } from 'node:crypto';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Report } from '../../schemas/run/report.ts';
import { findingsOf } from '../findings.ts';
import { headline } from '../sentences.ts';
import { flowAnchor } from './anchors.ts';
import { renderAssertions } from './assertions.ts';
import { renderExchanges } from './exchanges.ts';
import { type Content, html, type Markup, trusted } from './markup.ts';
import { renderRecommended } from './recommended.ts';
import { renderRegulation } from './regulation-section.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { renderFailures, renderLegend, renderSummary, renderWarnings } from './summary.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** The content security policy. It allows only our own style sheet and script, by their hashes, so that injected markup can do nothing. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole page. The same report and regulations give the same bytes. */
export function renderPage(report: Report, regulations: readonly Regulation[]): string {
  const findings = findingsOf(report);
  const sections = report.regulations.map((id) => ({
    id,
    regulation: regulations.find((one) => one.id === id) ?? null,
    findings: findings.filter(({ assertion }) => assertion.regulation === id),
  }));
  const failures = renderFailures(findings);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${headline(report)}: ${report.target}</title>
<style>${trusted(STYLE)}</style></head>
<body>
${renderSummary(report)}
<nav aria-label="Contents"><ul>${failures === null ? null : html`<li><a href="#failures">What failed</a></li>`}
${sections.map(({ id, regulation, findings: own }) => html`<li><a href="#r-${id}">${regulation?.service.name.en ?? id}</a>${renderFlowLinks(regulation, own)}</li>\n`)}
<li><a href="#assertions">All assertions</a></li><li><a href="#warnings">Warnings (${report.warnings.length})</a></li>
<li><a href="#exchanges">Exchanges</a></li><li><a href="#legend">How to read this</a></li></ul></nav>
<main>
${failures}
${sections.map(({ id, regulation, findings: own }) => renderRegulation(id, regulation, own))}
${section('assertions', `All assertions (${findings.length})`, renderAssertions(report, findings))}
${renderRecommended(report)}
${section('warnings', 'Warnings', renderWarnings(report))}
${section('exchanges', 'Exchanges', renderExchanges(report))}
${section('legend', 'How to read this', renderLegend())}
</main>
<script>${trusted(SCRIPT)}</script>
</body></html>
`;
  return page.toString();
}

function section(id: string, title: string, content: Content): Markup {
  return html`<section id="${id}"><h2>${title}</h2>
${content}</section>
`;
}

function renderFlowLinks(regulation: Regulation | null, findings: Parameters<typeof renderRegulation>[2]): Content {
  if (regulation === null) return null;
  const flows = Object.keys(regulation.flows).filter((id) => findings.some(({ assertion }) => assertion.flow === id));
  if (flows.length === 0) return null;
  return html`: ${flows.map((id, at) => html`${at === 0 ? '' : ', '}<a href="#${flowAnchor(regulation.id, id)}">${id}</a>`)}`;
}
