// Draws the plots of a history as SVG within the page. Every mark has its words as a title, and a text beside each plot says the same.
import { type AssertionHistory, type History, type Sample, shareOf } from '../../schemas/run/history.ts';
import type { VerdictName } from '../../schemas/run/verdict.ts';
import { html, type Markup } from '../html/markup.ts';
import { tellMoment } from '../moment.ts';
import { VERDICT_WORDS } from '../sentences.ts';
import { tellSample } from './duration.ts';

const GROUPS = ['failed', 'open', 'expected', 'excused', 'passed'] as const;
/** What a plot of times shows at least, as a share of the term, so that the term itself is always seen. */
const LEAST_SHARE = 1.1;
/** What it shows at most: what took longer is cut, and told beside it. */
const MOST_SHARE = 3;

/** A column for each run, its verdicts one above the other, what failed at the bottom. */
export function renderRunsPlot({ runs }: History): Markup {
  const most = Math.max(1, ...runs.map(({ groups }) => GROUPS.reduce((sum, name) => sum + groups[name], 0)));
  const columns = runs.map(({ groups, startedAt }, at) => {
    let top = most;
    return GROUPS.map((name) => {
      const height = groups[name];
      top -= height;
      return height === 0
        ? null
        : html`<rect class="g-${name}" x="${at + 0.1}" y="${top}" width="0.8" height="${height}"><title>${tellMoment(startedAt)}: ${height} ${name}</title></rect>`;
    });
  });
  return html`<svg class="plot" viewBox="0 0 ${runs.length} ${most}" preserveAspectRatio="none" role="img" aria-label="How many verdicts of each run passed, failed and stayed open">${columns}</svg>`;
}

/** A square for each run with its verdict. */
export function renderStrip({ runs }: History, { verdicts }: AssertionHistory): Markup {
  const squares = verdicts.map((verdict, at) => {
    const words = verdict === null ? 'not tried' : VERDICT_WORDS[verdict].label;
    return html`<rect class="${classOf(verdict)}" x="${at + 0.05}" y="0" width="0.9" height="1"><title>${tellMoment(runs[at]?.startedAt ?? '')}: ${words}</title></rect>`;
  });
  return html`<svg class="strip" viewBox="0 0 ${verdicts.length} 1" preserveAspectRatio="none" role="img" aria-label="The verdict of each run">${squares}</svg>`;
}

const classOf = (verdict: VerdictName | null): string => (verdict === null ? 'not-tried' : `bar-${verdict}`);

/** A bar for each run that measured a step, from what it took at least to what it took at most, as shares of the term, which is the line. */
export function renderTimesPlot({ samples, slowest }: NonNullable<AssertionHistory['times']>): Markup {
  const top = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, shareOf(slowest)));
  const y = (share: number) => Math.round((1 - Math.min(share, top) / top) * 1000) / 10;
  const bars = samples.map((sample, at) => {
    const high = y(shareOf(sample));
    const low = y(sample.overMs / sample.termMs);
    return html`<rect class="${toneOf(sample)}" x="${at + 0.15}" y="${high}" width="0.7" height="${Math.max(1.5, Math.round((low - high) * 10) / 10)}"><title>${tellMoment(sample.startedAt)}: ${tellSample(sample)}</title></rect>`;
  });
  return html`<svg class="plot" viewBox="0 0 ${samples.length} 102" preserveAspectRatio="none" role="img" aria-label="How long it took in each run; the line is its term">${bars}<line class="term" x1="0" x2="${samples.length}" y1="${y(1)}" y2="${y(1)}"/></svg>`;
}

const toneOf = (sample: Sample): string =>
  shareOf(sample) <= 1 ? 'bar-pass' : sample.overMs >= sample.termMs ? 'bar-fail' : 'bar-inconclusive';
