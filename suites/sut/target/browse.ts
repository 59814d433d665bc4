// A browser exchange: opens an address as a visitor, acts on the page, and gives the page or the file that it ends with.
import { readFile, stat } from 'node:fs/promises';
import type { BrowserContext, Download, Locator, Page as Tab } from 'playwright-core';
import type { BrowserAction, TargetExchange } from '../../../schemas/target-operations.ts';
import { keepState, stateOf } from './browser-state.ts';
import { Watch } from './browser-watch.ts';
import { Fault } from './fault.ts';
import type { Gate } from './gate.ts';
import { Page, type Reading } from './page.ts';
import { uploadOf } from './send-body.ts';
import { render } from './template.ts';
import type { Visitor } from './visitor.ts';

/** What is noted of a step; the last step is noted when the exchange ends. */
export interface Step {
  exchange: TargetExchange;
  status: number | null;
  contentType: string;
  bytes: number | null;
  blocked: readonly string[];
}

/** What a browser exchange is performed with. */
export interface Browsing {
  exchange: TargetExchange;
  url: URL;
  headers: Readonly<Record<string, string>>;
  language: string;
  gate: Gate;
  visitor: Visitor;
  reading: Reading;
  step: Step;
  /** Told when a step is over and another follows. */
  onStep(): void;
  /** Whether a page is the end, whatever was still to be done on it. */
  isRefusal(page: Page): boolean;
}

/** The page in the end; `absent` is the status that the lack of something on it stands for. */
export interface Arrival {
  page: Page;
  absent: number | null;
}

/** Performs a browser exchange. @throws Fault where nothing can be told from what came back, PortalFault, ConformanceError */
export async function browse(by: Browsing): Promise<Arrival> {
  const { gate, url, visitor } = by;
  const name = `BROWSER ${by.exchange.path}`;
  if (!gate.allows(url))
    throw new Fault('network', `${name}: ${url.host} is not among the hosts that may be contacted`);
  const browser = await gate.browser();
  const context = await browser.newContext({
    locale: by.language,
    extraHTTPHeaders: { ...by.headers },
    serviceWorkers: 'block',
    storageState: stateOf(visitor),
  });
  context.setDefaultTimeout(gate.limits.timeoutMs);
  try {
    const arrival = await new Walkthrough(by, name, context).perform();
    keepState(visitor, await context.storageState());
    return arrival;
  } finally {
    await context.close();
  }
}

class Walkthrough {
  readonly #by: Browsing;
  readonly #name: string;
  readonly #context: BrowserContext;

  constructor(by: Browsing, name: string, context: BrowserContext) {
    this.#by = by;
    this.#name = name;
    this.#context = context;
  }

