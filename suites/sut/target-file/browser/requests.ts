// Stops every request of a browser before it leaves, and lets the exchange to which its tab belongs decide whether it may.
import type { Browser, CDPSession } from 'playwright-core';
import type { Wire } from '../../evidence/evidence.ts';

/** The answer to a tab's request for its document. */
export interface Received {
  status: number;
  headers: Record<string, string>;
  url: string;
}

/** Decides for the tabs of one exchange, and is told what happens in them. */
export interface Keeper {
  onTab(tab: string): void;
  onTabGone(tab: string): void;
  /** Whether a request may leave now; `tab` is the tab that asks for its document, null for any other request. */
  mayAsk(url: URL, tab: string | null): Promise<boolean>;
  /** Called with the answer to a request for a document, unless it is a redirect, before the tab gets it. */
  onDocument(tab: string, received: Received): void;
  /** Called with a message of a page as soon as it leaves; the answer is filled in when it comes. */
  onMessage(wire: Wire): void;
  /** Whether one of the tabs contains the frame with this id. */
  hasFrame(frame: string): Promise<boolean>;
}

/** Decides about requests that belong to no exchange, such as those of a worker that outlives its tab. */
export type MayAsk = (url: URL) => Promise<boolean>;

/** The requests of one browser. */
export class BrowserRequests {
  readonly #session: CDPSession;
  readonly #otherwise: MayAsk;
  /** The keeper of each exchange, by its browser context. */
  readonly #keepers = new Map<string, Keeper>();
  /** The browser context of each tab. */
  readonly #contexts = new Map<string, string>();
  /** The messages that are not answered yet, by the browser's id of the request. */
  readonly #underWay = new Map<string, Wire>();

  private constructor(session: CDPSession, otherwise: MayAsk) {
    this.#session = session;
    this.#otherwise = otherwise;
  }

  /** Begins to stop the requests of a browser, which must not have any tabs yet. */
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

  /**
   * Puts a keeper in charge of the tabs of one context.
   * @param tab the first tab of the context
   * @returns a function that ends it
   */
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

  /** Fills in the answer to a message; each hop of a redirect is a message of its own under the same id. */
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

  /** Sends a command, and ignores its failure: the tab may have been closed or have gone elsewhere meanwhile. */
  async #send(...call: Parameters<CDPSession['send']>): Promise<void> {
    await this.#session.send(...call).catch(() => undefined);
  }
}

/** The kinds of requests that are kept as evidence; all others only concern the look of a page. */
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

/** A request that the browser has stopped, before it is sent or before its answer is handed to the page. */
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
