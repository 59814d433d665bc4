// A real browser walks each flow by the pages of our simulator, to its result and to its refusal, and axe looks at every page on the way.
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AXE, LOOK } from '../cli/simulate/sample-looks.ts';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { unpackChromium } from '../suites/sut/target-file/browser/chromium-package.ts';
import { drawn } from './drawn.ts';

const PLAN = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 plan') };
/** The most pages that a flow asks somebody to act on. */
const MOST_STEPS = 40;
const SLOW_MS = 900_000;

const regulations = knownRegulations();
const flows = regulations.flatMap(({ id, flows: own }) => Object.keys(own).map((flow) => `${id}/${flow}`));
const walks = flows.flatMap((flow, n) =>
  (['grant', 'untrue-data'] as const).map((decision) => ({
    ...{ id: `${flow} ${decision}`, flow, decision },
    ...{ locale: ['kk', 'ru', 'en'][n % 3] ?? 'en', width: decision === 'grant' ? 1280 : 360 },
  })),
);

let browser: Browser;
let door: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  const { path, env } = await unpackChromium();
  browser = await chromium.launch({ executablePath: path, env: { ...process.env, ...env }, args: ['--no-sandbox'] });
  door = await startSimulator(regulations, { port: 0, seed: 1, pages: true });
});
afterAll(async () => {
  await browser.close();
  await door.close();
});

/** Somebody at a browser, who looks at each page when it first comes. */
class Walker {
  readonly page: Page;
  readonly found: string[] = [];
  readonly #seen = new Set<string>();

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => message.type() === 'error' && this.found.push(message.text()));
    page.on('pageerror', (error) => this.found.push(error.message));
  }

  async has(selector: string): Promise<boolean> {
    return (await this.page.locator(selector).count()) > 0;
  }

  /** Presses a button, and looks at what comes. */
  async press(selector: string): Promise<void> {
    await this.page.locator(selector).first().click();
    await this.look();
  }

  async go(url: string): Promise<void> {
    await this.page.goto(url);
    await this.look();
  }

  /** What a flow waits for on the page of a request. */
  async awaited(): Promise<string | null> {
    return (await this.has('.awaited')) ? this.page.locator('.awaited').first().getAttribute('data-awaits') : null;
  }

  async look(): Promise<void> {
    await this.page.waitForLoadState();
    const { pathname } = new URL(this.page.url());
    const view = `${pathname.replace(/\d+|request-[0-9a-f]+/gu, '*')} ${await this.awaited()} ${await this.has('.notice')}`;
    if (this.#seen.has(view)) return;
    this.#seen.add(view);
    await this.page.evaluate(AXE);
    const own: string[] = await this.page.evaluate(LOOK);
    this.found.push(...own.map((one) => `${view}: ${one}`));
  }
}

async function take(walker: Walker, decision: string): Promise<void> {
  const { page } = walker;
  switch (await walker.awaited()) {
    case 'fill':
      if ((await walker.has('#attaching')) && !(await walker.has('.attached'))) return attach(walker);
      return walker.press('#form button.main');
    case 'attach':
      return attach(walker);
    case 'pay':
      await walker.press('#to-payment');
      return walker.press('form[action$="/pay"] button.main');
    case 'chooseCertificate':
      return walker.press('#choosing button.main');
    case 'sign':
      await page.click('#signing button.main');
      await page.locator('#signing').waitFor({ state: 'detached' });
      return walker.look();
    case 'lookUp':
      return walker.press('form[action$="/look-up"] button');
    case 'decide':
      await page.check(`#decision [value="${decision}"]`);
      return walker.press('#decision button');
    case 'confirm':
      return walker.press('.confirming button');
    default:
      // A step of hours passes only when the tester lets it.
      if (await walker.has('.clock form')) return walker.press('.clock form button');
      return takeOver(walker, decision);
  }
}

async function attach(walker: Walker): Promise<void> {
  await walker.page.setInputFiles('#attaching [name="document"]', PLAN);
  return walker.press('#attaching button');
}

/** Sits down at the workplaces, one after the other, until one has the request waiting, and does its step. */
async function takeOver(walker: Walker, decision: string): Promise<void> {
  const { page } = walker;
  const request = page.url();
  const doors = await page.locator('form[action$="/workplace"]').count();
  for (let at = 0; at < doors; at += 1) {
    await walker.go(request);
    await walker.press(`form[action$="/workplace"] >> nth=${at} >> button`);
    if (!(await walker.has('section[aria-labelledby="waiting"] a'))) continue;
    await walker.press('section[aria-labelledby="waiting"] a');
    return take(walker, decision);
  }
  throw new Error(`nobody has a step: ${await page.textContent('main')}`);
}

// Minutes of a real browser each: by day one or two.
describe.each(drawn(walks, 40).map((walk) => [walk.id, walk] as const))(
  '%s',
  (_, { flow, decision, locale, width }) => {
    it('is walked, and axe finds nothing', { timeout: SLOW_MS }, async () => {
      const context = await browser.newContext({ locale, viewport: { width, height: 800 }, bypassCSP: true });
      const walker = new Walker(await context.newPage());
      const { page } = walker;
      try {
        await walker.go(`${door.url}/pages/services/${flow}`);
        await walker.press('form[action$="/login"].press button');
        expect(await page.getAttribute('.state', 'data-state')).toBe('authorised');
        await walker.press('#order-form button');
        const request = page.url();
        const state = () => page.getAttribute('#state', 'data-state');
        for (let step = 0; step < MOST_STEPS && (await state()) === 'open'; step += 1) {
          await take(walker, decision);
          await walker.go(request);
        }
        const ended = await state();
        const hasResult = (await page.getAttribute('#state', 'data-result')) === 'true';
        if (hasResult) await walker.go(`${request}/result`);
        if (decision === 'grant') {
          expect(ended).toBe('completed');
          if (hasResult) expect(await page.locator('.good').count()).toBe(1);
        } else if (ended === 'refused') {
          await page.goto(request);
          expect(await page.locator('.messages li').last().getAttribute('data-cause')).toBe(decision);
        } else {
          expect(ended).toBe('completed');
          expect(await page.getAttribute('[data-kind]', 'data-kind')).toBe('refusal');
        }
        expect(walker.found).toEqual([]);
      } finally {
        await context.close();
      }
    });
  },
);
