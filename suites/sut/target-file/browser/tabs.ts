// The tabs of one browser exchange, also those that pages open themselves, kept within the hosts, the budget and the sizes of a target.
import { setTimeout as after } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page as Tab } from 'playwright-core';
import { Fault } from '../../blame.ts';
import type { Wire } from '../../evidence/evidence.ts';
import { browserGone } from '../answer/wording.ts';
import type { Gateway } from './gateway.ts';
import type { BrowserRequests, Keeper, Received } from './requests.ts';
import { recall, type TabStorage } from './state.ts';

/** More tabs than this no person could use: such a page opens them without end. */
const MOST_TABS = 20;

/** Everything that the tabs of an exchange are opened with. */
export interface TabsOptions {
  gate: Pick<Gateway, 'allows' | 'admit' | 'limits'>;
  requests: BrowserRequests;
  /** What messages call the exchange. */
  name: string;
  /** The session storage of the visitor, which the first tab begins with. */
  storage: TabStorage;
}

/** Watches the tabs of one exchange, each from before its first request. */
export class Tabs implements Keeper {
  /** The first failure, after which nothing more can be done in the tabs, such as a page on a host that may not be contacted. */
  failure: Error | null = null;
  /** The hosts that pages asked for and may not contact. */
  readonly blocked = new Set<string>();
  /** The messages of the pages since they were last taken from here; what only concerns the look of a page, such as images, is left out. */
  readonly messages: Wire[] = [];
  /** The address of the document that a tab asked for last. */
  asked: URL | null = null;
  readonly #options: TabsOptions;
  readonly #open: { tab: Tab; id: string; session: CDPSession }[] = [];
  readonly #documents = new Map<string, Received>();
  /** The ids of all tabs, also of those that have nothing to show yet. */
  readonly #known = new Set<string>();
  readonly #sizes = new Map<string, number>();
  #listeners: (() => void)[] = [];
  #letGo: () => void = () => undefined;

  private constructor(options: TabsOptions) {
    this.#options = options;
  }

  /** Opens the first tab of a context. */
  static async of(context: BrowserContext, options: TabsOptions): Promise<Tabs> {
    const tabs = new Tabs(options);
    // Every dialog is answered with yes, because a page that asks would otherwise wait for ever.
    context.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    const tab = await context.newPage();
    await recall(tab, options.storage);
    const first = await tabs.#attach(tab);
    const letGo = options.requests.keep(first.id, tabs);
    const gone = () => tabs.#crashed('the browser has disconnected');
    const browser = context.browser()?.on('disconnected', gone);
    tabs.#letGo = () => {
      browser?.off('disconnected', gone);
      letGo();
    };
    context.on('page', (tab) => void tabs.#attach(tab).catch(() => undefined));
    return tabs;
  }

  /** The tab that a person looks at: the last one that is open. @throws Fault where there is none */
  newest(): Tab {
    const last = this.#open.at(-1)?.tab;
    if (last !== undefined) return last;
    throw this.failure ?? new Fault('portal', `${this.#options.name}: it has closed its last tab`);
  }

  /** All open tabs, the newest first. */
  all(): Tab[] {
    return this.#open.map(({ tab }) => tab).reverse();
  }

  /** The last answer to a tab's request for its document; null where none came. */
  documentOf(tab: Tab): Received | null {
    return this.#documents.get(this.#open.find((one) => one.tab === tab)?.id ?? '') ?? null;
  }

  /** Waits until every tab that was opened has something to show. */
  async settled(): Promise<void> {
    const giveUpAt = Date.now() + this.#options.gate.limits.timeoutMs;
    while ([...this.#known].some((id) => !this.#open.some((one) => one.id === id)) && this.failure === null) {
      if (Date.now() > giveUpAt) throw new Fault('network', `${this.#options.name}: a tab that it opens stays empty`);
      await Promise.race([this.changed(), new Promise((resolve) => setTimeout(resolve, 100))]);
    }
  }

  /** A promise that resolves when a tab opens or closes, or when the tabs fail. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  letGo(): void {
    this.#letGo();
  }

  onTab(id: string): void {
    this.#known.add(id);
    if (this.#known.size > MOST_TABS) this.#fail('portal', `it has more than ${MOST_TABS} tabs open`);
  }

  onTabGone(id: string): void {
    this.#known.delete(id);
    this.#tell();
  }

  async mayAsk(url: URL, tab: string | null): Promise<boolean> {
    if (tab !== null) this.asked = url;
    const { gate } = this.#options;
    if (!gate.allows(url)) {
      this.blocked.add(url.host === '' ? url.protocol : url.host);
      if (tab !== null) this.#fail('portal', `it leads to ${url.host}, which is not among the hosts`);
      return false;
    }
    try {
      await gate.admit();
      return this.failure === null;
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
      return false;
    }
  }

  onDocument(id: string, received: Received): void {
    this.#documents.set(id, received);
  }

  onMessage(wire: Wire): void {
    this.messages.push(wire);
  }

  async hasFrame(frame: string): Promise<boolean> {
    const trees = this.#open.map(({ session }) =>
      // A page whose script never ends does not even answer this.
      Promise.race([session.send('Page.getFrameTree').catch(() => null), after(1000, null, { ref: false })]),
    );
    const names = (tree: FrameTree): string[] => [tree.frame.id, ...(tree.childFrames ?? []).flatMap(names)];
    return (await Promise.all(trees)).some((tree) => tree !== null && names(tree.frameTree).includes(frame));
  }

  async #attach(tab: Tab) {
    const session = await tab.context().newCDPSession(tab);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    const one = { tab, id: targetInfo.targetId, session };
    session.on('Network.dataReceived', ({ requestId, dataLength }) => this.#weigh(tab, requestId, dataLength));
    await session.send('Network.enable');
    this.#open.push(one);
    const close = () => {
      const at = this.#open.indexOf(one);
      if (at >= 0) this.#open.splice(at, 1);
      this.#tell();
    };
    if (tab.isClosed()) close();
    else tab.on('close', close);
    tab.on('crash', () => this.#crashed('its page crashed'));
    this.#tell();
    return one;
  }

  #weigh(tab: Tab, request: string, more: number): void {
    const size = (this.#sizes.get(request) ?? 0) + more;
    this.#sizes.set(request, size);
    const { maxBytes } = this.#options.gate.limits;
    if (size <= maxBytes || this.failure !== null) return;
    this.#fail('portal', `its answer is larger than ${maxBytes} bytes`);
    void tab.close().catch(() => undefined);
  }

  /** Keeps the first failure, because later ones only follow from it. */
  #fail(culprit: Fault['culprit'], said: string): void {
    this.failure ??= new Fault(culprit, `${this.#options.name}: ${said}`);
    this.#tell();
  }

  #crashed(said: string): void {
    this.failure ??= browserGone(said, this.#options.name);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

interface FrameTree {
  frame: { id: string };
  childFrames?: FrameTree[];
}
