// Tests the HTML report: what it shows, that nothing of a portal becomes markup, and that it asks for nothing.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { DOMParser } from '@xmldom/xmldom';
import { load } from 'cheerio';
import { expect, it } from 'vitest';
import { quote, say } from '../schemas/said.ts';
import { html, trusted } from './html/markup.ts';
import { renderPage } from './html/page.ts';
import { DARK, LIGHT, type Scheme } from './html/palette.ts';
import { SCRIPT } from './html/script.ts';
import { knownReport, SAMPLES, sampleExchange, sampleRegulation, sampleReport } from './sample.ts';

const page = (report = sampleReport()) => renderPage(report, [sampleRegulation()]);
const EVIL = '</script></pre><script>alert(1)</script><img src=x onerror=alert(1)>"\' onclick="x" \u202e\u0000<!--';
const FLOW = 'f-carriage-licence-portal';
const REST = 'r-carriage-licence';

/** The fragments of a page, unpacked, by their names. */
function fragmentsIn(text: string): Map<string, string> {
  const found = text.matchAll(/<script type="application\/gzip" id="z-([^"]+)">([^<]*)<\/script>/gu);
  return new Map(
    [...found].map(([, name = '', packed = '']) => [name, gunzipSync(Buffer.from(packed, 'base64')).toString()]),
  );
}
const fragment = (name: string, text = page()) => fragmentsIn(text).get(name) ?? '';
/** A page without what is packed in it and without its script. */
const bare = (text: string) =>
  text.replace(/<script type="application\/gzip"[\s\S]*?<\/script>/gu, '').replace(SCRIPT, '');
/** All that a page shows in one language, packed or not. */
function shownIn(text: string, language = 'en'): string[] {
  const own = [...fragmentsIn(text)].filter(
    ([name]) => name.startsWith(`${language}-`) || name.startsWith('exchanges-'),
  );
  return [bare(text), ...own.filter(([name]) => !name.endsWith('-search')).map(([, body]) => body)];
}

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

