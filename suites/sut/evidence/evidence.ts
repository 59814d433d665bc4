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

/** A message as it left, and what came back. */
export interface Wire {
  /** Of HTTP; or BROWSER, for which the address is what is done on a page and with what. */
  method: string;
  /** As it was sent: a whole URL, or its path with the query. */
  address: string;
  /** What was put into the path of the address; null for an address that the portal gave. */
  inserted: readonly Inserted[] | null;
  /** The exchange of a target file that it was sent for, as the file writes it; absent where it only followed from one. */
  described?: string;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer | null;
  /** The media type of the body. */
  type: string | null;
  answer: Received;
}

/** What is told of a message besides the message. */
export interface Telling {
  operation: string;
  /** The portal's virtual clock when it was sent, milliseconds since the epoch; null where it has none. */
  clock: number | null;
  /** Why nothing can be concluded from the answer, null where something can. */
  fault: string | null;
  /** What was read of the answer, redacted already. */
  read?: unknown;
  /** Who is at fault where it came to nothing. */
  culprit: Culprit | null;
}

/** Is told of every exchange, and who is at fault for one that came to nothing. */
export type Listener = (exchange: Exchange, culprit?: Culprit | null) => void;

/** How the evidence of a walk is kept. */
export interface Keeping {
  scenario: string;
  redaction: Redaction;
  listener: Listener;
  /** Left out of addresses: that of the target, such as `https://portal.example`. */
  origin?: string;
  /** Whether the date of an answer is the portal's time: not where its clock is one that we move. */
  goesByDate: boolean;
}

/** Numbers the exchanges of a walk. */
export class Evidence {
  /** The exchange that was told last, '' before the first. */
  last = '';
  #count = 0;
  readonly #by: Keeping;

  constructor(by: Keeping) {
    this.#by = by;
  }

  /** Tells one exchange and gives its id. */
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

  /** Tells an exchange that is redacted already, and gives its id. */
  emit(exchange: Omit<Exchange, 'id'>, culprit: Culprit | null): string {
    this.#count += 1;
    this.last = `${this.#by.scenario}#${this.#count}`;
    this.#by.listener({ id: this.last, ...exchange }, culprit);
    return this.last;
  }

  /** Where a portal has no clock that we move, it tells its time with every answer. */
  #clockOf(virtual: number | null, { headers: { date } }: Received): string | null {
    if (virtual !== null) return new Date(virtual).toISOString();
    const portalMs = this.#by.goesByDate ? Date.parse([date].flat()[0] ?? '') : Number.NaN;
    return Number.isNaN(portalMs) ? null : new Date(portalMs).toISOString();
  }
}