  async perform(): Promise<Arrival> {
    const { url, exchange, step, reading, onStep, isRefusal } = this.#by;
    const tab = await this.#context.newPage();
    const watch = await Watch.over(tab, this.#by.gate, this.#name);
    step.exchange = { method: 'BROWSER', path: exchange.path };
    await this.#watched(watch, () => tab.goto(url.href, { waitUntil: 'load' }));
    let page = await this.#read(tab, watch);
    for (const action of exchange.actions ?? []) {
      const place = tab.locator(render(verbOf(action)[1], reading.variables));
      // A page that refuses has nothing on it of what was to be done; the login page is none to whoever logs in.
      if ((await place.count()) === 0) {
        if (isRefusal(page)) break;
        if (action.absent !== undefined) return { page, absent: action.absent };
      }
      onStep();
      step.exchange = told(action);
      page = await this.#act(tab, watch, action, place);
    }
    return { page, absent: null };
  }

  async #act(tab: Tab, watch: Watch, action: BrowserAction, place: Locator): Promise<Page> {
    const [verb, selector] = verbOf(action);
    let download: Download | null = null;
    try {
      await this.#watched(watch, async () => {
        if ('download' in action) download = await this.#download(tab, place);
        else await this.#handle(place, action);
        await tab.waitForLoadState('load');
      });
      return download === null ? await this.#read(tab, watch) : await this.#readFile(download, watch);
    } catch (error) {
      if (watch.failure !== null || error instanceof Fault) throw watch.failure ?? error;
      const page = await this.#read(tab, watch);
      if (this.#by.isRefusal(page)) return page;
      const where = `${this.#by.reading.where(action, verb)}: ${verb} ${JSON.stringify(selector)}`;
      const found = await place.count().catch(() => 0);
      if (found !== 1) {
        const seen = found === 0 ? 'finds nothing' : `finds ${found} things`;
        throw new Fault('target file', `${where} ${seen} on the page of ${this.#name}; make it find one`);
      }
      const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      throw new Fault('portal', `${where} cannot be done on the page of ${this.#name}: ${said}`);
    }
  }

  async #handle(place: Locator, action: Exclude<BrowserAction, { download: string }>): Promise<void> {
    const { variables } = this.#by.reading;
    if ('fill' in action) return place.fill(render(action.with, variables));
    if ('select' in action) return void (await place.selectOption(render(action.with, variables)));
    if ('check' in action) return place.check();
    if ('click' in action) return place.click();
    if ('wait' in action) return place.waitFor();
    const { name, type, content } = uploadOf(action.with, variables);
    await place.setInputFiles({ name, mimeType: type, buffer: content });
  }

  /** The file that a click brings; null where it brings a page instead. */
  async #download(tab: Tab, place: Locator): Promise<Download | null> {
    const { timeoutMs: timeout } = this.#by.gate.limits;
    const page = tab.waitForEvent('framenavigated', { timeout, predicate: (frame) => frame === tab.mainFrame() });
    const file = tab.waitForEvent('download', { timeout });
    const either = Promise.race([file, page.then(() => null)]);
    // The one that does not come is waited for by nobody.
    for (const promise of [page, file, either]) promise.catch(() => undefined);
    await place.click();
    return either;
  }

  /** Does something in the tab; what the watch stopped counts for more than how the tab puts it. */
  async #watched(watch: Watch, act: () => Promise<unknown>): Promise<void> {
    const { timeoutMs } = this.#by.gate.limits;
    try {
      await act();
    } catch (error) {
      if (watch.failure !== null) throw watch.failure;
      const said = error instanceof Error ? error.message : String(error);
      const network = /net::(ERR_[A-Z_]+)/u.exec(said)?.[1];
      if (network !== undefined) throw new Fault('network', `${this.#name}: ${network}`);
      if (/^page\.goto: Timeout/u.test(said))
        throw new Fault('network', `${this.#name}: no whole answer came within ${timeoutMs / 1000} s`);
      throw error;
    } finally {
      this.#by.step.blocked = [...watch.blocked];
      watch.blocked.clear();
    }
    if (watch.failure !== null) throw watch.failure;
  }

  /** The page as it stands now. @throws Fault where no answer came */
  async #read(tab: Tab, watch: Watch): Promise<Page> {
    const url = tab.url();
    if (watch.document === null || url.startsWith('chrome-error:'))
      throw watch.failure ?? new Fault('network', `${this.#name}: no page came`);
    const { status, headers } = watch.document;
    const html = await tab.content();
    return this.#page(status, url, headers, Buffer.from(html));
  }

  async #readFile(download: Download, watch: Watch): Promise<Page> {
    const { timeoutMs, maxBytes } = this.#by.gate.limits;
    const tooSlow = setTimeout(() => void download.cancel(), timeoutMs);
    try {
      const path = await download.path();
      if ((await stat(path)).size > maxBytes)
        throw new Fault('network', `${this.#name}: its answer is larger than ${maxBytes} bytes`);
      const isOf = watch.document?.url === download.url();
      const { status, headers } = isOf && watch.document !== null ? watch.document : { status: 200, headers: {} };
      return await this.#page(status, download.url(), headers, await readFile(path));
    } catch (error) {
      if (error instanceof Fault) throw error;
      const said = (await download.failure()) ?? String(error);
      throw new Fault('network', `${this.#name}: the file does not come: ${said}`);
    } finally {
      clearTimeout(tooSlow);
    }
  }

  async #page(status: number, url: string, headers: Record<string, string>, bytes: Buffer): Promise<Page> {
    const { step } = this.#by;
    step.status = status;
    step.contentType = headers['content-type'] ?? '';
    step.bytes = bytes.length;
    const cookies = await this.#context.cookies(url);
    const cookie = (key: string) => cookies.find(({ name }) => name === key)?.value ?? null;
    return new Page({ status, url: new URL(url), headers, bytes, name: this.#name }, cookie);
  }
}

const VERBS = ['fill', 'select', 'check', 'click', 'upload', 'wait', 'download'] as const;

function verbOf(action: BrowserAction): [string, string] {
  const written: Readonly<Record<string, unknown>> = action;
  const verb = VERBS.find((name) => name in written) ?? 'wait';
  return [verb, String(written[verb])];
}

/** An action as an exchange, for the evidence. */
function told(action: BrowserAction): TargetExchange {
  const [verb, selector] = verbOf(action);
  const sent = 'with' in action ? { multipart: { [selector]: action.with } } : {};
  return { method: 'BROWSER', path: `${verb} ${selector}`, ...sent };
}
