// Tests the HTML report: what it shows, that nothing of a portal becomes markup, and that it asks for nothing.
import { createHash } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { load } from 'cheerio';
import { expect, it } from 'vitest';
import { html, trusted } from './html/markup.ts';
import { renderPage } from './html/page.ts';
import { DARK, LIGHT, type Scheme } from './html/palette.ts';
import { SCRIPT } from './html/script.ts';
import { knownReport, SAMPLES, sampleExchange, sampleRegulation, sampleReport } from './sample.ts';

const page = (report = sampleReport()) => renderPage(report, [sampleRegulation()]);
const EVIL = '</script></pre><script>alert(1)</script><img src=x onerror=alert(1)>"\' onclick="x" \u202e\u0000<!--';

/** How many elements and attributes of each name a page has, as a browser reads it. */
function elements(text: string): Map<string, number> {
  const $ = load(text);
  const names = $.extract({
    all: [{ selector: '*', value: (one) => [one.name, ...Object.keys(one.attribs).map((key) => `@${key}`)] }],
  }).all.flat();
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

it('shows the table as printed, each cell with the worst verdict that cites it', () => {
  const text = page();
  expect(text).toMatch(/<span lang="kk">1-кесте\. ЭҮП арқылы<\/span>/);
  expect(text).toMatch(
    /<td class="v-fail"><a class="cell v-fail" id="c-carriage-licence-table-3-1-2-next" href="#p-[^"]+"><span class="printed" lang="kk">3–егер ақы төлемесе<\/span>/,
  );
  // Four assertions cite the term of step 1: passed, two inconclusive, pending.
  expect(text).toMatch(
    /<td class="v-inconclusive"><a [^>]*id="c-carriage-licence-table-3-1-1-term"[\s\S]*?2 of 4 inconclusive/,
  );
  expect(text).toMatch(/<td class="v-none"><div class="cell"><span class="printed" lang="kk">Алушы/);
});

