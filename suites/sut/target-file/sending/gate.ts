// The one gate through which every request to a portal goes: it enforces allowed hosts, budget, rate, deadline and size.
import { rootCertificates } from 'node:tls';
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { Target } from '../../../../schemas/target/target.ts';
import { BudgetSpent, PortalFault } from '../../blame.ts';
import { DEFAULT_LIMITS, type HttpRequest, type Limits, type Received, receive } from '../../http.ts';
import { type OpenBrowser, startBrowser } from '../browser/browser.ts';
import type { Gateway } from '../browser/gateway.ts';
import type { OwnTls } from '../browser/tunnel.ts';

const MOST_REQUESTS = 10_000;
const PER_SECOND = 20;
/** The longest that a portal may make us wait in all before it answers; one that asks for more counts as down. */
const PATIENCE_MS = 30_000;
const LEAST_WAIT_MS = 200;
/** How a connection ends that the other side has closed. */
const ONLY_H2 = /NO_APPLICATION_PROTOCOL|no application protocol/u;
const BROKEN = /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)\b/u;

/** Enforces the limits of a target for all walks of a run together. */
export class Gate implements Gateway {
  readonly #target: Target;
  /** The limits of one answer. */
  readonly limits: Limits;
  readonly #tls: OwnTls;
  readonly #pools = new Map<string, Dispatcher>();
  readonly #connections: number;
  /** The origins that refused to speak HTTP/1.1. */
  readonly #h2 = new Set<string>();
  #browser: Promise<OpenBrowser> | null = null;
  #requests = 0;
  #nextAt = 0;
  /** How much longer we wait at the portal's request before it answers something, in milliseconds. */
  #patienceMs = PATIENCE_MS;

  constructor({ target, tls }: { target: Target; tls: OwnTls }, connections: number) {
    const { timeoutSeconds, maxBytes = DEFAULT_LIMITS.maxBytes } = target.limits;
    this.#target = target;
    this.#tls = tls;
    this.#connections = connections;
    this.limits = {
      timeoutMs: timeoutSeconds === undefined ? DEFAULT_LIMITS.timeoutMs : timeoutSeconds * 1000,
      maxBytes,
    };
  }

  /** Whether the host of an address may be contacted. */
  allows({ host, protocol }: URL): boolean {
    return /^https?:$/u.test(protocol) && this.#target.hosts.includes(host);
  }

  /**
   * Sends one request when its turn has come. When the portal asks to come back later (429 or 503 with Retry-After), all requests
   * wait. What only reads is then sent again, and also once where the connection broke before an answer began, as a kept one may at any
   * time (RFC 9112, 9.3.1); nothing else ever is.
   * @param request `reads` where it changes nothing
   * @param onAnswer is called with every answer, also with those that ask to come back later
   * @throws PortalFault for a host that may not be contacted
   * @throws BudgetSpent when the budget of requests is used up
   */
  async send(
    url: URL,
    { reads, ...request }: Omit<HttpRequest, 'path'> & { reads: boolean },
    onAnswer: (answer: Received) => void = () => undefined,
  ): Promise<Received> {
    if (!this.allows(url)) throw new PortalFault(`${url.host} is not among the hosts that may be contacted`);
    for (let mayBreak = reads; ; ) {
      await this.admit();
      const sent = { ...request, origin: url.origin, path: `${url.pathname}${url.search}` };
      const offersH2 = this.#h2.has(url.origin);
      const answer = await receive(this.#poolOf(url), sent, this.limits);
      onAnswer(answer);
      if (!offersH2 && answer.status === null && ONLY_H2.test(answer.fault ?? '')) {
        // Nothing was sent yet where the other side wants to speak HTTP/2 alone, so this is no second time.
        this.#h2.add(url.origin);
        continue;
      }
      const isBroken = answer.status === null && BROKEN.test(answer.fault ?? '');
      if (isBroken && mayBreak) mayBreak = false;
      else if (!this.#mayWait(answer) || !reads) return answer;
    }
  }

  /** Delays all further requests as long as the portal asks; false where it does not ask, or asks for more time than is left. */
  #mayWait(answer: Received): boolean {
    const waitMs = askedToWait(answer);
    if (waitMs === null) {
      if (answer.status !== null) this.#patienceMs = PATIENCE_MS;
      return false;
    }
    const until = Date.now() + Math.max(waitMs, LEAST_WAIT_MS);
    const longer = until - Math.max(this.#nextAt, Date.now());
    if (longer > this.#patienceMs) return false;
    this.#patienceMs -= Math.max(longer, 0);
    this.#nextAt = Math.max(this.#nextAt, until);
    return true;
  }

  /** Counts one more request and waits until it may be sent. @throws BudgetSpent when the budget is used up */
  async admit(): Promise<void> {
    const { requests = MOST_REQUESTS } = this.#target.limits;
    if (this.#requests >= requests)
      throw new BudgetSpent(`the budget of ${requests} requests (limits.requests) is used up`);
    this.#requests += 1;
    await this.#turn();
  }

  /** The one browser of the run, started at its first use. @throws ConformanceError `browser-missing` */
  async browser(): Promise<OpenBrowser> {
    // A page may have crashed the browser; the exchanges after it get a new one.
    const known = this.#browser;
    const running = await known?.catch(() => null);
    if (running?.browser.isConnected() === false && this.#browser === known) this.#browser = null;
    this.#browser ??= startBrowser(this.#target, this.#tls, (url) => this.#mayAsk(url));
    return this.#browser;
  }

  async #mayAsk(url: URL): Promise<boolean> {
    return (
      this.allows(url) &&
      (await this.admit().then(
        () => true,
        () => false,
      ))
    );
  }

  async close(): Promise<void> {
    const browser = await this.#browser?.catch(() => null);
    await browser?.close();
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }

  /** Waits for the next free slot, so that no more requests leave in a second than the target allows. */
  async #turn(): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + 1000 / (this.#target.limits.perSecond ?? PER_SECOND);
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  }

  #poolOf({ origin }: URL): Dispatcher {
    const allowH2 = this.#h2.has(origin);
    const key = allowH2 ? `${origin} by HTTP/2` : origin;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const { ca, certificate } = this.#tls;
    const connect = {
      // Node replaces its usual authorities by the given ones, so they have to be given as well.
      ...(ca === null ? {} : { ca: [...rootCertificates, ca] }),
      ...(certificate === null ? {} : { cert: certificate.certificatePem, key: certificate.privateKeyPem }),
    };
    const { proxy } = this.#target;
    const made =
      proxy === undefined
        ? new Pool(origin, { connections: this.#connections, pipelining: 1, keepAliveTimeout: 4_000, connect, allowH2 })
        : new ProxyAgent({ uri: proxy, requestTls: connect, allowH2 });
    this.#pools.set(key, made);
    return made;
  }
}

/** How long a 429 or 503 asks us to wait by its Retry-After (seconds or a date), in milliseconds; null where it does not ask. */
export function askedToWait(
  { status, headers }: Pick<Received, 'status' | 'headers'>,
  now = Date.now(),
): number | null {
  const [retryAfter] = [headers['retry-after']].flat();
  if ((status !== 429 && status !== 503) || retryAfter === undefined) return null;
  const waitMs = /^\d+$/u.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs);
}
