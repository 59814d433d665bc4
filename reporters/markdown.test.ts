// Tests report.md by a parser of Markdown: what a portal says stays text, and the whole stays short enough for a comment.
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { expect, it } from 'vitest';
import { code, renderMarkdown } from './markdown.ts';
import { hostileReport, hostileText, knownReport, NOT_JUDGED, sampleReport, standingsReport } from './sample.ts';

/** Every token of a text, those inside of others too. */
function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(text), (token) => void found.push(token));
  return found;
}
const kinds = (text: string) => tokensOf(text).map(({ type }) => type);

it('begins with the outcome, then quotes the cells of what failed', () => {
  const text = renderMarkdown(standingsReport());
  expect(text.split('\n')[0]).toBe('## ❌ failed on 1 of 8 assertions, and on 1 as expected');
  expect(text).toContain('- `table 1, step 2, next; clause 6, item 2` says `3–егер ақы төлемесе`\n');
  expect(text).toContain('- actual `the portal went on to sign`\n');
  expect(text).toContain('### Failed as expected (1)\n');
});

it('tells what was not observed by its reasons', () => {
  const text = renderMarkdown(standingsReport());
  expect(text).toContain('### Not observed (5)\n');
  expect(text).toContain('- 1 inconclusive: `the portal keeps no history`\n');
  expect(text).toContain('- 1 pending: `due on 2013-03-29`\n');
});

it('names what of the baseline does not hold', () => {
  expect(renderMarkdown(knownReport())).toContain('- `reglament/baseline/a/b/c/stale`\n  - `stale <b>`\n');
});

it.each(NOT_JUDGED)('calls a run incomplete that rests on %s', (_, report) => {
  expect(renderMarkdown(report())).toMatch(/^## ⚠️ incomplete: passed on 0 of /u);
});

it('calls a run passed only where it passed', () => {
  expect(renderMarkdown(sampleReport([{}]))).toMatch(/^## ✅ passed on 1 of 1 assertion\n/u);
});

it('cuts what is much or long, says so, and fits into a comment of GitHub', () => {
  const failure = (n: number) => ({ assertion: { id: `a/b/c/d${n}` }, verdict: { verdict: 'fail' as const } });
  const report = sampleReport(Array.from({ length: 100 }, (_, n) => failure(n)));
  expect(renderMarkdown(report)).toContain('\n… and 80 more, which the whole report tells.\n');
  const long = 'ұ`'.repeat(50_000);
  const verdicts = report.verdicts.map((verdict) => ({ ...verdict, expected: long, actual: long }));
  expect(renderMarkdown({ ...report, verdicts, portal: long }).length).toBeLessThan(65_536);
});

it('makes a code span of any text, which holds the text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const [paragraph, ...others] = marked.lexer(`x ${code(text)} y`);
      expect(others).toEqual([]);
      const inner = paragraph?.type === 'paragraph' ? paragraph.tokens : [];
      expect(inner?.map(({ type }) => type)).toEqual(['text', 'codespan', 'text']);
    }),
  );
  expect(code('')).toBe('`nothing`');
  expect(code('a``b`')).toBe('``` a``b` ```');
});

it('is the same tree whatever the portal says', () => {
  const harmless = kinds(renderMarkdown(hostileReport('words')));
  expect(new Set(harmless)).toEqual(
    new Set(['heading', 'text', 'space', 'paragraph', 'codespan', 'list', 'list_item']),
  );
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(kinds(renderMarkdown(hostileReport(text)))).toEqual(harmless);
    }),
  );
});
