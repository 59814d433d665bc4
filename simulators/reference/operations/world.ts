// One isolated world with its clock, credentials, sessions and requests; equal seeds and equal events give equal ids.
import type { ResultView } from '../../../schemas/target/driver.ts';
import { Books } from '../counterparties/books.ts';
import { CappedMap } from '../engine/capped-map.ts';
import type { Account } from '../engine/people.ts';
import type { Credentials } from '../engine/roster.ts';
import { sha256 } from '../engine/sha256.ts';
import type { Walk } from '../engine/walk.ts';

/** One login, whether or not it succeeded. */
export interface Session {
  readonly id: string;
  readonly token: string;
  readonly person: string;
  readonly officer: boolean;
  /** The party as which an officer acts; null for one who acts as all of them, and for everybody else. */
  readonly party: string | null;
  readonly regulation: string;
  readonly flow: string;
  /** The walk through the flow's login steps; null for an officer, who logs in outside the flow. */
  readonly walk: Walk | null;
  /** False refuses the login: the credentials are wrong in a flow without a condition for them, or are not those of an officer. */
  readonly known: boolean;
  /** Whether whoever logged in has ended it. */
  ended: boolean;
}

/** A document that is attached to a request. Only its digest is kept. */
export interface Attached {
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
}

/** One request for the service. */
export interface Application {
  readonly id: string;
  readonly person: string;
  readonly regulation: string;
  readonly flow: string;
  readonly walk: Walk;
  readonly attachments: Attached[];
  /** Whether the form is marked that the documents exist on paper. */
  onPaper: boolean;
  surveyed: boolean;
  /** The result, once it has been fetched. */
  result: ResultView | null;
}

const REMEMBERED_PER_WORLD = 10_000;
/** Only what was sent last can be sent once more by whoever lost the answer. */
const REMEMBERED_ANSWERS = 16;
const GIVES_ACCESS: ReadonlySet<string> = new Set(['session', 'token']);

/** One isolated world. Its clock moves only by `advanceClock`. */
export class World {
  readonly id: string;
  readonly seed: number;
  readonly credentials: Credentials;
  readonly sessions = new CappedMap<Session>(REMEMBERED_PER_WORLD);
  readonly tokens = new CappedMap<Session>(REMEMBERED_PER_WORLD);
  readonly requests = new CappedMap<Application>(REMEMBERED_PER_WORLD);
  readonly books = new Books();
  /** What was answered, as JSON, to what came with an `Idempotency-Key`, by that key. */
  readonly answered = new CappedMap<{ digest: string; answer: Promise<string> }>(REMEMBERED_ANSWERS);
  /** Whoever has registered in this world, by their numbers. */
  readonly registered = new CappedMap<Account>(REMEMBERED_PER_WORLD);
  now: number;
  /** The room that it has taken, in bytes. */
  taken = 0;
  /** How often something in it may have moved: a walk was settled, an id was given. */
  stirred = 0;
  /** What has been read in it since something was last done. The clock stands still meanwhile, so reading it again moves nothing. */
  readonly seen = new Set<string>();
  readonly #secret: string;
  readonly #counts = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();

  /** @param secret what nobody outside knows, unless they chose the seed of the simulator */
  constructor(id: string, seed: number, now: number, credentials: Credentials, secret: string) {
    this.id = id;
    this.seed = seed;
    this.#secret = secret;
    this.now = now;
    this.credentials = credentials;
  }

  /**
   * A fresh id. What is printed or signed is hashed from seed, kind and count, so that a rerun gives the same; what gives access is hashed
   * from the secret too, so that nobody guesses another person's.
   */
  nextId(kind: 'session' | 'token' | 'request' | 'payment' | 'message' | 'stamp'): string {
    const count = this.#count(kind);
    const secret = GIVES_ACCESS.has(kind) ? `${this.#secret} ${this.id} ` : '';
    return `${kind}-${sha256(`reglament ${secret}${this.seed} ${kind} ${count}`).slice(0, 24)}`;
  }

  /** A fresh registration number. */
  nextNumber(): string {
    return `E-${this.seed}-${String(this.#count('number')).padStart(6, '0')}`;
  }

  /** Runs one piece of work after all earlier ones have ended, so that no operation sees another half done. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #count(kind: string): number {
    this.stirred += 1;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }
}
