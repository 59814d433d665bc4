// Watches each step of a browser exchange, keeps its messages as evidence, and reads the page that it leads to.
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import type { BrowserContext, Download, Page as Tab } from 'playwright-core';
import { Fault } from '../../blame.ts';
import type { Wire } from '../../evidence/evidence.ts';
import type { Inserted } from '../../evidence/mask-message.ts';
import { Page } from '../answer/page.ts';
import { withCure } from '../answer/wording.ts';
import type { Gateway } from './gateway.ts';
import type { Tabs } from './tabs.ts';

/** What a page of the browser is written in, whatever the portal has sent. */
const WRITTEN = 'text/html; charset=utf-8';

/**
 * One step, as the evidence shows it: `text` says what is done, such as `click #send`; `inserted` are the values of variables in it;
 * `sent` is what is entered into the page, as JSON, null where nothing is.
 */
export interface Doing {
  text: string;
  inserted: Inserted[];
  sent: string | null;
  /** The exchange as the target file writes it, for the step that begins one. */
  described: Pick<Wire, 'described'>;
}

/** What the steps are watched with. */
interface Looking {
  gate: Pick<Gateway, 'limits'>;
  sent: { wires: Wire[]; blocked: readonly string[] };
}

/** Where an exchange takes place; `whyNot` tells what last went wrong with the connection to a host. */
export interface Room {
  name: string;
  context: BrowserContext;
  tabs: Tabs;
  whyNot(host: string): string | null;
}

/** Watches the steps of one exchange, one after the other: `begin`, `watched`, `read`, `end`. */
export class Look {
  readonly #by: Looking;
  #doing: { what: Doing; at: number; page: Pick<Page, 'status' | 'headers' | 'bytes'> | null } | null = null;
  readonly #name: string;
  readonly #context: BrowserContext;
  readonly #tabs: Tabs;
  readonly #whyNot: Room['whyNot'];

  constructor(by: Looking, { name, context, tabs, whyNot }: Room) {
    this.#by = by;
    this.#name = name;
    this.#context = context;
    this.#tabs = tabs;
    this.#whyNot = whyNot;
  }

  /** Notes that a step begins. */
  begin(what: Doing): void {
    this.#doing = { what, at: Date.now(), page: null };
  }

