// The browser in which BROWSER exchanges are performed: a Chromium that comes as a package, or one that the target file names.
import type { Browser } from 'playwright-core';
import { ConformanceError } from '../../../schemas/errors.ts';
import type { Target } from '../../../schemas/target.ts';
import { findPackage, unpackChromium } from './chromium-package.ts';

/** Whether a target needs a browser at all. */
export const usesBrowser = ({ operations }: Pick<Target, 'operations'>): boolean =>
  Object.values(operations).some((spec) => spec?.exchanges.some(({ method }) => method === 'BROWSER'));

/**
 * The packages of the browser, which are installed only where they are needed.
 * @throws ConformanceError `browser-missing`
 */
export async function loadBrowser({ browser }: Pick<Target, 'browser'>) {
  try {
    const { chromium } = await import('playwright-core');
    if (browser === undefined) findPackage();
    return chromium;
  } catch (cause) {
    throw missing('a BROWSER exchange needs the packages playwright-core and @sparticuz/chromium', cause);
  }
}

/** Starts the browser, which finds no host but those of the target. @throws ConformanceError `browser-missing` */
export async function startBrowser(target: Pick<Target, 'browser' | 'hosts' | 'proxy'>): Promise<Browser> {
  const chromium = await loadBrowser(target);
  const { hosts, proxy, browser } = target;
  const names = [...hosts, ...(proxy === undefined ? [] : [new URL(proxy).host])].map(
    (host) => new URL(`http://${host}`).hostname,
  );
  // Each exchange is watched; this holds also for what no page asks for, such as updates of the browser itself.
  const rules = ['MAP * ~NOTFOUND', ...new Set(names.map((name) => `EXCLUDE ${name}`))].join(', ');
  try {
    const { path, env } = browser === undefined ? await unpackChromium() : { path: browser, env: {} };
    return await chromium.launch({
      executablePath: path,
      env: { ...process.env, ...env },
      ...(proxy === undefined ? {} : { proxy: { server: proxy } }),
      args: [...ARGUMENTS, `--host-resolver-rules=${rules}`],
    });
  } catch (cause) {
    throw missing('the browser of BROWSER exchanges does not start', cause);
  }
}

/** As a test machine needs them: no sandbox of its own, no screen, nothing asked for that no page asks for. */
const ARGUMENTS = [
  '--headless=shell',
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-popup-blocking',
  // One process a tab: the watch over what a tab asks for then sees its frames too.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process,DnsOverHttps',
];

function missing(problem: string, cause: unknown): ConformanceError {
  const [said = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new ConformanceError(
    'browser-missing',
    `${problem}: ${said}`,
    { key: 'browser', cure: 'npm install playwright-core @sparticuz/chromium, or set `browser` to a Chromium' },
    { cause },
  );
}
