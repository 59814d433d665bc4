// Keeps what a tab asks for within the hosts, the budget, the rate and the sizes of a target.
import type { CDPSession, Page as Tab } from 'playwright-core';
import { Fault } from './fault.ts';
import type { Gate } from './gate.ts';

/** What was seen of a tab since the watch over it began. */
export class Watch {
  /** Why nothing more can be done in the tab: it asked for what it may not have, or got none. */
  failure: Error | null = null;
  /** Hosts that the tab asked for and may not contact. */
  readonly blocked = new Set<string>();
  /** The last document that the main frame received. */
  document: { status: number; headers: Record<string, string>; url: string } | null = null;
  readonly #tab: Tab;
  readonly #gate: Gate;
  readonly #name: string;
  readonly #sizes = new Map<string, number>();

  private constructor(tab: Tab, gate: Gate, name: string) {
    this.#tab = tab;
    this.#gate = gate;
    this.#name = name;
  }

  /** Watches a tab before it asks for anything. @param name how messages call the exchange */
  static async over(tab: Tab, gate: Gate, name: string): Promise<Watch> {
    const watch = new Watch(tab, gate, name);
    const session = await tab.context().newCDPSession(tab);
    session.on('Fetch.requestPaused', (paused) => void watch.#judge(session, paused));
    session.on('Network.dataReceived', ({ requestId, dataLength }) => watch.#weigh(requestId, dataLength));
    session.on('Network.responseReceived', ({ type, frameId, response }) => {
      if (type !== 'Document' || frameId !== (watch.#main ?? frameId)) return;
      const headers = Object.entries(response.headers).map(([key, value]): [string, string] => [
        key.toLowerCase(),
        value,
      ]);
      watch.document = { status: response.status, headers: Object.fromEntries(headers), url: response.url };
    });
    watch.#main = (await session.send('Page.getFrameTree')).frameTree.frame.id;
    await session.send('Network.enable');
    // Unlike routes of Playwright, this stops redirects as well.
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
    return watch;
  }
  #main: string | null = null;

  async #judge(session: CDPSession, { requestId, request, resourceType, frameId }: Paused): Promise<void> {
    const isMain = resourceType === 'Document' && frameId === this.#main;
    const url = new URL(request.url);
    let isAllowed = this.#gate.allows(url);
    if (!isAllowed) {
      this.blocked.add(url.host === '' ? url.protocol : url.host);
      if (isMain)
        this.fail(new Fault('portal', `${this.#name}: it leads to ${url.host}, which is not among the hosts`));
    } else
      try {
        await this.#gate.admit();
      } catch (error) {
        this.fail(error instanceof Error ? error : new Error(String(error)));
        isAllowed = false;
      }
    const answer = isAllowed
      ? session.send('Fetch.continueRequest', { requestId })
      : session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    // The tab may have been closed or have gone elsewhere meanwhile.
    await answer.catch(() => undefined);
  }

  #weigh(requestId: string, more: number): void {
    const size = (this.#sizes.get(requestId) ?? 0) + more;
    this.#sizes.set(requestId, size);
    const { maxBytes } = this.#gate.limits;
    if (size <= maxBytes || this.failure !== null) return;
    this.fail(new Fault('network', `${this.#name}: its answer is larger than ${maxBytes} bytes`));
    void this.#tab.close().catch(() => undefined);
  }

  /** Keeps the first failure, which all others follow from. */
  fail(error: Error): void {
    this.failure ??= error;
  }
}

interface Paused {
  requestId: string;
  request: { url: string };
  resourceType: string;
  frameId: string;
}
