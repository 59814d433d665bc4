// Performs a browser exchange: opens an address as a visitor, acts on the page, and returns the page or the file at the end.
import { setTimeout as after } from 'node:timers/promises';
import type { BrowserContext, Download } from 'playwright-core';
import type { BrowserAction, TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import type { Wire } from '../../evidence/evidence.ts';
import type { Inserted } from '../../evidence/mask-message.ts';
import type { Page } from '../answer/page.ts';
import type { Reading } from '../answer/reading.ts';
import type { Visitor } from '../answer/visitor.ts';
import { browserGone } from '../answer/wording.ts';
import { uploadOf } from '../message/send-body.ts';
import { render } from '../message/template.ts';
import type { OpenBrowser } from './browser.ts';
import type { Gateway } from './gateway.ts';
import { Look, lineOf, type Room } from './look.ts';
import { keepState, keepTabs, keptBy, stateOf } from './state.ts';
import { stepOf, verbOf } from './step.ts';
import { Tabs } from './tabs.ts';

/** Everything that a browser exchange is performed with. */
export interface Browsing {
  exchange: TargetExchange;
  url: URL;
  headers: Readonly<Record<string, string>>;
  language: string;
  gate: Gateway;
  visitor: Visitor;
  reading: Reading;
  /** The values of variables in the path of the address; null where the path was picked from an answer. */
  inserted: Inserted[] | null;
  /** The messages since the last step, filled in while the exchange runs. */
  sent: { wires: Wire[]; blocked: readonly string[]; fault: string | null };
  /** Called with every value of a cookie or of browser storage, so that it is redacted. */
  onSecret(value: string): void;
  /** Called when one action is over and another follows. */
  onStep(): void;
  /** Whether a page shows a refusal, which ends the exchange even if actions are left. */
  isRefusal(page: Page): boolean;
}

/**
 * The page on which an exchange ended. `absent` is null, or the status that the target file gives to a page without the element
 * that the next action needs.
 */
export interface Arrival {
  page: Page;
  absent: number | null;
}

/**
 * Performs a browser exchange.
 * @throws Fault where nothing can be concluded from what came back
 * @throws PortalFault where a limit of the target is used up
 * @throws ConformanceError `browser-missing`
 */
export async function browse(by: Browsing): Promise<Arrival> {
  const { gate, url } = by;
  const name = `BROWSER ${by.exchange.path}`;
  if (!gate.allows(url))
    throw new Fault('network', `${name}: ${url.host} is not among the hosts that may be contacted`);
  const open = await gate.browser();
  try {
    return await visit(by, name, open);
  } catch (error) {
    if (!isOfPlaywright(error)) throw error;
    throw (
      browserGone(lineOf(error), name) ?? new Fault('portal', `${name}: its page does not let go on: ${lineOf(error)}`)
    );
  }
}

/** Whether an error has the wording of Playwright for a page or tab that failed, as in `page.goto: Timeout …`. */
const isOfPlaywright = (error: unknown): boolean =>
  error instanceof Error && /^[a-z]\w+\.\w+: /iu.test(error.message) && !(error instanceof Fault);

async function visit(by: Browsing, name: string, { browser, requests, whyNot }: OpenBrowser): Promise<Arrival> {
  const { gate, visitor } = by;
  const context = await browser.newContext({
    locale: by.language,
    extraHTTPHeaders: { ...by.headers },
    serviceWorkers: 'block',
    storageState: stateOf(visitor),
  });
  context.setDefaultTimeout(gate.limits.timeoutMs);
  let tabs: Tabs | null = null;
  try {
    tabs = await Tabs.of(context, { gate, requests, name, storage: visitor.tabStorage });
    return await new Walkthrough(by, { name, context, tabs, whyNot }).perform();
  } finally {
    tabs?.letGo();
    // A page that hangs need not be waited for: closing the browser at the end of the run closes it too.
    await Promise.race([context.close().catch(() => undefined), after(gate.limits.timeoutMs, null, { ref: false })]);
  }
}

class Walkthrough {
  readonly #by: Browsing;
  readonly #name: string;
  readonly #context: BrowserContext;
  readonly #tabs: Tabs;
  readonly #look: Look;

  constructor(by: Browsing, room: Room) {
    const { name, context, tabs } = room;
    this.#by = by;
    this.#name = name;
    this.#context = context;
    this.#tabs = tabs;
    this.#look = new Look(by, room);
  }

  async perform(): Promise<Arrival> {
    const arrival = await this.#walk().finally(() => this.#look.end());
    const { visitor, onSecret } = this.#by;
    await this.#look.soon(keepTabs(visitor, this.#tabs.all()));
    keepState(visitor, await this.#look.soon(this.#context.storageState()));
    for (const value of keptBy(visitor)) onSecret(value);
    return arrival;
  }

  async #walk(): Promise<Arrival> {
    const { exchange, reading, onStep, isRefusal, inserted, url } = this.#by;
    const { pathname: text } = url;
    const parts = inserted ?? [{ name: '', text }];
    this.#look.begin({ text, inserted: parts, sent: null, described: { described: `BROWSER ${exchange.path}` } });
    let page = await this.#goTo();
    for (const action of exchange.actions ?? []) {
      const place = this.#tabs.newest().locator(render(verbOf(action)[1], reading.variables));
      // A refusal is looked for only where the element of the next action is missing: a login page may bear the signs of a refusal
      // ("log in first"), and is none for a visitor who is about to log in on it.
      if ((await this.#look.soon(place.count())) === 0) {
        if (isRefusal(page)) break;
        if (action.absent !== undefined) return { page, absent: action.absent };
      }
      this.#look.end();
      onStep();
      this.#look.begin(stepOf(action, reading.variables));
      page = await this.#carryOut(action);
    }
    return { page, absent: null };
  }

  /** Opens the address of the exchange, which may lead to a page or to a file. */
  async #goTo(): Promise<Page> {
    const tab = this.#tabs.newest();
    const file = tab.waitForEvent('download');
    file.catch(() => undefined);
    let isFile = false;
    await this.#look.watched(async () => {
      try {
        await tab.goto(this.#by.url.href, { waitUntil: 'load' });
      } catch (error) {
        isFile = /Download is starting/u.test(String(error));
        if (!isFile) throw error;
      }
      if (!isFile) await this.#look.load();
    });
    return isFile ? this.#look.readFile(await file) : this.#look.read();
  }

  async #carryOut(action: BrowserAction): Promise<Page> {
    const [verb, written] = verbOf(action);
    const selector = render(written, this.#by.reading.variables);
    let download: Download | null = null;
    try {
      await this.#look.watched(async () => {
        if ('wait' in action) await this.#wait(selector);
        else if ('download' in action) download = await this.#download(selector);
        else await this.#handle(selector, action);
        if (download === null) await this.#look.load();
      });
      return download === null ? await this.#look.read() : await this.#look.readFile(download);
    } catch (error) {
      if (this.#tabs.failure !== null || error instanceof Fault) throw this.#tabs.failure ?? error;
      const page = await this.#look.read();
      if (this.#by.isRefusal(page)) return page;
      const where = `${this.#by.reading.where(action, verb)}: ${verb} ${JSON.stringify(written)}`;
      const found = await this.#look.soon(this.#tabs.newest().locator(selector).count());
      if (found !== 1) {
        const seen = found === 0 ? 'finds nothing' : `finds ${found} things`;
        throw new Fault('target file', `${where} ${seen} on the page of ${this.#name}; make it find one`);
      }
      const said = lineOf(error);
      throw (
        browserGone(said, this.#name) ??
        new Fault('portal', `${where} cannot be done on the page of ${this.#name}: ${said}`)
      );
    }
  }

  async #handle(
    selector: string,
    action: Exclude<BrowserAction, { download: string } | { wait: string }>,
  ): Promise<void> {
    const { variables } = this.#by.reading;
    const tab = this.#tabs.newest();
    const place = tab.locator(selector);
    try {
      if ('fill' in action) await place.fill(render(action.with, variables));
      else if ('select' in action) await place.selectOption(render(action.with, variables));
      else if ('check' in action) await place.check();
      else if ('click' in action) await place.click();
      else {
        const { name, type, content } = uploadOf(action.with, variables);
        await place.setInputFiles({ name, mimeType: type, buffer: content });
      }
    } catch (error) {
      // An action may close its own tab, as a click on "close" does; that is no failure of the action.
      if (!tab.isClosed()) throw error;
    }
  }

  /** Waits for an element in the newest tab, and goes on in another one when tabs open or close meanwhile. */
  async #wait(selector: string): Promise<void> {
    for (;;) {
      const tab = this.#tabs.newest();
      const changed = this.#tabs.changed();
      const here = tab.locator(selector).waitFor();
      try {
        await Promise.race([here, changed]);
      } catch (error) {
        if (!tab.isClosed()) throw error;
      }
      here.catch(() => undefined);
      if (this.#tabs.failure !== null || (!tab.isClosed() && tab === this.#tabs.newest())) return here;
    }
  }

  /** Clicks, and returns the file that comes; null where a page comes instead. */
  async #download(selector: string): Promise<Download | null> {
    const tab = this.#tabs.newest();
    const page = tab.waitForEvent('framenavigated', { predicate: (frame) => frame === tab.mainFrame() });
    const file = tab.waitForEvent('download');
    const either = Promise.race([file, page.then(() => null)]);
    // Only one of the two comes; the other is rejected at its time-out, which must not end the process.
    for (const promise of [page, file, either]) promise.catch(() => undefined);
    await tab.locator(selector).click();
    return either;
  }
}
