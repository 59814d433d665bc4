// Shows the head of the report: the outcome, how much and what was judged, and what failed.

import { describePlaces } from '../../schemas/place.ts';
import type { Report } from '../../schemas/run/report.ts';
import { groupOf } from '../../schemas/run/verdict.ts';
import { plainly } from '../../schemas/said.ts';
import { type Finding, WORST_FIRST } from '../findings.ts';
import { tellMoment } from '../moment.ts';
import { plainText } from '../portal-text.ts';
import {
  attemptsLine,
  countsOf,
  headline,
  judgedLine,
  knownLine,
  OUTCOME_MEANINGS,
  VERDICT_WORDS,
} from '../sentences.ts';
import { findingAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { renderBadge } from './status.ts';

const FAILURES_SHOWN = 25;
const OUTCOME_TONES = { passed: 'pass', failed: 'fail', incomplete: 'inconclusive' } as const;

/** The headline with the share of every verdict, and the facts of the run. */
export function renderSummary(report: Report): Markup {
  const facts = [
    ['Target', report.target],
    ['Portal', report.portal],
    ['Regulations', report.regulations.join(', ')],
    ['Run', `from ${tellMoment(report.startedAt)} to ${tellMoment(report.finishedAt ?? 'no end')}`],
    ['Terms in days', `counted ${report.convention}`],
    ['Seed', String(report.seed)],
    ...(report.nonce === null ? [] : [['Nonce', report.nonce] as const]),
    ['Made by', report.tool],
  ] as const;
  return html`<header class="summary v-${OUTCOME_TONES[report.outcome]}">
<p class="kind">Conformance report</p>
<h1>${headline(report)}</h1>
<p>${plainly(OUTCOME_MEANINGS[report.outcome])} ${judgedLine(report)}.</p>
${report.stopped === null ? null : html`<p><strong>The run was stopped:</strong> ${plainText(report.stopped)}</p>`}
${renderProblems(report)}
${renderShares(report)}
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${plainText(value)}</dd></div>`)}</dl>
</header>
`;
}

/** The shares of the verdicts as a bar. The list below it says the same in words. */
function renderShares(report: Report): Markup {
  const counts = countsOf(report);
  const shares = [...WORST_FIRST].reverse().filter((name) => counts[name] > 0);
  const starts = shares.map((_, at) => shares.slice(0, at).reduce((sum, name) => sum + counts[name], 0));
  const bars = shares.map((name, at) => {
    return html`<rect class="bar-${name}" x="${starts[at] ?? 0}" y="0" width="${counts[name]}" height="1"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 ${Math.max(counts.total, 1)} 1" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
<ul class="shares">${shares.map((name) => html`<li>${renderBadge(name)} ${counts[name]}</li>`)}</ul>`;
}

/** What of the baseline does not hold any more; null where all of it does. */
function renderProblems({ baseline }: Report): Markup | null {
  if (baseline === undefined || baseline.problems.length === 0) return null;
  return html`<p><strong>The baseline does not hold:</strong></p>
<ul>${baseline.problems.map(({ message }) => html`<li>${plainText(message)}</li>`)}</ul>`;
}

/** The failures in short, each with a link to its finding, those first that the baseline does not know; null where there are none. */
export function renderFailures(findings: readonly Finding[]): Markup | null {
  const failed = findings.filter(({ verdict }) => groupOf(verdict) === 'failed');
  const expected = findings.filter(({ verdict }) => groupOf(verdict) === 'expected');
  if (failed.length + expected.length === 0) return null;
  return html`<section id="failures"><h2>What failed (${failed.length + expected.length})</h2>
${renderList(failed)}${expected.length === 0 ? null : html`<h3>As expected (${expected.length})</h3>\n${renderList(expected)}`}</section>
`;
}

function renderList(failures: readonly Finding[]): Markup {
  const more = failures.length - FAILURES_SHOWN;
  return html`<ol class="failures">${failures.slice(0, FAILURES_SHOWN).map((finding) => {
    const { assertion, verdict } = finding;
    return html`<li><a href="#${findingAnchor(finding)}">${assertion.title}</a> <span class="place">${assertion.regulation}, ${describePlaces(assertion.source)}</span>
<dl><dt>Expected</dt><dd>${plainText(verdict.expected)}</dd><dt>Actual</dt><dd>${plainText(verdict.actual)}</dd>${renderKnown(verdict)}</dl></li>
`;
  })}</ol>${more > 0 ? html`<p>… and ${more} more in the list of <a href="#assertions">all assertions</a>.</p>` : null}`;
}

/** What the baseline says of a failure, and the attempts at a flaky assertion, as lines of a list. */
export function renderKnown({ known, attempts }: Finding['verdict']): Content {
  return [
    known === undefined ? null : html`<dt>Baseline</dt><dd>${plainText(knownLine(known))}</dd>`,
    attempts === undefined
      ? null
      : html`<dt>Tried</dt><dd>${attemptsLine(attempts)}<ul>${attempts.map(({ scenario, actual }) => html`<li><code>${scenario}</code> ${plainText(actual)}</li>`)}</ul></dd>`,
  ];
}

/** The warnings of the run. */
export function renderWarnings({ warnings }: Report): Markup {
  if (warnings.length === 0) return html`<p class="muted">None.</p>`;
  return html`<ul>${warnings.map(({ code, message }) => {
    return html`<li><code>${plainText(code)}</code> ${plainText(message)}</li>`;
  })}</ul>`;
}

/** An explanation of the verdicts, and of how to read the page. */
export function renderLegend(): Markup {
  return html`<dl class="legend">${[...WORST_FIRST].reverse().map((name) => {
    return html`<dt>${renderBadge(name)}</dt><dd>${VERDICT_WORDS[name].meaning}</dd>`;
  })}</dl>
<p>The tables stand here as the regulation prints them. A cell shows the worst verdict of the assertions that cite it; choosing it shows
those assertions, and below each the exchanges that the verdict rests on. Personal data and secrets were taken out before anything was
written down. The small words below the printed ones say how the cell was read. A cell marked † stands where the document contradicts
itself; the reading that was taken is explained with it.</p>
<p>A run passed when nothing in scope stayed open, and nothing failed but what its baseline knows: such a failure stays one, in every table
and count, and is told with its reason. It is incomplete when something that should have been observed was not,
except where that only reflects a text that can be read in several ways.</p>`;
}
