// One isolated world: its clock, its people, its sessions and requests. Ids follow from the seed and the order of events.
import { createHash } from 'node:crypto';
import type { ResultView } from '../../../schemas/driver.ts';
import { Books } from '../counterparties/books.ts';
import { CappedMap } from '../engine/capped-map.ts';
import type { Credentials } from '../engine/roster.ts';
import type { Walk } from '../engine/walk.ts';

/** Somebody who is logged in, or was not let in. */
export interface Session {
  readonly id: string;
  readonly token: string;
  readonly person: string;
  readonly officer: boolean;
  readonly regulation: string;
  readonly flow: string;
  /** Null for an officer, whom no flow leads in. */
  readonly walk: Walk | null;
  /** Whether the credentials are right, asked where the flow itself does not check them. */
  readonly known: boolean;
}

/** One application. */
export interface Application {
  readonly id: string;
  readonly person: string;
  readonly regulation: string;
  readonly flow: string;
  readonly walk: Walk;
  readonly attachments: { readonly name: string; readonly mediaType: string; readonly sha256: string }[];
  surveyed: boolean;
  /** The result, once it has been fetched. */
  result: ResultView | null;
}

const REMEMBERED_PER_WORLD = 10_000;

/** One isolated world. Seconds pass in it only when it is told so. */
export class World {
  readonly id: string;
  readonly seed: number;
  readonly credentials: Credentials;
  readonly sessions = new CappedMap<Session>(REMEMBERED_PER_WORLD);
  readonly tokens = new CappedMap<Session>(REMEMBERED_PER_WORLD);
  readonly requests = new CappedMap<Application>(REMEMBERED_PER_WORLD);
  readonly books = new Books();
  now: number;
  readonly #counts = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(id: string, seed: number, now: number, credentials: Credentials) {
    this.id = id;
    this.seed = seed;
    this.now = now;
    this.credentials = credentials;
  }

  /** A fresh id: a hash of the seed, the kind and the count, so that nobody guesses another's and a rerun gives the same. */
  nextId(kind: 'session' | 'token' | 'request' | 'payment' | 'message'): string {
    const count = this.#count(kind);
    const hash = createHash('sha256').update(`reglament ${this.seed} ${kind} ${count}`).digest('hex');
    return `${kind}-${hash.slice(0, 24)}`;
  }

  /** A fresh registration number. */
  nextNumber(): string {
    return `E-${this.seed}-${String(this.#count('number')).padStart(6, '0')}`;
  }

  /** Runs one piece of work after all that came before it, so that no operation sees half of another. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #count(kind: string): number {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }
}
