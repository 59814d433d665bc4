// Reads the HTML report in a browser as a person does: from a failure to its cell, its exchange and back, in three languages and two lights.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../reporters/html/page.ts';
import { SAMPLES, type Sample, sampleExchange, sampleRegulation, sampleReport } from '../reporters/sample.ts';
import type { Report } from '../schemas/run/report.ts';
import { quote, say } from '../schemas/said.ts';
import { unpackChromium } from '../suites/sut/target-file/browser/chromium-package.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LANGUAGES = ['kk', 'ru', 'en'] as const;

let browser: Browser;
let folder = '';
beforeAll(async () => {
  const { path, env } = await unpackChromium();
  browser = await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: ['--no-sandbox', '--disable-gpu'],
  });
  folder = mkdtempSync(join(tmpdir(), 'report-page-'));
}, 120_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page without any network. What goes wrong in it is told by `complaints`. */
async function opened(text: string, hash = '', options: Parameters<Browser['newPage']>[0] = {}) {
  const file = join(folder, `${Math.random()}.html`);
  writeFileSync(file, text);
  const page = await browser.newPage({ offline: true, bypassCSP: false, ...options });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('dialog', (dialog) => void complaints.push(dialog.message()));
  await page.goto(pathToFileURL(file).href + hash);
  return { page, complaints };
}
const sample = (changes: Partial<Report> = {}) => renderPage(sampleReport(SAMPLES, changes), [sampleRegulation()]);
const goTo = (page: Page, id: string) => page.evaluate(`location.hash = '#${id}'`);
const OPEN_ALL = `for (const one of document.querySelectorAll('.told:not([hidden]) details')) one.open = true;
document.querySelector('.panel').classList.add('open')`;
const shown = (page: Page) => page.locator('.told:not([hidden])');

