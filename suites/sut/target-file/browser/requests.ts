// Every request of every tab of a browser, stopped before it leaves, and judged by the exchange that its tab belongs to.
import type { Browser, CDPSession } from 'playwright-core';
import type { Wire } from '../../evidence/evidence.ts';

/** An answer to the request of a tab for its document. */
export interface Received {
  status: number;
  headers: Record<string, string>;
  url: string;
}

/** Who answers for the tabs of one exchange. */
export interface Keeper {
  onTab(tab: string): void;
  onTabGone(tab: string): void;
  /** Whether a request may leave now; `tab` where it is for the document of one. */
  mayAsk(url: URL, tab: string | null): Promise<boolean>;
  /** An answer that is no redirect, before the tab has it. */
  onDocument(tab: string, received: Received): void;
  /** A message of a page, as soon as it left; its answer is filled in when it comes. */
  onMessage(wire: Wire): void;
  /** Whether one of the tabs has a frame of this name. */
  hasFrame(frame: string): Promise<boolean>;
}

/** What nobody answers for, such as a worker that outlives its tab, is still asked of the gate. */
export type MayAsk = (url: URL) => Promise<boolean>;

/** The requests of one browser. */
export class BrowserRequests {
  readonly #session: CDPSession;
  readonly #otherwise: MayAsk;
  /** By browser context, which each exchange has one of. */
  readonly #keepers = new Map<string, Keeper>();
  readonly #contexts = new Map<string, string>();
  /** What was sent and is not answered yet, by the browser's name for it. */
  readonly #underWay = new Map<string, Wire>();

  private constructor(session: CDPSession, otherwise: MayAsk) {
    this.#session = session;
    this.#otherwise = otherwise;
  }

  /** Stops all requests of a browser that has no tabs yet. */
  static async of(browser: Browser, otherwise: MayAsk): Promise<BrowserRequests> {
    const session = await browser.newBrowserCDPSession();
    const requests = new BrowserRequests(session, otherwise);
    session.on('Target.targetCreated', ({ targetInfo: { targetId, type, browserContextId = '' } }) => {
      if (type !== 'page') return;
      requests.#contexts.set(targetId, browserContextId);
      requests.#keepers.get(browserContextId)?.onTab(targetId);
    });
    session.on('Target.targetDestroyed', ({ targetId }) => {
      requests.#keepers.get(requests.#contexts.get(targetId) ?? '')?.onTabGone(targetId);
      requests.#contexts.delete(targetId);
    });
    session.on('Fetch.requestPaused', (paused) => void requests.#judge(paused));
    await session.send('Target.setDiscoverTargets', { discover: true });
    // Unlike routes of Playwright, this stops redirects, the first request of a new tab, and downloads as well.
    await session.send('Fetch.enable', {
      patterns: [
        { urlPattern: '*', requestStage: 'Request' },
        ...RECORDED.map((resourceType) => ({ urlPattern: '*', resourceType, requestStage: 'Response' as const })),
      ],
    });
    return requests;
  }

  /** Hands over the tabs of a context until it is let go. @param tab the first of them */
  keep(tab: string, keeper: Keeper): () => void {
    const context = this.#contexts.get(tab) ?? '';
    this.#keepers.set(context, keeper);
    keeper.onTab(tab);
    return () => void this.#keepers.delete(context);
  }

  async #judge(paused: Paused): Promise<void> {
    const { requestId, request, resourceType, frameId, networkId = requestId, ...answer } = paused;
    const { responseStatusCode: status, responseHeaders = [] } = answer;
    const tab = resourceType === 'Document' && this.#contexts.has(frameId) ? frameId : null;
    const keeper = await this.#keeperOf(frameId);
    if (status != null || answer.responseErrorReason != null) {
      this.#answered(networkId, paused);
      if (tab !== null && status != null && (status < 300 || status >= 400)) {
        const headers = responseHeaders.map(({ name, value }): [string, string] => [name.toLowerCase(), value]);
        keeper?.onDocument(tab, { status, headers: Object.fromEntries(headers), url: request.url });
      }
      await this.#send('Fetch.continueResponse', { requestId });
      return;
    }
    const url = new URL(request.url);
    const isAllowed = await (keeper === null ? this.#otherwise(url) : keeper.mayAsk(url, tab));
    if (isAllowed && RECORDED.some((type) => type === resourceType)) {
      const wire = wireOf(request);
      this.#underWay.set(networkId, wire);
      keeper?.onMessage(wire);
    }
    if (isAllowed) await this.#send('Fetch.continueRequest', { requestId });
    else await this.#send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
  }

  /** Fills in what came back; a redirect is answered by the message that it leads to. */
  #answered(
    id: string,
    { responseStatusCode: status = null, responseHeaders = [], responseErrorReason: fault = null }: Paused,
  ): void {
    const wire = this.#underWay.get(id);
    if (wire === undefined) return;
    this.#underWay.delete(id);
    const headers: Record<string, string> = {};
    for (const { name, value } of responseHeaders) headers[name.toLowerCase()] = value;
    const { at } = wire.answer;
    wire.answer = { at, tookMs: Date.now() - at, status, headers, bytes: null, fault };
  }

  async #keeperOf(frame: string): Promise<Keeper | null> {
    const context = this.#contexts.get(frame);
    if (context !== undefined) return this.#keepers.get(context) ?? null;
    for (const keeper of this.#keepers.values()) if (await keeper.hasFrame(frame)) return keeper;
    return null;
  }

  /** The tab may have been closed or have gone elsewhere meanwhile. */
  async #send(...call: Parameters<CDPSession['send']>): Promise<void> {
    await this.#session.send(...call).catch(() => undefined);
  }
}

/** What pages ask for that is more than how they look. */
const RECORDED = ['Document', 'XHR', 'Fetch'] as const;

/** A message of a page as it leaves, with no answer yet. */
function wireOf({ method, url, headers, postData }: Paused['request']): Wire {
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) named[name.toLowerCase()] = value;
  return {
    ...{ method, address: url, inserted: null, headers: named, body: postData ?? null },
    type: named['content-type'] ?? null,
    answer: { at: Date.now(), tookMs: 0, status: null, headers: {}, bytes: null, fault: null },
  };
}

interface Paused {
  requestId: string;
  /** The same for all the redirects of one request. */
  networkId?: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
  resourceType: string;
  frameId: string;
  responseStatusCode?: number | null;
  responseErrorReason?: string | null;
  responseHeaders?: { name: string; value: string }[];
}
