// What an exchange sees in its tabs: each step is watched, and what comes of it is read as a page.
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import type { BrowserContext, Download, Page as Tab } from 'playwright-core';
import type { TargetExchange } from '../../../schemas/target-operations.ts';
import type { Tabs } from './browser-tabs.ts';
import { Fault, toldOf } from './fault.ts';
import type { Gate } from './gate.ts';
import { Page } from './page.ts';

/** What is noted of a step; the last step is noted when the exchange ends. */
export interface Step {
  exchange: TargetExchange;
  status: number | null;
  contentType: string;
  bytes: number | null;
  blocked: readonly string[];
}

/** Where an exchange takes place. */
export interface Room {
  name: string;
  context: BrowserContext;
  tabs: Tabs;
  whyNot(host: string): string | null;
}

/** The eyes of one exchange. */
export class Look {
  readonly #by: { gate: Pick<Gate, 'limits'>; step: Step };
  readonly #name: string;
  readonly #context: BrowserContext;
  readonly #tabs: Tabs;
  readonly #whyNot: Room['whyNot'];

  constructor(by: { gate: Pick<Gate, 'limits'>; step: Step }, { name, context, tabs, whyNot }: Room) {
    this.#by = by;
    this.#name = name;
    this.#context = context;
    this.#tabs = tabs;
    this.#whyNot = whyNot;
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

  /** Does something in the tabs; what was stopped counts for more than how a tab puts it. */
  async watched(act: () => Promise<unknown>): Promise<void> {
    const { timeoutMs } = this.#by.gate.limits;
    const tabs = this.#tabs;
    try {
      await act();
    } catch (error) {
      if (tabs.failure !== null) throw tabs.failure;
      const said = error instanceof Error ? error.message : String(error);
      const network = /net::(ERR_[A-Z_]+)/u.exec(said)?.[1];
      if (network === 'ERR_TOO_MANY_REDIRECTS') throw new Fault('portal', `${this.#name}: it redirects in a circle`);
      if (network !== undefined)
        throw new Fault('network', `${this.#name}: ${toldOf(this.#whyNot(tabs.asked?.host ?? '') ?? network)}`);
      if (/^page\.(goto|waitForLoadState): Timeout/u.test(said)) {
        // Who has begun to answer is there, and has to come to an end.
        const hasBegun = tabs.documentOf(tabs.newest()) !== null;
        throw new Fault(
          hasBegun ? 'portal' : 'network',
          `${this.#name}: no whole answer came within ${timeoutMs / 1000} s`,
        );
      }
      throw error;
    } finally {
      this.#by.step.blocked = [...tabs.blocked];
      tabs.blocked.clear();
    }
    if (tabs.failure !== null) throw tabs.failure;
  }

  /** What the page has to do by itself, in its time. @throws Fault where it does not, as a script of it never ends */
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

  /** The page as it stands now. @throws Fault where no answer came */
  async read(): Promise<Page> {
    for (;;) {
      const tab = this.#tabs.newest();
      try {
        return await this.#readOf(tab);
      } catch (error) {
        if (!tab.isClosed() || error instanceof Fault) throw this.#tabs.failure ?? error;
      }
    }
  }

  async #readOf(tab: Tab): Promise<Page> {
    const url = tab.url();
    const received = this.#tabs.documentOf(tab);
    if (received === null || url.startsWith('chrome-error:'))
      throw this.#tabs.failure ?? new Fault('network', `${this.#name}: no page came`);
    const html = await this.soon(tab.content());
    return this.#page(received.status, url, received.headers, Buffer.from(html));
  }

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

/** The first line of what was thrown. */
export const lineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
