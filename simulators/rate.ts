// Limits how many requests a second are taken from one client, and for one world.
import type { IncomingMessage } from 'node:http';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import type { Refusal } from './gate.ts';
import { clientOf, type TrustedProxies } from './proxies.ts';

/** How many clients and worlds are remembered: whoever was forgotten since begins anew. */
const REMEMBERED = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** The rate of a server: a second's worth may come at once. */
export class Rate {
  readonly #perSecond: number;
  readonly #trusted: TrustedProxies | null;
  /** The one that has not been asked for longest first. */
  readonly #buckets = new Map<string, Bucket>();

  /**
   * @param perSecond from one client, and for one world that is named; at least 1
   * @param trusted the proxies that are believed whom they have seen; by default none
   */
  constructor(perSecond: number, trusted: TrustedProxies | null = null) {
    this.#perSecond = perSecond;
    this.#trusted = trusted;
  }

  /** Takes a request. @returns why it is turned away; null where it may pass */
  whyRefused({
    socket,
    headers,
  }: {
    socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
    headers: IncomingMessage['headers'];
  }): Refusal | null {
    // Were any header believed that says what a client is called, it would be another one with every request.
    const forwarded = headers['x-forwarded-for'];
    const named = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    const client = clientOf(socket.remoteAddress ?? '', named, this.#trusted);
    const world = headers[WORLD_HEADER];
    const shared = [this.#filled(`client ${client}`)];
    if (world !== undefined) shared.push(this.#filled(`world ${world}`));
    const least = Math.min(...shared.map(({ left }) => left));
    if (least < 1) {
      const retryAfterSeconds = Math.ceil((1 - least) / this.#perSecond);
      const detail = `rate: at most ${this.#perSecond} requests a second from one client, and for one world`;
      return { status: 429, detail, retryAfterSeconds };
    }
    for (const bucket of shared) bucket.left -= 1;
    return null;
  }

  #filled(name: string): Bucket {
    const now = performance.now();
    const known = this.#buckets.get(name) ?? { left: this.#perSecond, at: now };
    const left = Math.min(this.#perSecond, known.left + ((now - known.at) / 1000) * this.#perSecond);
    const bucket = { left, at: now };
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > REMEMBERED && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }
}
