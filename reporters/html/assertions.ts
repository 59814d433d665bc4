// Shows the list of all assertions with the verdict on each, and the filter of that list.

import { describePlaces } from '../../schemas/place.ts';
import { FAMILIES } from '../../schemas/run/assertion.ts';
import type { Report } from '../../schemas/run/report.ts';
import { plainly } from '../../schemas/said.ts';
import { type Finding, WORST_FIRST } from '../findings.ts';
import { plainText } from '../portal-text.ts';
import { FAMILY_WORDS, VERDICT_WORDS } from '../sentences.ts';
import { erratumAnchor, exchangeAnchors, findingAnchor } from './anchors.ts';
import { describeExchange } from './exchanges.ts';
import { type Content, html, type Markup } from './markup.ts';
import { renderBadge, verdictClass } from './status.ts';
import { renderKnown } from './summary.ts';

/** The filter and the list. The filter stays hidden where the script does not run, because it would do nothing. */
export function renderAssertions(report: Report, findings: readonly Finding[]): Markup {
  const anchors = exchangeAnchors(report);
  return html`${renderFilter(findings)}
<div id="findings">
${findings.map((finding) => renderFinding(finding, report, anchors))}</div>
`;
}

/** Links to findings. When they come into view, the script puts a copy of each finding in place of its link. */
export function renderLinks(findings: readonly Finding[]): Markup {
  return html`<ul class="copies">${findings.map((finding) => {
    const anchor = findingAnchor(finding);
    const { verdict } = finding.verdict;
    return html`<li data-copy="${anchor}">${renderBadge(verdict)} <a href="#${anchor}">${finding.assertion.title}</a></li>`;
  })}</ul>`;
}

function renderFilter(findings: readonly Finding[]): Markup {
  const verdicts = WORST_FIRST.filter((name) => findings.some(({ verdict }) => verdict.verdict === name));
  const families = FAMILIES.filter((name) => findings.some(({ assertion }) => assertion.family === name));
  const flows = [...new Set(findings.map(flowOf))];
  return html`<form id="filter" class="filter" hidden>
<label>Verdict <select name="verdict"><option value="">all</option>${verdicts.map((name) => option(name, VERDICT_WORDS[name].label))}</select></label>
<label>Family <select name="family"><option value="">all</option>${families.map((name) => option(name, plainly(FAMILY_WORDS[name])))}</select></label>
<label>Flow <select name="flow"><option value="">all</option>${flows.map((name) => option(name, name))}</select></label>
<label>Words <input name="text" type="search"></label>
<output></output>
</form>`;
}

function option(value: string, label: string): Markup {
  return html`<option value="${value}">${label}</option>`;
}

function flowOf({ assertion }: Finding): string {
  return `${assertion.regulation}/${assertion.flow}`;
}

function renderFinding(finding: Finding, report: Report, anchors: ReadonlyMap<string, string>): Markup {
  const { assertion, verdict } = finding;
  const open = verdict.verdict === 'fail' || verdict.verdict === 'error' ? html` open` : null;
  return html`<details class="finding ${verdictClass(verdict.verdict)}" id="${findingAnchor(finding)}" data-verdict="${verdict.verdict}" data-family="${assertion.family}" data-flow="${flowOf(finding)}"${open}>
<summary>${renderBadge(verdict.verdict)} <span class="title">${assertion.title}</span> <span class="place">${describePlaces(assertion.source)}</span></summary>
<dl>${[
    line('Expected', plainText(verdict.expected)),
    line('Actual', plainText(verdict.actual)),
    verdict.reason === null ? null : line('Reason', plainText(verdict.reason)),
    verdict.disputed
      ? line('Disputed', 'The text can be read in several ways, and the verdict is open only for that.')
      : null,
    renderKnown(verdict),
    line('Printed', html`<span lang="kk">${assertion.printed}</span>`),
    assertion.errata.length === 0
      ? null
      : line(
          'Errata',
          assertion.errata.map((id) => erratumLink(assertion.regulation, id)),
        ),
    line('Evidence', renderEvidence(finding, report, anchors)),
    verdict.scenario === null ? null : line('Scenario', html`<code>${verdict.scenario}</code>`),
    line('Id', html`<code>${assertion.id}</code>`),
  ]}</dl></details>
`;
}

function line(name: string, content: Content): Markup {
  return html`<dt>${name}</dt><dd>${content}</dd>`;
}

/** A link to an erratum. */
function erratumLink(regulation: string, id: string): Markup {
  return html`<a href="#${erratumAnchor(regulation, id)}">${id}</a> `;
}

function renderEvidence({ verdict }: Finding, { exchanges }: Report, anchors: ReadonlyMap<string, string>): Content {
  if (verdict.evidence.length === 0) return 'none';
  const items = verdict.evidence.map((id) => {
    const anchor = anchors.get(id);
    const exchange = anchor === undefined ? undefined : exchanges[id];
    if (exchange === undefined) return html`<li><code>${id}</code> (not in the report)</li>`;
    return html`<li><a href="#${anchor ?? ''}" data-inline>${describeExchange(exchange)}</a></li>`;
  });
  return html`<ul class="evidence">${items}</ul>`;
}
