// Tests report.csv by a parser of RFC 4180, and that no spreadsheet computes what a portal says.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { renderCsv } from './csv.ts';
import { hostileReport, hostileText, knownReport, NOT_JUDGED, sampleReport, standingsReport } from './sample.ts';

function read(report: Report): Record<string, string>[] {
  return parse(renderCsv(report), { bom: true, columns: true, record_delimiter: '\r\n' });
}

it('has a row a verdict, with Kazakh words and all that is known', () => {
  const rows = read(standingsReport());
  expect(rows.map(({ standing }) => standing)).toEqual([
    ...['error', 'not-applicable', 'passed', 'pending', 'disputed', 'inconclusive', 'expected', 'failed'],
  ]);
  expect(rows[7]).toMatchObject({
    assertion: 'carriage-licence/portal/pay/next-when-unpaid',
    verdict: 'fail',
    place: 'table 1, step 2, next; clause 6, item 2',
    printed: '3–егер ақы төлемесе',
    actual: 'the portal went on to sign',
    'judged at': '2026-11-26T10:00:00.000Z',
    evidence: 'unpaid#1 unpaid#2',
  });
  expect(rows[6]?.known).toContain('the gateway is replaced');
});

it('begins with a byte order mark, and ends every line as the standard does', () => {
  const text = renderCsv(knownReport());
  expect(text.startsWith('\ufeff"assertion",')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
});

it.each(NOT_JUDGED)('has a row of its own where the run rests on %s', (_, report) => {
  expect(read(report()).at(-1)).toMatchObject({ assertion: 'reglament/run/outcome', verdict: 'incomplete' });
});

it('has no such row where the run passed', () => {
  expect(read(sampleReport([{}]))).toMatchObject([{ verdict: 'pass' }]);
});

/** The fields as a spreadsheet of another language splits them: at semicolons, quotation marks only at the start of one. */
const inOtherLanguages = (text: string): string[] =>
  parse(text, { bom: true, delimiter: ';', relax_quotes: true, relax_column_count: true }).flat();

it.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', ' =1', '\r\n=1', '\u202e=1', '＝1', ';=1', 'x;=1', ';"=1', '|@1', "'"])(
  'lets no spreadsheet compute %j',
  (text) => {
    const report = hostileReport(text);
    for (const field of [...read(report).flatMap((row) => Object.values(row)), ...inOtherLanguages(renderCsv(report))])
      expect(field).not.toMatch(/^["\s]*[=+\-@＝＋－＠]/u);
  },
);

it('keeps its rows and computes nothing whatever the portal says', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const rows = read(hostileReport(text));
      expect(rows).toHaveLength(9);
      for (const field of rows.flatMap((row) => Object.values(row))) expect(field).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
    }),
  );
});
