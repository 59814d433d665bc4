// The pages in a browser: signing by the script, what axe finds, narrow and dark screens, and what the policy of the pages lets run.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { unpackChromium } from '../../suites/sut/target-file/browser/chromium-package.ts';
import { AXE, LOOK } from './sample-looks.ts';
import { startSimulator } from './simulator.ts';

let browser: Browser;
let door: Awaited<ReturnType<typeof startSimulator>>;

beforeAll(async () => {
  const { path, env } = await unpackChromium();
  browser = await chromium.launch({ executablePath: path, env: { ...process.env, ...env }, args: ['--no-sandbox'] });
  door = await startSimulator(loadRegulations(fixturePath('regulations')), { port: 0, seed: 1, pages: true });
});
afterAll(async () => {
  await browser.close();
  await door.close();
});

/** A visit that keeps what the browser complains of. */
async function visit(
  options: Parameters<Browser['newContext']>[0],
  walk: (page: Page) => Promise<void>,
): Promise<string[]> {
  const context: BrowserContext = await browser.newContext(options);
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    await walk(page);
  } finally {
    await context.close();
  }
  return complaints;
}

/** Logs in at one press, orders the service, and fills the form in screen by screen. */
async function order(page: Page, service: string): Promise<void> {
  await page.goto(`${door.url}/pages/services/${service}`);
  await page.click('form[action$="/login"].press button');
  await page.click('#order-form button');
  for (let screen = 0; screen < 9 && (await page.locator('#form').count()) > 0; screen++)
    await page.click('#form button.main');
}

async function sign(page: Page): Promise<void> {
  if ((await page.locator('#to-payment').count()) > 0) {
    await page.click('#to-payment');
    await page.click('form[action$="/pay"] button.main');
  }
  if ((await page.locator('#choosing').count()) > 0) await page.click('#choosing button.main');
  await page.click('#signing button.main');
  await page.locator('#signing').waitFor({ state: 'detached' });
}

describe('a browser', () => {
  it.each([
    'passenger-transport-licence/portal',
    'foreign-periodicals-registration/portal',
    'cultural-property-export-certificate/portal',
  ])('signs a request of %s by the script, and the officer grants it', async (service) => {
    const complaints = await visit({ locale: 'en' }, async (page) => {
      await order(page, service);
      await sign(page);
      const request = page.url();
      await page.click('form[action$="/workplace"] button');
      await page.click('section[aria-labelledby="waiting"] a');
      await page.click('#decision button');
      await page.goto(request);
      expect(await page.getAttribute('#state', 'data-state')).toBe('completed');
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.goto(`${request}/result.pdf?save=1`).catch(() => null),
      ]);
      expect(saved.suggestedFilename()).toMatch(/^request-[0-9a-f]+\.pdf$/u);
      await page.goto(`${request}/result`);
      expect(await page.locator('.good').count()).toBe(1);
    });
    expect(complaints).toEqual([]);
  });

  it('signs with another person’s key, which the portal refuses', async () => {
    await visit({ locale: 'en' }, async (page) => {
      await order(page, 'foreign-periodicals-registration/portal');
      await page.selectOption('#signing [name="key"]', 'another-person');
      await page.click('#signing button.main');
      await page.locator('#signing').waitFor({ state: 'detached' });
      expect(await page.getAttribute('#state', 'data-state')).toBe('refused');
      expect(await page.locator('.messages li').last().getAttribute('data-cause')).toBe('another-person');
    });
  });

  it('runs nothing that is not the pages’ own', async () => {
    const complaints = await visit({ locale: 'en' }, async (page) => {
      await page.goto(`${door.url}/pages`);
      await page.evaluate(
        `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.broken = true' }))`,
      );
      expect(await page.evaluate('window.broken')).toBeUndefined();
    });
    expect(complaints.join()).toContain('Content Security Policy');
  });

  it('keeps the live view up to date', async () => {
    await visit({ locale: 'en' }, async (page) => {
      await order(page, 'foreign-periodicals-registration/portal');
      const live = await page.context().newPage();
      await live.goto(`${door.url}/pages/control/flow/${page.url().split('/').at(-1)}`);
      expect(await live.getAttribute('.now', 'data-node')).toBe('sign');
      await sign(page);
      await live.locator('.now[data-node="sign"]').waitFor({ state: 'detached' });
      expect(await live.locator('.exchanges [data-operation="sign"]').count()).toBe(1);
    });
  });

  it.each([
    ['kk', 'light', 360],
    ['ru', 'dark', 360],
    ['en', 'dark', 1280],
    ['ru', 'light', 1280],
  ] as const)('finds nothing amiss in %s, %s, at %i pixels', async (locale, colorScheme, width) => {
    await visit({ locale, colorScheme, viewport: { width, height: 800 }, bypassCSP: true }, async (page) => {
      const found: string[] = [];
      const look = async () => {
        await page.evaluate(AXE);
        const own: string[] = await page.evaluate(LOOK);
        found.push(...own.map((one) => `${new URL(page.url()).pathname}: ${one}`));
      };
      const at = async (path: string) => {
        await page.goto(`${door.url}${path}`);
        await look();
      };
      await at('/pages');
      await at('/pages/services/passenger-transport-licence/portal');
      await order(page, 'passenger-transport-licence/portal');
      await look();
      await page.click('#to-payment');
      await look();
      await page.click('form[action$="/pay"] button.main');
      await look();
      await sign(page);
      await look();
      const request = new URL(page.url()).pathname;
      await page.click('form[action$="/workplace"] button');
      await look();
      await page.click('section[aria-labelledby="waiting"] a');
      await look();
      await page.click('#decision button');
      for (const path of [
        request,
        `${request}?forms=all`,
        `${request}/result`,
        '/pages/u/0',
        '/pages/control',
        `/pages/control/flow/${request.split('/').at(-1)}`,
        '/pages/control/cells/cultural-property-export-certificate/portal',
        '/pages/nowhere',
      ])
        await at(path);
      expect(found).toEqual([]);
    });
  });
});
