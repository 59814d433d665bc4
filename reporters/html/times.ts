// Draws the observed times against their terms: a row for each, with a bar from what it took at least to what it took at most.
import { lasting, say } from '../../schemas/said.ts';
import type { Finding } from '../findings.ts';
import { findingAnchor } from './anchors.ts';
import { html, type Markup } from './markup.ts';
import { type Scene, tellOf } from './scene.ts';

/** The share of its term at which the plot ends: what took longer is cut, and told beside it. */
const MOST_SHARE = 1.5;

/** The findings of which a time was measured. */
export const timed = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ verdict }) => verdict.elapsed !== undefined);

/** The times as a table with a bar in each row, the slowest by their terms first. The bar says nothing that the row does not tell. */
export function renderTimes(findings: readonly Finding[], scene: Scene): Markup {
  const { voices } = scene;
  const rows = timed(findings)
    .map((finding) => ({ finding, share: shareOf(finding) }))
    .sort((a, b) => b.share - a.share || a.finding.number - b.finding.number);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${voices.tell(say`Observed times against their terms`)}"><table class="plain times"><thead><tr><th scope="col">${voices.tell(say`Assertion`)}</th><th scope="col">${voices.tell(say`Observed`)}</th><th scope="col">${voices.tell(say`Term`)}</th><th scope="col"><span class="off">${voices.tell(say`Share of the term`)}</span></th></tr></thead><tbody>
${rows.map(({ finding }) => renderRow(finding, scene))}</tbody></table></div>`;
}

function shareOf({ verdict: { elapsed } }: Finding): number {
  return elapsed === undefined ? 0 : (elapsed.withinMs ?? elapsed.overMs) / Math.max(elapsed.termMs, 1);
}

function renderRow(finding: Finding, scene: Scene): Markup | null {
  const { assertion, verdict } = finding;
  const { elapsed } = verdict;
  if (elapsed === undefined) return null;
  const { overMs, withinMs, termMs } = elapsed;
  const { voices } = scene;
  const isOne = withinMs !== null && voices.own.duration(overMs) === voices.own.duration(withinMs);
  const seen =
    withinMs === null
      ? say`at least ${lasting(overMs)}`
      : isOne
        ? say`${lasting(withinMs)}`
        : say`between ${lasting(overMs)} and ${lasting(withinMs)}`;
  const x = (ms: number) => Math.round((Math.min(ms / Math.max(termMs, 1), MOST_SHARE) / MOST_SHARE) * 1000) / 10;
  const from = x(overMs);
  const width = Math.max(1.5, x(withinMs ?? Number.MAX_SAFE_INTEGER) - from);
  return html`<tr><td><a href="#${findingAnchor(finding)}">${tellOf(scene, assertion.regulation, assertion.titled)}</a></td><td>${voices.tell(seen)}</td><td>${voices.own.duration(termMs)}</td><td><svg class="time" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" x="0" y="4" width="100" height="2"/><rect class="bar-${verdict.verdict}" x="${Math.min(from, 98.5)}" y="1" width="${width}" height="8"/><line class="term" x1="${x(termMs)}" x2="${x(termMs)}" y1="0" y2="10"/></svg></td></tr>
`;
}