describe('a reader', () => {
  it('goes from a failure to its cell, to the assertion, to its exchange and back', async () => {
    const { page, complaints } = await opened(sample());
    await shown(page).locator('.cause h3 a').click();
    const panel = page.locator('#p-carriage-licence-table-3-1-2-next');
    await panel.waitFor({ state: 'visible' });
    expect(await panel.locator('.quote').textContent()).toBe('3–егер ақы төлемесе');
    await page.locator('#c-carriage-licence-table-3-1-2-next[aria-current]').waitFor();

    await panel.locator('.links a').first().click();
    const finding = page.locator('.finding.v-fail');
    await expect.poll(() => finding.getAttribute('open')).not.toBeNull();
    const evidence = finding.locator('.evidence a[data-inline]').first();
    await evidence.click();
    await finding.locator('.evidence .body pre').first().waitFor();
    await expect.poll(() => evidence.getAttribute('aria-expanded')).toBe('true');

    await finding.locator('.evidence .whole').first().click();
    const exchange = page.locator('.exchange.reached');
    await exchange.waitFor();
    expect(await exchange.locator('summary code').textContent()).toBe('unpaid#1');
    await exchange.locator('.cited a', { hasText: 'next-when-unpaid' }).click();
    await page.locator('.finding.v-fail.reached').waitFor();
    await finding.locator('.places a').first().click();
    await panel.waitFor({ state: 'visible' });
    await panel.locator('.back a').click();
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('c-carriage-licence-table-3-1-2-next');
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('arrives by an address at what is packed, and goes on there in another language', async () => {
    const { page, complaints } = await opened(sample(), '#p-carriage-licence-table-3-1-2-next');
    const panel = page.locator('#p-carriage-licence-table-3-1-2-next');
    await panel.waitFor({ state: 'visible' });
    for (const language of LANGUAGES) {
      await page.locator(`.languages button[lang=${language}]`).click();
      await panel.waitFor({ state: 'visible' });
      expect(await panel.count()).toBe(1);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await shown(page).getAttribute('lang')).toBe(language);
      expect(await page.locator('.languages [aria-pressed=true]').getAttribute('lang')).toBe(language);
    }
    await goTo(page, 'x0');
    await page.locator('.exchange.reached .in:visible').first().waitFor();
    expect(await page.locator('.exchange.reached .in:visible').first().getAttribute('lang')).toBe('en');
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('searches and filters without anything being unpacked but the words', async () => {
    const { page, complaints } = await opened(sample());
    await shown(page).locator('[data-search] > summary').click();
    const found = shown(page).locator('.found a');
    await expect.poll(() => found.count()).toBe(7);
    await shown(page).locator('input[name=text]').fill('next-when-unpaid');
    await expect.poll(() => found.count()).toBe(1);
    expect(await shown(page).locator('.search output').textContent()).toBe('1 of 7 assertions');
    await shown(page).locator('input[name=text]').fill('');
    await shown(page).locator('select[name=verdict]').selectOption('pending');
    await expect.poll(() => found.count()).toBe(1);
    expect(await page.locator('.finding').count()).toBe(0);
    await found.click();
    await page.locator('.finding.v-pending.reached[open]').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('reads the act without a script, and finds its exchange on paper', async () => {
    const { page } = await opened(sample(), '', { javaScriptEnabled: false });
    expect(await page.locator('h1:visible').textContent()).toBe('Failed on 1 of 7 assertions');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.shown pre:visible').count()).toBeGreaterThan(1);
    expect(await shown(page).locator('.annexes').isVisible()).toBe(false);
    await page.close();
  }, 60_000);

  it('is shown what a hostile portal says, and nothing of it acts', async () => {
    const evil = '</script><img src=x onerror=alert(1)><script>alert(2)</script>\u202e\u001b[31m';
    const says = { expected: say`${quote(evil)}`, actual: say`${evil}`, reason: say`x: ${quote(evil)}` };
    const samples = SAMPLES.map((one): Sample => ({ ...one, verdict: { ...one.verdict, says } }));
    const exchange = sampleExchange('unpaid#1', { [evil]: evil });
    const report = sampleReport(samples, { portal: evil, target: evil, exchanges: { 'unpaid#1': exchange } });
    const { page, complaints } = await opened(renderPage(report, [sampleRegulation()]), '#a1');
    await page.locator('.finding.reached .evidence a[data-inline]').first().click();
    await page.locator('.evidence .body pre').first().waitFor();
    await shown(page).locator('[data-search] > summary').click();
    await expect.poll(() => shown(page).locator('.found a').count()).toBe(7);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.finding.reached dd').nth(1).textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);
});

const LIGHTS = LANGUAGES.flatMap((language) =>
  (['light', 'dark'] as const).map((scheme) => [language, scheme] as const),
);
// By day each of the lights, and two of the languages.
it.each(
  process.env.REGLAMENT_ALL === undefined
    ? ([
        ['kk', 'light'],
        ['en', 'dark'],
      ] as const)
    : LIGHTS,
)(
  'has nothing that axe finds, in %s and %s, with everything open',
  async (language, colorScheme) => {
    const text = renderPage(sampleReport(), [sampleRegulation()], { language });
    // The page allows no script but its own, which axe is not.
    const { page } = await opened(text, '', { colorScheme, bypassCSP: true });
    for (const key of ['f-carriage-licence-portal', 'r-carriage-licence', 'coverage', 'legend', 'exchanges-0']) {
      await goTo(page, key);
      await page.locator(`#${key}-${language}[open] > .body > *`).first().waitFor();
    }
    await shown(page).locator('[data-search] > summary').click();
    await page.evaluate(OPEN_ALL);
    await page.evaluate(AXE);
    const violations: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
      'axe.run(document).then(({ violations }) => violations)',
    );
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.close();
  },
  60_000,
);

it('stays small and quick with two thousand assertions: what is not looked at is no element of the page', async () => {
  const exchanges: Report['exchanges'] = {};
  const samples = Array.from({ length: 2000 }, (_, n): Sample => {
    const id = `walk-${n % 100}#${n}`;
    exchanges[id] = sampleExchange(id, {
      state: 'open',
      number: `R-${n * 7919}`,
      history: Array.from({ length: 12 }, (__, at) => ({
        action: `step-${(n + at) % 17}`,
        startedAt: `2013-04-26T04:${10 + at}:00.000Z`,
        id: (n * 104729 + at).toString(36),
      })),
    });
    return {
      assertion: {
        id: `carriage-licence/portal/step-${n % 20}/aspect-${n}`,
        title: `Step ${n % 20} is followed by ${n}`,
      },
      verdict: {
        evidence: [id, `walk-${(n * 3) % 100}#${(n * 3) % 2000}`],
        scenario: `walk-${n % 100}`,
        verdict: n === 7 ? 'fail' : 'pass',
      },
    };
  });
  const text = renderPage(sampleReport(samples, { exchanges }), [sampleRegulation()]);
  expect(Buffer.byteLength(text)).toBeLessThan(3_000_000);
  const { page, complaints } = await opened(text);
  expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(2000);
  await shown(page).locator('[data-search] > summary').click();
  await expect.poll(() => shown(page).locator('.found a').count()).toBe(100);
  await goTo(page, 'a1999');
  await page.locator('#a1999.reached').waitFor();
  expect(complaints).toEqual([]);
  await page.close();
}, 120_000);
