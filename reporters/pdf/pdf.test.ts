// Tests the PDF: it tells what the HTML act tells, on few pages, in Kazakh letters, and nothing of a portal steers its reader.
import { writeFileSync } from 'node:fs';
import { load } from 'cheerio';
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, it } from 'vitest';
import { ANNEXES } from '../annex-names.ts';
import { renderPage } from '../html/page.ts';
import type { RenderOptions } from '../renderer.ts';
import { hostileReport, SAMPLES, type Sample, sampleRegulation, sampleReport } from '../sample.ts';
import { lettersOf } from './letters.ts';
import { renderPdf } from './pdf.ts';

const print = (report = sampleReport(), options: RenderOptions = {}) => {
  const bytes = renderPdf(report, [sampleRegulation()], options);
  // Whoever wants to look at the pages names a folder.
  const folder = process.env.PDF_FOLDER;
  if (folder !== undefined) writeFileSync(`${folder}/${options.language ?? 'en'}-${bytes.length}.pdf`, bytes);
  return bytes;
};
const pagesOf = async (bytes: Uint8Array): Promise<string[]> =>
  (await extractText(Uint8Array.from(bytes), { mergePages: false })).text;
const dense = (text: string) => text.replace(/\s+/gu, '');

/** One failure among many that passed. */
const oneOfMany = () => {
  const passed = Array.from(
    { length: 1719 },
    (_, n): Sample => ({ assertion: { id: `carriage-licence/portal/pay/x${n}` } }),
  );
  return sampleReport([...SAMPLES.slice(1, 2), ...passed]);
};

it.each(['kk', 'ru', 'en'] as const)('tells in %s what the act of the HTML report tells', async (language) => {
  const report = sampleReport();
  const $ = load(renderPage(report, [sampleRegulation()], { language }));
  const act = $(`#act-${language}`);
  act.find('nav').remove();
  const pages = await pagesOf(print(report, { language }));
  const kind = dense(act.find('.kind').text());
  const margins = pages.map((_, n) => dense(`${kind}${report.portal}${n + 1} / ${pages.length}`));
  const told = pages.map((page, n) => {
    const text = dense(page);
    expect(text.endsWith(margins[n] ?? '?')).toBe(true);
    return text.slice(0, -(margins[n]?.length ?? 0));
  });
  expect(told.join('')).toBe(dense(lettersOf(act.text())));
});

it('shows the Kazakh letters of the regulation', async () => {
  const text = (await pagesOf(print(sampleReport(), { language: 'kk' }))).join('');
  expect(text).toContain('3–егер ақы төлемесе');
  expect(text).toMatch(/Ә|ә|Ғ|ғ|Қ|қ|Ң|ң|Ө|ө|Ұ|ұ|Ү|ү|Һ|һ|І|і/u);
});

it('prints one failure among 1,720 assertions on at most five pages', async () => {
  expect((await pagesOf(print(oneOfMany()))).length).toBeLessThanOrEqual(5);
});

it('has an outline, a title, a language and elements, and gives the same bytes twice', async () => {
  const bytes = print();
  expect(Buffer.compare(print(), bytes)).toBe(0);
  const pdf = await getDocumentProxy(Uint8Array.from(bytes));
  const { info } = await pdf.getMetadata();
  expect(info).toMatchObject({
    Title: expect.stringContaining('Example portal 4.2'),
    Language: 'en',
    CreationDate: 'D:20261126100230Z',
    Keywords: 'annexes: none, language: en',
  });
  expect(JSON.stringify(await pdf.getOutline())).toContain('"title":"What failed"');
  const elements = JSON.stringify(await (await pdf.getPage(1)).getStructTree());
  for (const role of ['H1', 'H2', 'LBody', 'BlockQuote']) expect(elements).toContain(`"role":"${role}"`);
});

it('prints the annexes that are asked for, and no others', async () => {
  const all = (await pagesOf(print(sampleReport(), { annexes: ANNEXES }))).join('\n');
  for (const title of [
    'The step tables as printed',
    'Observed times',
    'Errata that touched',
    'Coverage of cells',
    'All verdicts',
  ])
    expect(all).toContain(title);
  expect(dense(all)).toContain('Ақытөлеу');
  const one = (await pagesOf(print(sampleReport(), { annexes: ['errata'] }))).join('\n');
  expect(one).toContain('The term of clause 3 holds.');
  expect(one).not.toContain('All verdicts');
});

it('writes nothing beyond its margins, whatever a portal says', async () => {
  const long = `${'https://portal.example/'.repeat(20)}${'ш'.repeat(600)} \u202eevil \u05d0\u0627 \u{1F600} \u4e00`;
  const pdf = await getDocumentProxy(print(hostileReport(long), { annexes: ANNEXES }));
  for (let n = 1; n <= pdf.numPages; n += 1) {
    const { items } = await (await pdf.getPage(n)).getTextContent();
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [, , , , x, y] = item.transform;
      expect(x).toBeGreaterThanOrEqual(53);
      expect(x + item.width).toBeLessThanOrEqual(543);
      expect(y).toBeGreaterThanOrEqual(30);
      expect(item.str).not.toMatch(/[\p{Cc}\p{Cf}\p{Script=Hebrew}\p{Script=Arabic}]/u);
    }
  }
});

it('writes out what its fonts cannot show or what would turn a line around', () => {
  expect(lettersOf('a\u202eb\u0000c \u05d0 \u{1F600} қ ✗')).toBe('abc \\u{5D0} \\u{1F600} қ ✗');
});