  /** Notes that the step is over: adds to the evidence the messages of the page and, after them, the step with the page it led to. */
  end(): void {
    if (this.#doing === null) return;
    const { what, at, page } = this.#doing;
    this.#doing = null;
    this.#by.sent.wires.push(...this.#tabs.messages.splice(0), {
      ...{
        method: 'BROWSER',
        address: what.text,
        inserted: what.inserted,
        headers: {},
        body: what.sent,
        ...what.described,
      },
      type: 'application/json',
      answer: {
        at,
        tookMs: Date.now() - at,
        status: page?.status ?? null,
        headers: { 'content-type': page?.headers['content-type'] },
        bytes: page?.bytes ?? null,
        fault: null,
      },
    });
  }

  /** Waits until the newest tab has loaded; it may close meanwhile. */
  async load(): Promise<void> {
    await this.#tabs.settled();
    for (;;) {
      const tab = this.#tabs.newest();
      try {
        return await tab.waitForLoadState('load');
      } catch (error) {
        if (!tab.isClosed()) throw error;
      }
    }
  }

  /**
   * Does something in the tabs, and says of an error who is at fault. A failure that the tabs noted goes before the error of
   * Playwright, which is only its consequence.
   */
  async watched(perform: () => Promise<unknown>): Promise<void> {
    const { timeoutMs } = this.#by.gate.limits;
    const tabs = this.#tabs;
    try {
      await perform();
    } catch (error) {
      if (tabs.failure !== null) throw tabs.failure;
      const said = error instanceof Error ? error.message : String(error);
      const network = /net::(ERR_[A-Z_]+)/u.exec(said)?.[1];
      if (network === 'ERR_TOO_MANY_REDIRECTS') throw new Fault('portal', `${this.#name}: it redirects in a circle`);
      if (network !== undefined)
        throw new Fault('network', `${this.#name}: ${withCure(this.#whyNot(tabs.asked?.host ?? '') ?? network)}`);
      if (/^page\.(goto|waitForLoadState): Timeout/u.test(said)) {
        // A portal that has begun to answer can be reached, so it is at fault for not finishing, and not the network.
        const hasBegun = tabs.documentOf(tabs.newest()) !== null;
        throw new Fault(
          hasBegun ? 'portal' : 'network',
          `${this.#name}: no whole answer came within ${timeoutMs / 1000} s`,
        );
      }
      throw error;
    } finally {
      this.#by.sent.blocked = [...tabs.blocked];
      tabs.blocked.clear();
    }
    if (tabs.failure !== null) throw tabs.failure;
  }

  /** Waits for a page to react, within the time limit of an answer. @throws Fault where it does not, as when its script never ends */
  async soon<T>(asked: Promise<T>): Promise<T> {
    const { timeoutMs } = this.#by.gate.limits;
    const late = new Fault('portal', `${this.#name}: its page does not react within ${timeoutMs / 1000} s`);
    asked.catch(() => undefined);
    return Promise.race([
      asked,
      after(timeoutMs, null, { ref: false }).then(() => {
        throw this.#tabs.failure ?? late;
      }),
    ]);
  }

  /** Reads the page of the newest tab as it stands now. @throws Fault where no answer came */
  async read(): Promise<Page> {
    const until = performance.now() + this.#by.gate.limits.timeoutMs;
    for (;;) {
      const tab = this.#tabs.newest();
      try {
        return await this.#readOf(tab);
      } catch (error) {
        const isLeft = isBeingLeft(error) && performance.now() < until;
        if (!(tab.isClosed() || isLeft) || error instanceof Fault) throw this.#tabs.failure ?? error;
        if (isLeft) await this.soon(tab.waitForLoadState('domcontentloaded').catch(() => undefined));
      }
    }
  }

  async #readOf(tab: Tab): Promise<Page> {
    const url = tab.url();
    const received = this.#tabs.documentOf(tab);
    if (received === null || url.startsWith('chrome-error:'))
      throw this.#tabs.failure ?? new Fault('network', `${this.#name}: no page came`);
    const html = await this.soon(tab.content());
    const headers = { ...received.headers, 'content-type': WRITTEN };
    return this.#page(received.status, url, headers, Buffer.from(html));
  }

  /** Reads a file as a page. @throws Fault where it does not come, or is too large */
  async readFile(download: Download): Promise<Page> {
    const { timeoutMs, maxBytes } = this.#by.gate.limits;
    const tooSlow = setTimeout(() => void download.cancel(), timeoutMs);
    try {
      const path = await download.path();
      if ((await stat(path)).size > maxBytes)
        throw new Fault('portal', `${this.#name}: its answer is larger than ${maxBytes} bytes`);
      const received = this.#tabs.documentOf(download.page());
      const { status, headers } = received?.url === download.url() ? received : { status: 200, headers: {} };
      return await this.#page(status, download.url(), headers, await readFile(path));
    } catch (error) {
      if (error instanceof Fault) throw error;
      const said = (await download.failure().catch(lineOf)) ?? String(error);
      throw this.#tabs.failure ?? new Fault('network', `${this.#name}: the file does not come: ${said}`);
    } finally {
      clearTimeout(tooSlow);
    }
  }

  async #page(status: number, url: string, headers: Record<string, string>, bytes: Buffer): Promise<Page> {
    if (this.#doing !== null) this.#doing.page = { status, headers, bytes };
    const cookies = await this.#context.cookies(url);
    const cookie = (key: string) => cookies.find(({ name }) => name === key)?.value ?? null;
    return new Page({ status, url: new URL(url), headers, bytes, name: this.#name }, cookie);
  }
}

/** The first line of an error's message; Playwright adds a call log on further lines. */
export const lineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** Whether a page had no content because it is being left, as Playwright says it; what it leads to can be read instead. */
const isBeingLeft = (error: unknown): boolean => lineOf(error).includes('page is navigating');
