// What of an exchange with a described portal may stand in a journal: what the target file allows, and no secret of it.
import type { Exchange } from '../../../schemas/report.ts';
import type { TargetExchange } from '../../../schemas/target-operations.ts';
import { maskText, redact } from '../redact.ts';
import type { Sent } from './perform.ts';
import { renderJson, type Variables } from './template.ts';

const HIDDEN = '[redacted]';
/** A shorter one is hidden only where it stands alone: as a part of words it stands everywhere. */
const SHORTEST_PART = 6;

/** Keeps secrets out of whatever is told. */
export class Redaction {
  readonly #allowed: ReadonlySet<string>;
  readonly #secrets: Set<string>;
  readonly #short: readonly RegExp[];

  constructor(allowed: readonly string[], secrets: readonly string[]) {
    this.#allowed = new Set(allowed);
    this.#secrets = new Set(secrets.filter((secret) => secret.length >= SHORTEST_PART));
    this.#short = secrets.filter((secret) => secret !== '' && secret.length < SHORTEST_PART).map(alone);
  }

  /** Notes a picked value, which is secret unless the file allows its name. */
  learn(name: string, value: string): void {
    if (!this.#allowed.has(name)) this.hide(value);
  }

  /** Notes what the portal gave to be kept secret, such as a cookie. */
  hide(value: string): void {
    if (value.length >= SHORTEST_PART * 2) this.#secrets.add(value);
  }

  /** Text in which no secret stands; the longest go first, as one may be a part of another. */
  withoutSecrets(text: string): string {
    const standing = [...this.#secrets].filter((secret) => text.includes(secret));
    const without = standing
      .sort((a, b) => b.length - a.length)
      .reduce((told, secret) => told.replaceAll(secret, HIDDEN), text);
    return this.#short.reduce((told, secret) => told.replace(secret, HIDDEN), without);
  }

  /** Text without secrets, cut and with identification numbers masked. */
  text(text: string): string {
    return maskText(this.withoutSecrets(text));
  }

  /** One exchange as the journal keeps it; `view` is what was read of its answer. */
  exchange(
    id: string,
    operation: string,
    clock: string | null,
    sent: Sent,
    variables: Variables,
    view: unknown,
  ): Exchange {
    const { exchange, status, contentType, bytes, blocked, fault, picked } = sent;
    const { method, path } = exchange;
    const told = {
      ...(contentType === '' ? {} : { type: this.text(contentType) }),
      ...(bytes === null ? {} : { bytes }),
      ...(blocked.length === 0 ? {} : { blocked: blocked.map((host) => this.text(host)) }),
      ...(Object.keys(picked).length === 0 ? {} : { picked: this.#fields(picked) }),
      ...(view === undefined ? {} : { shows: this.#deep(redact(view)) }),
    };
    return {
      id,
      operation,
      clock,
      request: { method, path: this.text(path), body: this.#sent(exchange, variables) },
      response: { status, body: told, fault: fault === null ? null : this.text(fault) },
    };
  }

  #deep(value: unknown): unknown {
    if (typeof value === 'string') return this.withoutSecrets(value);
    if (Array.isArray(value)) return value.map((item) => this.#deep(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#deep(inner)]));
  }

  #sent({ query, form, json, multipart, xml, body, with: own }: TargetExchange, variables: Variables): unknown {
    const fields = form ?? multipart ?? (typeof json === 'object' && json !== null ? json : undefined) ?? query ?? own;
    if (fields !== undefined) return this.#fields(Object(renderJson(fields, variables)));
    return xml === undefined && body === undefined && json === undefined ? null : HIDDEN;
  }

  #fields(fields: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        this.text(name),
        this.#allowed.has(name) ? this.text(typeof value === 'string' ? value : JSON.stringify(value)) : HIDDEN,
      ]),
    );
  }
}

/** Finds a text where no letter or digit stands beside it. */
const alone = (text: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d])${text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')}(?![\\p{L}\\d])`, 'gu');