it('opens every cell to its assertions, and every assertion to its exchanges, each stored once', () => {
  const text = page().replace(SCRIPT, '');
  const links = [...text.matchAll(/(?:href="#|data-copy=")([^"]+)"/g)].map((match) => match[1]);
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  expect(text).toMatch(/<section class="panel" id="p-carriage-licence-table-3-1-2-next"[\s\S]*?data-copy="a\d"/);
  expect(text.split('&quot;payment&quot;: null')).toHaveLength(3);
  expect(text).toContain('<code>gone#1</code> (not in the report)');
});

it('marks errata where they stand, and says which reading was taken', () => {
  const text = page();
  expect(text).toMatch(/id="c-carriage-licence-table-3-1-2-term"[\s\S]*?† disputed/);
  expect(text).toMatch(/id="p-carriage-licence-table-3-1-2-term"[\s\S]*?The term of clause 3 holds\./);
});

it('shows clause items, and places that the transcription does not hold', () => {
  const text = page();
  expect(text).toMatch(/<details class="item v-fail"><summary><span class="place">clause 6, item 2/);
  const rest = /<h3>Other places<\/h3>([\s\S]*?)<\/section>/.exec(text)?.[1] ?? '';
  expect(
    [...rest.matchAll(/class="item[^"]*"><summary><span class="place">([^<]+)/g)].map((match) => match[1]),
  ).toEqual(['clause 7']);
  const alone = renderPage(sampleReport(), []);
  expect(alone).toContain('was not at hand');
  expect(alone).toContain('table 1, step 2, next');
});

it('shows every sentence outside the tables with what was found of it, or why nothing was', () => {
  const begins = 'Тұтынушы';
  const regulation = {
    ...sampleRegulation(),
    sentences: [
      { at: { clause: 6, item: 2 }, begins, says: 'The portal refuses whoever has not paid.', leaves: 'the sum' },
      { at: { clause: 1 }, begins, says: 'The service is defined here.', none: 'a definition' },
      { at: { clause: 9 }, begins, says: 'The staff is polite.', excluded: 'nobody can see it from outside' },
      { at: { clause: 10 }, begins, says: 'The number of the call centre is shown.' },
    ],
  };
  const $ = load(renderPage(sampleReport(), [regulation]));
  const ledger = $('details').filter(
    (_, one) => $(one).children('summary').text() === 'Every sentence outside the tables (4)',
  );
  const lines = ledger
    .find('.item')
    .toArray()
    .map((one) => $(one).text().replace(/\s+/gu, ' ').trim());
  expect(lines).toEqual([
    expect.stringMatching(
      /^clause 6, item 2 The portal refuses whoever has not paid\. . \d.* not tested of it: the sum$/u,
    ),
    'clause 1 The service is defined here. demands nothing a definition',
    'clause 9 The staff is polite. cannot be tested nobody can see it from outside',
    'clause 10 The number of the call centre is shown. no assertion',
  ]);
});

it('shows recommended assertions apart, and nothing of them where none were asked for', () => {
  expect(page()).not.toContain('id="recommended"');
  const report = sampleReport();
  const [first] = report.verdicts;
  if (first === undefined) return expect.unreachable('no verdict');
  const $ = load(
    page({ ...report, recommended: [{ ...first, verdict: 'fail', reason: null, actual: 'it speaks one language' }] }),
  );
  expect($('#recommended .item').text()).toContain('it speaks one language');
  expect($('#failures').text()).not.toContain('it speaks one language');
});

it('makes no markup of what a portal says', () => {
  const samples = SAMPLES.map((sample) => ({
    ...sample,
    verdict: { ...sample.verdict, expected: EVIL, actual: EVIL, reason: EVIL },
  }));
  const exchange = sampleExchange('unpaid#1', { [EVIL]: EVIL });
  const evil = {
    ...exchange,
    operation: EVIL,
    at: EVIL,
    clock: EVIL,
    request: { method: EVIL, url: EVIL, headers: { [EVIL]: EVIL }, body: EVIL },
    response: { status: null, headers: { [EVIL]: EVIL }, bytes: 1, body: EVIL, fault: EVIL },
    read: { [EVIL]: EVIL },
  };
  const texts = { target: EVIL, portal: EVIL, stopped: EVIL, convention: EVIL, tool: EVIL };
  const warnings = [{ code: EVIL, message: EVIL }];
  const text = page(sampleReport(samples, { ...texts, warnings, exchanges: { 'unpaid#1': evil, [EVIL]: evil } }));
  const found = elements(text);
  expect(found.get('script')).toBe(1);
  expect(found.get('img')).toBeUndefined();
  expect([...found.keys()].filter((name) => name.startsWith('@on'))).toEqual([]);
  expect(text).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

it('escapes for elements and attributes, and takes no object for markup', () => {
  expect(html`<a title="${'"<&>\''}">${['<b>', html`<i>${1}</i>`, null]}</a>`.toString()).toBe(
    '<a title="&quot;&lt;&amp;&gt;&#39;">&lt;b&gt;<i>1</i></a>',
  );
  expect(trusted('<b>').toString()).toBe('<b>');
});

it('asks for nothing from anywhere, and lets only its own script act', () => {
  const text = page();
  expect(text).not.toMatch(/(?:src|href)="(?!#)|url\(|@import| style="| on\w+="/);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1]?.replaceAll('&#39;', "'") ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  for (const tag of ['style', 'script']) {
    const source = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1] ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(source).digest('base64')}'`);
  }
});

it('has a script that parses and cannot close itself', () => {
  expect(() => new Function(SCRIPT)).not.toThrow();
  expect(SCRIPT).not.toContain('</');
  expect(SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
});

it('is well formed: every element is ended, and every attribute quoted', () => {
  const complaints: string[] = [];
  const reader = new DOMParser({ onError: (_, message) => void complaints.push(message) });
  expect(() => reader.parseFromString(page(), 'text/html')).not.toThrow();
  expect(complaints).toEqual([]);
});

it('begins with the outcome and how much was judged', () => {
  const text = page();
  expect(text).toContain('<h1>failed on 1 of 7 assertions</h1>');
  expect(text).toContain('2 judged (1 passed, 1 failed)');
  expect(text.replace(SCRIPT, '')).not.toMatch(/certified|approved|compliant/i);
});

const luminance = (colour: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

it.each<[string, Scheme]>([
  ['light', LIGHT],
  ['dark', DARK],
])('keeps WCAG AA contrast in the %s scheme', (_, scheme) => {
  const { page: sheet, muted, link, raised, verdicts } = scheme;
  for (const paper of [sheet.paper, raised]) {
    for (const ink of [sheet.ink, muted, link]) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
    for (const tone of Object.values(verdicts)) expect(contrast(tone.ink, paper)).toBeGreaterThanOrEqual(4.5);
  }
  for (const { ink, paper, line } of Object.values(verdicts)) {
    expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(sheet.ink, paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(line, sheet.paper)).toBeGreaterThanOrEqual(3);
  }
});

it('tells what failed as expected last and as a failure, and what of the baseline does not hold', () => {
  const $ = load(page(knownReport()));
  expect(
    $('header li')
      .map((_, one) => $(one).text())
      .get()
      .slice(0, 2),
  ).toEqual(['stale <b>', 'expired <b>']);
  const [unexpected, expected] = $('#failures > ol')
    .map((_, list) => $(list).text())
    .get();
  expect(unexpected).toContain('unexpected');
  expect(expected).toContain('known to be flaky: the gateway is replaced');
  expect(expected).toContain('2 attempts: failed, held');
  expect($('#failures > h3').text()).toBe('As expected (2)');
  // Whatever is known, the cell shows that it fails.
  expect($('[id="c-carriage-licence-table-3-1-1-term"]').text()).toContain('3 of 4 failed');
});
