// Tests what the history and the comparison of runs look like: every mark has its words, nothing of a portal becomes markup or a control.
import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { compare } from '../../schemas/run/comparison.ts';
import { historyOf, type RunOf } from '../../schemas/run/history.ts';
import { type Sample, sampleReport } from '../sample.ts';
import { renderComparison } from './comparison-text.ts';
import { tellDuration, tellSample } from './duration.ts';
import { renderHistoryPage } from './history-page.ts';
import { renderHistory } from './history-text.ts';

const EVIL = '</title><script>alert(1)</script><img src=x onerror=alert(1)>"\u001b[31m\u202e';
const late = (withinMs: number | null): Sample => ({
  verdict: {
    ...(withinMs !== null && withinMs <= 15_000 ? {} : { verdict: 'fail' as const }),
    ...{ actual: EVIL, elapsed: { overMs: 2000, withinMs, termMs: 15_000 } },
  },
});
const night = (day: number, sample: Sample): RunOf => ({
  dir: `night-${day}`,
  report: sampleReport([sample], { startedAt: `2026-11-0${day}T20:00:00.000Z`, portal: EVIL }),
});
const HISTORY = historyOf([night(1, late(4000)), night(2, late(40_000)), night(3, late(null))]);

describe('the history as text', () => {
  const text = renderHistory(HISTORY);

  it('says what broke, since when, and how long it took beside its term', () => {
    expect(text).toContain('Broke: fails now, and passed before (1)\n  carriage-licence/portal/authenticate/term\n');
    expect(text).toMatch(/ {4}since 3 November 2026, 01:00 \(UTC\+5\)/);
    expect(text).toContain(
      'half within 40 s of 15 s (267 %), 90 % within not seen to end after 2 s of 15 s, the slowest not seen to end',
    );
  });

  it('holds no control character of a portal', () => expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u));
});

describe('the history as a page', () => {
  const $ = load(renderHistoryPage(HISTORY));

  it('asks for nothing, runs nothing, and takes no word of a portal for markup', () => {
    expect($('script, img, link, iframe, [style], [onerror], [src]')).toHaveLength(0);
    expect($('a[href], use, image')).toHaveLength(0);
    expect($('meta[http-equiv]').attr('content')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'/,
    );
    expect($('h1').text()).toContain('onerror=alert(1)');
  });

  it('draws each run with its words, and the term of what was measured', () => {
    expect($('svg').length).toBe(3);
    expect($('svg[role=img][aria-label]').length).toBe(3);
    expect($('svg rect').length).toBe($('svg rect > title').length);
    const times = $('svg').last();
    expect(
      times
        .find('rect')
        .map((_, bar) => $(bar).attr('class'))
        .get(),
    ).toEqual(['bar-pass', 'bar-inconclusive', 'bar-inconclusive']);
    // What took almost three times its term is cut at the top, and the term lies at a third of the height.
    expect(times.find('line').attr('y1')).toBe('66.7');
    expect($('table.runs tbody tr')).toHaveLength(3);
  });
});

describe('two runs side by side', () => {
  const beside = (one: Sample, other: Sample) => {
    const of = (run: RunOf) => ({ ...run, tookMs: new Map([['pay', [12]]]) });
    return renderComparison(compare(of(night(1, one)), of(night(2, other))));
  };

  it('tell the verdicts and times that differ', () => {
    const text = beside(late(4000), late(40_000));
    expect(text).toContain('1 verdict differs\n  carriage-licence/portal/authenticate/term: pass -> fail\n');
    expect(text).toContain('    4 s of 15 s (27 %) -> 40 s of 15 s (267 %)\n');
    expect(text).toContain('pay                      1 (12 ms) -> 1 (12 ms)\n');
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it('tell that nothing differs', () => {
    expect(beside(late(4000), late(4000))).toMatch(
      /no verdict differs\n\nno time differs of 1 step that both measured/,
    );
  });
});

it('durations are told in the largest unit of which they hold two', () => {
  expect([0, 999, 2000, 90_000, 7_200_000, 86_400_000 * 14.75].map(tellDuration)).toEqual([
    ...['0 ms', '999 ms', '2 s', '90 s', '2 h', '14.8 d'],
  ]);
  expect(tellSample({ overMs: 1000, withinMs: 3000, termMs: 4000 })).toBe('3 s of 4 s (75 %)');
});
