// The history of a portal for a person at a terminal: the runs, what changed and since when, and how long the steps take.
import { type AssertionHistory, type History, shareOf, type Trend } from '../../schemas/run/history.ts';
import { tellMoment } from '../moment.ts';
import { plainText } from '../portal-text.ts';
import { countOf } from '../sentences.ts';
import { tellSample } from './duration.ts';

const SLOWEST_SHOWN = 15;

/** What a trend is called, and whether what was seen last is told with it. */
export const TREND_WORDS: Readonly<Record<Exclude<Trend, 'passing' | 'undecided'>, string>> = {
  broke: 'Broke: fails now, and passed before',
  failing: 'Failing: has never passed',
  healed: 'Healed: passes now, and failed before',
  lost: 'Not judged any more',
};

/** The history as text. */
export function renderHistory(history: History): string {
  const { runs, assertions } = history;
  const targets = [...new Set(runs.map(({ target, portal }) => `${target} (${portal})`))];
  const trends = Object.entries(TREND_WORDS).flatMap(([trend, words]) =>
    renderTrend(
      words,
      assertions.filter((one) => one.trend === trend),
    ),
  );
  const passing = assertions.filter(({ trend }) => trend === 'passing').length;
  const undecided = assertions.filter(({ trend }) => trend === 'undecided').length;
  const lines = [
    `${countOf(runs.length, 'run')} of ${targets.map(plainText).join(', ')}`,
    ...runs.map(
      ({ startedAt, outcome, groups, dir }) =>
        `  ${tellMoment(startedAt)}  ${outcome}: ${groups.passed} passed, ${groups.failed} failed, ${groups.expected} failed as expected, ${groups.open} open  ${plainText(dir)}`,
    ),
    ...trends,
    '',
    `${passing} never failed, ${undecided} never judged`,
    ...renderTimes(bySlowness(assertions)),
  ];
  return `${lines.join('\n')}\n`;
}

function renderTrend(words: string, assertions: readonly AssertionHistory[]): string[] {
  if (assertions.length === 0) return [];
  return [
    '',
    `${words} (${assertions.length})`,
    ...assertions.flatMap(({ assertion, since, changes, actual, trend }) => [
      `  ${assertion}`,
      `    since ${tellMoment(since ?? '')}${changes > 1 ? `, after ${changes} changes` : ''}${trend === 'healed' ? '' : `: ${plainText(actual)}`}`,
    ]),
  ];
}

/** Those whose time was measured, the one first that came nearest to its term or went furthest beyond. */
export function bySlowness(assertions: readonly AssertionHistory[]): Measured[] {
  return assertions
    .filter((one): one is Measured => one.times !== null)
    .sort((a, b) => compareNumbers(shareOf(b.times.slowest), shareOf(a.times.slowest)));
}

/** An assertion with its times. */
export type Measured = AssertionHistory & { times: NonNullable<AssertionHistory['times']> };

const compareNumbers = (a: number, b: number): number => (a === b ? 0 : a - b);

function renderTimes(measured: readonly Measured[]): string[] {
  if (measured.length === 0) return [];
  const shown = measured
    .slice(0, SLOWEST_SHOWN)
    .flatMap(({ assertion, times: { samples, p50, p90, slowest } }) => [
      `  ${assertion}`,
      `    half within ${tellSample(p50)}, 90 % within ${tellSample(p90)}, the slowest ${tellSample(slowest)}; ${countOf(samples.length, 'run')}`,
    ]);
  const more = measured.length - SLOWEST_SHOWN;
  return ['', `Times, the slowest first (${measured.length})`, ...shown, ...(more > 0 ? [`  … and ${more} more`] : [])];
}