it('packs the same bytes on whatever system and at whatever time', () => {
  const heads = [...page().matchAll(/id="z-[^"]+">([^<]*)</gu)].map(([, packed = '']) => Buffer.from(packed, 'base64'));
  expect(heads.length).toBeGreaterThan(3);
  // The header of gzip: four bytes of a time, one of the effort, one of the system, where 255 is an unknown one.
  for (const head of heads) expect([...head.subarray(4, 10)]).toEqual([0, 0, 0, 0, 2, 255]);
});

it('shows the table as printed, each cell with the worst verdict that cites it', () => {
  const text = fragment(`en-${FLOW}`);
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

it('has an anchor for every link, each once in every language, and names its fragment in the index', () => {
  const text = page();
  const index: unknown = JSON.parse(fragment('index', text));
  for (const language of ['kk', 'ru', 'en']) {
    const shown = shownIn(text, language);
    const links = shown.flatMap((part) => [...part.matchAll(/href="#([^"]+)"/gu)].map((match) => match[1] ?? ''));
    const ids = shown.flatMap((part) => [...part.matchAll(/ id="([^"]+)"/gu)].map((match) => match[1] ?? ''));
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter((id) => !ids.includes(id) && !ids.includes(`${id}-${language}`))).toEqual([]);
    const packed = shown.slice(1).flatMap((part) => [...part.matchAll(/ id="([^"]+)"/gu)].map((match) => match[1]));
    expect(packed.filter((id) => !Object.hasOwn(Object(index), (id ?? '').replace(`-${language}`, '')))).toEqual([]);
  }
});

it('leads from a cell to its assertions, from each to its exchanges and its cells, and from an exchange back', () => {
  const flow = fragment(`en-${FLOW}`);
  expect(flow).toMatch(/<section class="panel" id="p-carriage-licence-table-3-1-2-next"[\s\S]*?href="#a\d"/);
  const $ = load(flow);
  const failed = $('.finding.v-fail');
  expect(failed.find('.evidence a').length).toBe(2);
  expect(failed.find('.places a').attr('href')).toBe('#p-carriage-licence-table-3-1-2-next');
  expect(fragment('exchanges-0')).toContain(`href="#${failed.attr('id')}"`);
  expect(flow).toContain('<code>gone#1</code> (not in the report)');
});

it('marks errata where they stand, and says which reading was taken', () => {
  const text = fragment(`en-${FLOW}`);
  expect(text).toMatch(/id="c-carriage-licence-table-3-1-2-term"[\s\S]*?†<\/span> disputed/);
  expect(text).toMatch(/id="p-carriage-licence-table-3-1-2-term"[\s\S]*?The term of clause 3 holds\./);
});

it('shows clause items, and places that the transcription does not hold', () => {
  expect(fragment(`en-${FLOW}`)).toMatch(
    /<details class="item v-fail" id="p-carriage-licence-clause-6-2"><summary><span class="place">Clause 6, item 2/,
  );
  const $ = load(fragment(`en-${REST}`));
  const rest = $('.clause').filter((_, one) => $(one).children('summary').text() === 'Other places');
  expect(rest.find('.item .place').text()).toBe('Clause 7');
  const alone = renderPage(sampleReport(), []);
  expect(alone).toContain('was not at hand');
  expect(fragment(`en-${REST}`, alone)).toContain('Table 1, step 2: Which step follows');
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
  const $ = load(fragment(`en-${REST}`, renderPage(sampleReport(), [regulation])));
  const ledger = $('details').filter(
    (_, one) => $(one).children('summary').text() === 'Every sentence outside the tables',
  );
  const lines = ledger
    .find('.item')
    .toArray()
    .map((one) => $(one).text().replace(/\s+/gu, ' ').trim());
  expect(lines).toEqual([
    expect.stringMatching(
      /^Clause 6, item 2 The portal refuses whoever has not paid\. . \d.* Not tested of it: the sum$/u,
    ),
    'Clause 1 The service is defined here. demands nothing a definition',
    'Clause 9 The staff is polite. cannot be tested nobody can see it from outside',
    'Clause 10 The number of the call centre is shown. no assertion',
  ]);
});

it('shows recommended assertions apart, and nothing of them where none were asked for', () => {
  expect(page()).not.toContain('id="recommended-en"');
  const report = sampleReport();
  const [first] = report.verdicts;
  if (first === undefined) return expect.unreachable('no verdict');
  const says = { expected: first.says.expected, actual: say`it speaks one language` };
  const text = page({ ...report, recommended: [{ ...first, verdict: 'fail', reason: null, says }] });
  expect(fragment('en-recommended', text)).toContain('It speaks one language');
  expect(load(text)('main').text()).not.toContain('It speaks one language');
});

it('makes no markup of what a portal says, packed or not, in any language', () => {
  const evilSays = { expected: say`${quote(EVIL)}`, actual: say`${EVIL}`, reason: say`x: ${quote(EVIL)}` };
  const samples = SAMPLES.map((sample) => ({
    ...sample,
    assertion: { ...sample.assertion, printed: EVIL, because: EVIL },
    verdict: { ...sample.verdict, expected: EVIL, actual: EVIL, reason: EVIL, says: evilSays },
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
  const texts = { target: EVIL, portal: EVIL, stopped: EVIL, convention: EVIL, tool: EVIL, nonce: EVIL };
  const about = { operator: EVIL, version: EVIL };
  const warnings = [{ code: EVIL, message: EVIL }];
  const report = sampleReport(samples, { ...texts, about, warnings, exchanges: { 'unpaid#1': evil, [EVIL]: evil } });
  const text = renderPage(report, [sampleRegulation()], { signed: [EVIL] });
  expect(elements(text).get('script')).toBe(fragmentsIn(text).size + 1);
  // The index and what is searched are JSON, and never read as HTML.
  const packed = [...fragmentsIn(text)].filter(([name]) => name !== 'index' && !name.endsWith('-search'));
  const parts = [bare(text), ...packed.map(([, part]) => part)];
  for (const part of parts) {
    const found = elements(part);
    expect(found.get('img')).toBeUndefined();
    expect([...found.keys()].filter((name) => name.startsWith('@on'))).toEqual([]);
    expect(part).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  }
  for (const part of parts.slice(1)) expect(part).not.toContain('<script');
  expect(parts.filter((part) => part.includes('&lt;img src=x onerror=alert(1)&gt;')).length).toBeGreaterThan(4);
});

it('cuts a megabyte of a portal with a notice, in the act and in its annexes', () => {
  const long = 'а'.repeat(1_000_000);
  const actual = say`the portal says ${quote(long)}`;
  const [, failing] = SAMPLES;
  const samples = [{ ...failing, verdict: { ...failing?.verdict, says: { expected: say`x`, actual } } }];
  const exchange = sampleExchange('unpaid#2', long);
  const text = page(sampleReport(samples, { exchanges: { 'unpaid#2': exchange }, stopped: long }));
  expect(bare(text).length).toBeLessThan(200_000);
  expect(bare(text)).toMatch(/cut here, /iu);
  expect(load(fragment('exchanges-0', text))('.cut .in[lang=en]').text()).toMatch(/cut here, [\d,]+ more characters/iu);
});

it('escapes for elements and attributes, and takes no object for markup', () => {
  expect(html`<a title="${'"<&>\''}">${['<b>', html`<i>${1}</i>`, null]}</a>`.toString()).toBe(
    '<a title="&quot;&lt;&amp;&gt;&#39;">&lt;b&gt;<i>1</i></a>',
  );
  expect(trusted('<b>').toString()).toBe('<b>');
});

it('asks for nothing from anywhere, and lets only its own script act', () => {
  const text = page();
  for (const part of [bare(text), ...fragmentsIn(text).values()])
    expect(part).not.toMatch(/(?:src|href)="(?!#)|url\(|@import| style="| on\w+="/);
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
  const text = page();
  for (const part of [
    text,
    ...shownIn(text)
      .slice(1)
      .map((body) => `<html><body>${body}</body></html>`),
  ])
    expect(() => reader.parseFromString(part, 'text/html')).not.toThrow();
  expect(complaints).toEqual([]);
});

it('begins with the outcome and how much was judged', () => {
  const text = page();
  expect(text).toContain('<h1>Failed on 1 of 7 assertions</h1>');
  expect(text).toContain('2 judged (1 passed, 1 failed)');
  expect(bare(text)).not.toMatch(/certified|approved|compliant/i);
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
  const text = page(knownReport());
  const $ = load(text);
  const act = $('.told[lang=en] main');
  expect(act.find('li').text()).toContain('stale <b>');
  const causes = act
    .find('.cause')
    .toArray()
    .map((one) => $(one).text());
  expect(causes).toHaveLength(1);
  expect(causes[0]).toContain('Known to be flaky: “the gateway is replaced”');
  expect(causes[0]).toContain('2 attempts: failed and held');
  // Whatever is known, the cell shows that it fails.
  expect(load(fragment(`en-${FLOW}`, text))('[id="c-carriage-licence-table-3-1-1-term"]').text()).toContain(
    '3 of 4 failed',
  );
});

it('tells the act in each language, shows one, and begins with the one that is asked for', () => {
  for (const language of ['kk', 'ru', 'en'] as const) {
    const $ = load(renderPage(sampleReport(), [sampleRegulation()], { language }));
    expect($('html').attr('lang')).toBe(language);
    expect(
      $('.told')
        .toArray()
        .filter((one) => $(one).attr('hidden') === undefined)
        .map((one) => $(one).attr('lang')),
    ).toEqual([language]);
    expect($('.told').length).toBe(3);
    expect($(`.told[lang=${language}] blockquote`).text()).toBe('3–егер ақы төлемесе');
  }
});

it('is the same twice', () => expect(page()).toBe(page()));

it('says whose portal it is and of which version, and who has signed in the place of room to sign', () => {
  const about = { operator: 'Example LLP', version: '7.3-rc' };
  const report = sampleReport(SAMPLES, { about });
  const unsigned = bare(renderPage(report, [sampleRegulation()]));
  const signed = bare(renderPage(report, [sampleRegulation()], { signed: ['by CN=Tester with the key SHA-256 ab'] }));
  for (const text of [unsigned, signed]) for (const word of Object.values(about)) expect(text).toContain(word);
  expect(unsigned).toContain('class="blanks"');
  expect(signed).not.toContain('class="blanks"');
  expect(load(signed)('.signature li').first().text()).toBe('by CN=Tester with the key SHA-256 ab');
});

it('lists the errata that touched a verdict, and leads from each to its verdict and from the verdict back', () => {
  const touched = fragment('en-touched');
  expect(touched).toMatch(/href="#e-carriage-licence-two-terms"[\s\S]*?href="#a\d+"/u);
  expect(fragment(`en-${FLOW}`)).toContain('href="#e-carriage-licence-two-terms"');
  expect(fragment(`en-${REST}`)).toContain('id="e-carriage-licence-two-terms"');
});
