// Two runs side by side for a person at a terminal.
import type { Comparison } from '../../schemas/run/comparison.ts';
import { shareOf } from '../../schemas/run/history.ts';
import { tellMoment } from '../moment.ts';
import { plainText } from '../portal-text.ts';
import { countOf } from '../sentences.ts';
import { tellDuration, tellSample } from './duration.ts';

const TIMES_SHOWN = 10;
type Pair<T> = { before: T; after: T };

/** The comparison as text. */
export function renderComparison({ runs, tookMs, verdicts, times, operations }: Comparison): string {
  const ofRun = (side: keyof Pair<unknown>) => {
    const { dir, startedAt, target, portal, tool, outcome } = runs[side];
    const took = tookMs[side];
    return `${side.padEnd(6)}  ${plainText(dir)}: ${outcome}, ${tellMoment(startedAt)}, ${took === null ? 'did not end' : `took ${tellDuration(took)}`}, ${plainText(target)} (${plainText(portal)}), ${plainText(tool)}`;
  };
  const lines = [
    ofRun('before'),
    ofRun('after'),
    '',
    verdicts.length === 0
      ? 'no verdict differs'
      : `${countOf(verdicts.length, 'verdict')} differ${verdicts.length === 1 ? 's' : ''}`,
    ...verdicts.flatMap(({ assertion, before, after }) => [
      `  ${assertion}: ${nameOf(before)} -> ${nameOf(after)}`,
      `    before  ${plainText(before?.actual ?? 'not tried')}`,
      `    after   ${plainText(after?.actual ?? 'not tried')}`,
    ]),
    ...renderTimes(times),
    '',
    'exchanges by operation: how many, and how long half of them took at most',
    ...operations.map(
      ({ operation, before, after }) => `  ${operation.padEnd(24)} ${exchanges(before)} -> ${exchanges(after)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const nameOf = (side: Comparison['verdicts'][number]['before']): string =>
  side === null ? 'not tried' : `${side.verdict}${side.known ? ' as expected' : ''}`;

const exchanges = ({ count, medianMs }: Comparison['operations'][number]['before']): string =>
  `${count}${medianMs === null ? '' : ` (${Math.round(medianMs)} ms)`}`;

/** The steps whose share of the term changed most. */
function renderTimes(times: Comparison['times']): string[] {
  const changed = times
    .map((one) => ({ ...one, change: changeOf(one) }))
    .filter(({ change }) => change > 0)
    .sort((a, b) => (a.change === b.change ? 0 : b.change - a.change));
  if (changed.length === 0) return ['', `no time differs of ${countOf(times.length, 'step')} that both measured`];
  const more = changed.length - TIMES_SHOWN;
  return [
    '',
    `times that differ (${changed.length} of ${times.length}), the greatest change first`,
    ...changed
      .slice(0, TIMES_SHOWN)
      .flatMap(({ assertion, before, after }) => [
        `  ${assertion}`,
        `    ${tellSample(before)} -> ${tellSample(after)}`,
      ]),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

function changeOf({ before, after }: Pair<Parameters<typeof shareOf>[0]>): number {
  const [was, is] = [shareOf(before), shareOf(after)];
  return was === is ? 0 : Math.abs(is - was);
}
