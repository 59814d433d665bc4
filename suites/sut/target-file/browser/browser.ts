// Starts the browser for BROWSER exchanges: the Chromium of an npm package, or one that the target file names.
import type { Browser } from 'playwright-core';
import { ConformanceError } from '../../../../schemas/errors.ts';
import type { Target } from '../../../../schemas/target/target.ts';
import { findPackage, unpackChromium } from './chromium-package.ts';
import { BrowserRequests, type MayAsk } from './requests.ts';
import type { OwnTls, Tunnel } from './tunnel.ts';

/** A running browser whose every request is stopped and judged first. */
export interface OpenBrowser {
  browser: Browser;
  requests: BrowserRequests;
  /** What last went wrong with a host that is reached through the tunnel; null where nothing did. */
  whyNot(host: string): string | null;
  close(): Promise<void>;
}

/** Whether a target has any exchange that needs a browser. */
export const usesBrowser = ({ operations }: Pick<Target, 'operations'>): boolean =>
  Object.values(operations).some((spec) => spec?.exchanges.some(({ method }) => method === 'BROWSER'));

/**
 * Loads Playwright and finds the Chromium; both are optional packages, which only targets with BROWSER exchanges need.
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

/**
 * Starts the browser, which can resolve no host names but those of the target.
 * @param mayAsk decides about requests that belong to no exchange
 * @throws ConformanceError `browser-missing`
 */
export async function startBrowser(
  target: Pick<Target, 'browser' | 'hosts' | 'proxy'>,
  tls: OwnTls,
  mayAsk: MayAsk,
): Promise<OpenBrowser> {
  const chromium = await loadBrowser(target);
  const { proxy, browser } = target;
  const isOwn = tls.ca !== null || tls.certificate !== null;
  const tunnel = isOwn ? await (await import('./tunnel.ts')).openTunnel({ ...target, tls }) : null;
  try {
    const { path, env } = browser === undefined ? await unpackChromium() : { path: browser, env: {} };
    const started = await chromium.launch({
      executablePath: path,
      env: { ...environment(), ...env },
      ...(proxy === undefined || tunnel !== null ? {} : { proxy: { server: proxy } }),
      args: [...ARGUMENTS, rulesFor(target, tunnel), ...throughTunnel(tunnel, proxy)],
    });
    const close = async () => {
      await started.close();
      await tunnel?.close();
    };
    const requests = await BrowserRequests.of(started, mayAsk);
    return { browser: started, requests, whyNot: (host) => tunnel?.failures.get(host) ?? null, close };
  } catch (cause) {
    await tunnel?.close();
    throw missing('the browser of BROWSER exchanges does not start', cause);
  }
}

/** The rules by which the browser resolves host names. They also bind what no page asks for, such as updates of the browser itself. */
function rulesFor({ hosts, proxy }: Pick<Target, 'hosts' | 'proxy'>, tunnel: Tunnel | null): string {
  const ways = [...(proxy === undefined ? [] : [new URL(proxy).host]), ...(tunnel === null ? [] : ['127.0.0.1'])];
  const names = [...hosts, ...ways].map((host) => new URL(`http://${host}`).hostname);
  const rules = ['MAP * ~NOTFOUND', ...new Set(names.map((name) => `EXCLUDE ${name}`))];
  return `--host-resolver-rules=${rules.join(', ')}`;
}

/**
 * Sends https through the tunnel. The browser trusts the key of the tunnel without an authority and no other key, and the tunnel
 * verifies the hosts as Node does, so that a wrong certificate is still noticed.
 */
function throughTunnel(tunnel: Tunnel | null, proxy: string | undefined): string[] {
  if (tunnel === null) return [];
  const http = proxy === undefined ? [] : [`http=${new URL(proxy).host}`];
  return [
    `--proxy-server=${[`https=127.0.0.1:${tunnel.port}`, ...http].join(';')}`,
    '--proxy-bypass-list=<-loopback>',
    `--ignore-certificate-errors-spki-list=${tunnel.key}`,
  ];
}

/** The environment without proxy settings, which plain requests do not heed either: the proxy is the one in the target file. */
const environment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$|^socks_server$/iu.test(name)));

/** The switches for a test machine: no sandbox of its own, no screen, and no requests in the background. */
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
  // One process per tab, so that the session which watches a tab sees its frames too.
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
