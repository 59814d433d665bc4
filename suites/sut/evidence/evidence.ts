// The evidence of one walk: every message is numbered, told as it was sent and answered, and redacted only here.
import type { Exchange } from '../../../schemas/run/report.ts';
import type { Culprit } from '../blame.ts';
import type { Received } from '../http.ts';
import {
  type Inserted,
  maskAddress,
  maskAnswerHeaders,
  maskBody,
  maskInserted,
  maskRequestHeaders,
} from './mask-message.ts';
import type { Redaction } from './redaction.ts';

/** One message as it was sent, with the answer to it; nothing is redacted yet. */
export interface Wire {
  /** A method of HTTP; or BROWSER for a step on a page, such as `click #send`, which then stands in `address`. */
  method: string;
  /** The address as it was sent: a whole URL, or a path with its query. */
  address: string;
  /** The values of variables in the path of the address; null for an address that came from the portal. */
  inserted: readonly Inserted[] | null;
  /** The exchange of the target file that this message performs, as the file writes it; absent where it only follows on a redirect. */
  described?: string;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer | null;
  /** The media type of the body; null where there is none. */
  type: string | null;
  answer: Received;
}

/** What an exchange says of a message beyond the message itself. */
export interface Telling {
  operation: string;
  /** The portal's virtual clock when the message was sent, milliseconds since the epoch; null where it has none. */
  clock: number | null;
  /** Why nothing can be concluded from the answer; null where something can. */
  fault: string | null;
  /** What was read of the answer, already redacted. */
  read?: unknown;
  /** Who is at fault for the fault; null where there is none. */
  culprit: Culprit | null;
}

/** Receives every exchange, with the culprit where nothing can be concluded from it. */
export type Listener = (exchange: Exchange, culprit?: Culprit | null) => void;

/** What the evidence of a walk is kept with. */
export interface Keeping {
  scenario: string;
  redaction: Redaction;
  listener: Listener;
  /** The origin of the target, such as `https://portal.example`, which the addresses in the evidence leave out. */
  origin?: string;
  /** Whether the header `Date` of an answer is the portal's time; it is not where we move the portal's clock. */
  goesByDate: boolean;
}

/** Numbers, redacts and hands on the exchanges of one walk. */
export class Evidence {
  /** The id of the last exchange; '' before the first. */
  last = '';
  /** Whether the next messages only look how things stand after an interruption, and are numbered apart. */
  isAside = false;
  #count: number;
  #asides: number;
  readonly #by: Keeping;

  /** @param before how many exchanges the walk has already, and how many that are numbered apart */
  constructor({ before, ...by }: Keeping & { before?: { exchanges: number; asides: number } }) {
    this.#by = by;
    this.#count = before?.exchanges ?? 0;
    this.#asides = before?.asides ?? 0;
  }

  /** Redacts a message and hands it on as an exchange. @returns its id */
  tell({ method, address, inserted, described, headers, body, type, answer }: Wire, about: Telling): string {
    const { redaction: mask, origin } = this.#by;
    const shownAddress =
      origin !== undefined && address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
    const { operation, fault, read, culprit } = about;
    return this.emit(
      {
        operation,
        at: new Date(answer.at).toISOString(),
        tookMs: answer.tookMs,
        clock: this.#clockOf(about.clock, answer),
        request: {
          method,
          url:
            method === 'BROWSER'
              ? maskInserted(shownAddress, inserted ?? [], mask)
              : maskAddress(shownAddress, inserted, mask),
          headers: maskRequestHeaders(headers, mask),
          body: maskBody(body, type ?? '', mask),
        },
        response: {
          status: answer.status,
          headers: maskAnswerHeaders(answer.headers, mask),
          bytes: answer.bytes?.length ?? null,
          body: maskBody(answer.bytes, String(answer.headers['content-type'] ?? ''), mask),
          fault: fault === null ? null : mask.text(fault),
        },
        ...(described === undefined ? {} : { described }),
        ...(read === undefined ? {} : { read }),
      },
      culprit,
    );
  }

  /** Hands on an exchange that is already redacted. @returns its id */
  emit(exchange: Omit<Exchange, 'id'>, culprit: Culprit | null): string {
    const { scenario, listener } = this.#by;
    if (this.isAside) {
      this.#asides += 1;
      const id = `${scenario}#resumed-${this.#asides}`;
      listener({ id, ...exchange }, culprit);
      return id;
    }
    this.#count += 1;
    this.last = `${scenario}#${this.#count}`;
    listener({ id: this.last, ...exchange }, culprit);
    return this.last;
  }

  /** The portal's time at an exchange: of its virtual clock, or else from the header `Date` of its answer; null where neither says. */
  #clockOf(virtual: number | null, { headers: { date } }: Received): string | null {
    if (virtual !== null) return new Date(virtual).toISOString();
    const portalMs = this.#by.goesByDate ? Date.parse([date].flat()[0] ?? '') : Number.NaN;
    return Number.isNaN(portalMs) ? null : new Date(portalMs).toISOString();
  }
}
