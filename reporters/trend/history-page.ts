// The history of a portal as one HTML page with plots, which asks for nothing from anywhere and runs no script.
import { createHash } from 'node:crypto';
import type { History } from '../../schemas/run/history.ts';
import { html, trusted } from '../html/markup.ts';
import { STYLE } from '../html/style.ts';
import { tellMoment } from '../moment.ts';
import { plainText } from '../portal-text.ts';
import { countOf } from '../sentences.ts';
import { tellSample } from './duration.ts';
import { bySlowness, TREND_WORDS } from './history-text.ts';
import { renderRunsPlot, renderStrip, renderTimesPlot } from './plots.ts';

const OWN_STYLE = `${STYLE}
.plot,.strip{display:block;width:100%;max-width:60rem;background:var(--raised);border-radius:3px;margin:.4rem 0}
.plot{height:7rem}
.strip{height:1rem}
.term{stroke:var(--ink);stroke-width:2;stroke-dasharray:5 4;vector-effect:non-scaling-stroke}
.g-passed{fill:var(--pass-line)}
.g-failed{fill:var(--fail-line)}
.g-expected{fill:var(--fail-paper);stroke:var(--fail-line);vector-effect:non-scaling-stroke}
.g-open{fill:var(--inconclusive-line)}
.g-excused{fill:var(--not-applicable-line)}
.not-tried{fill:transparent}
table.runs{border-collapse:collapse}
table.runs td{height:auto;padding:.3rem .6rem}
`;

/** It lets nothing act but our own style sheet. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(OWN_STYLE, 'utf8').digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The whole page. The same history gives the same bytes. */
export function renderHistoryPage(history: History): string {
  const targets = [...new Set(history.runs.map(({ target, portal }) => `${target} (${portal})`))].map(plainText);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>History: ${targets.join(', ')}</title>
<style>${trusted(OWN_STYLE)}</style></head>
<body><header><p class="kind">History of conformance runs</p>
<h1>${countOf(history.runs.length, 'run')} of ${targets.join(', ')}</h1></header>
<main>
${renderRuns(history)}
${Object.entries(TREND_WORDS).map(([trend, words]) => renderTrend(history, trend, words))}
${renderTimes(history)}
</main></body></html>
`.toString();
}

function renderRuns(history: History) {
  return html`<section><h2>Runs</h2>
${renderRunsPlot(history)}
<div class="scroll"><table class="runs"><thead><tr><th>Began</th><th>Outcome</th><th>Passed</th><th>Failed</th><th>As expected</th><th>Open</th><th>Not applicable or disputed</th><th>Made by</th></tr></thead>
<tbody>${history.runs.map(({ startedAt, outcome, groups, tool }) => html`<tr><td>${tellMoment(startedAt)}</td><td>${outcome}</td><td>${groups.passed}</td><td>${groups.failed}</td><td>${groups.expected}</td><td>${groups.open}</td><td>${groups.excused}</td><td>${plainText(tool)}</td></tr>\n`)}</tbody></table></div></section>
`;
}

function renderTrend(history: History, trend: string, words: string) {
  const assertions = history.assertions.filter((one) => one.trend === trend);
  if (assertions.length === 0) return null;
  return html`<section><h2>${words} (${assertions.length})</h2>
${assertions.map(
  (one) => html`<h3>${one.title}</h3><p><code>${one.assertion}</code></p>
${renderStrip(history, one)}
<p>Since ${tellMoment(one.since ?? '')}, after ${countOf(one.changes, 'change')}. Seen last: ${plainText(one.actual)}</p>\n`,
)}</section>
`;
}

function renderTimes({ assertions }: History) {
  const measured = bySlowness(assertions);
  if (measured.length === 0) return null;
  return html`<section><h2>Times beside their terms (${measured.length})</h2>
<p class="muted">The slowest first. A bar reaches from what a step took at least to what it took at most; the dashed line is its term.</p>
${measured.map(
  ({ assertion, title, times }) => html`<h3>${title}</h3><p><code>${assertion}</code></p>
${renderTimesPlot(times)}
<p>Half within ${tellSample(times.p50)}, 90 % within ${tellSample(times.p90)}, the slowest ${tellSample(times.slowest)}; ${countOf(times.samples.length, 'run')}.</p>\n`,
)}</section>
`;
}
