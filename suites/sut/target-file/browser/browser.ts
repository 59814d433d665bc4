// The browser in which BROWSER exchanges are performed: a Chromium that comes as a package, or one that the target file names.
import type { Browser } from 'playwright-core';
import { ConformanceError } from '../../../../schemas/errors.ts';
import type { Target } from '../../../../schemas/target/target.ts';
import { findPackage, unpackChromium } from './chromium-package.ts';
import { BrowserRequests, type MayAsk } from './requests.ts';
import type { OwnTls, Tunnel } from './tunnel.ts';

/** A browser that runs, and whose requests are stopped. */
export interface OpenBrowser {
  browser: Browser;
  requests: BrowserRequests;
  /** What was last wrong with a host that is reached in a way of the target's own; null where nothing was. */
  whyNot(host: string): string | null;
  close(): Promise<void>;
}

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

/**
 * Starts the browser, which finds no host but those of the target.
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

/** Each request is judged; this holds also for what no page asks for, such as updates of the browser itself. */
function rulesFor({ hosts, proxy }: Pick<Target, 'hosts' | 'proxy'>, tunnel: Tunnel | null): string {
  const ways = [...(proxy === undefined ? [] : [new URL(proxy).host]), ...(tunnel === null ? [] : ['127.0.0.1'])];
  const names = [...hosts, ...ways].map((host) => new URL(`http://${host}`).hostname);
  const rules = ['MAP * ~NOTFOUND', ...new Set(names.map((name) => `EXCLUDE ${name}`))];
  return `--host-resolver-rules=${rules.join(', ')}`;
}

/** Only the key of the tunnel is trusted without an authority, and the tunnel trusts only what Node does. */
function throughTunnel(tunnel: Tunnel | null, proxy: string | undefined): string[] {
  if (tunnel === null) return [];
  const http = proxy === undefined ? [] : [`http=${new URL(proxy).host}`];
  return [
    `--proxy-server=${[`https=127.0.0.1:${tunnel.port}`, ...http].join(';')}`,
    '--proxy-bypass-list=<-loopback>',
    `--ignore-certificate-errors-spki-list=${tunnel.key}`,
  ];
}

/** No other request goes by the proxy of the environment. */
const environment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$|^socks_server$/iu.test(name)));

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
