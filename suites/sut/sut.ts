// The system under test as the engine sees it: what it offers, and walks that are driven one operation at a time.
import type { Description, InputOf, Operation, OutputOf, Roster } from '../../schemas/target/driver.ts';
import type { Language } from '../../schemas/vocabulary.ts';
import type { Blame } from './blame.ts';
import type { Listener } from './evidence/evidence.ts';

/** What is sent with an operation besides its input. */
export interface Call<O extends Operation> {
  input: InputOf<O>;
  at?: { session?: string; request?: string };
  token?: string | null;
  language?: Language;
}

/**
 * What came back. `body` is there only when the portal accepted the operation and its answer has the agreed shape;
 * `fault` says why nothing can be concluded from the answer (no answer, or one that is not of the contract).
 */
export interface Answer<O extends Operation> {
  body: OutputOf<O> | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
  /** Who is at fault: for a fault, or for a refusal where there should have been none. Absent where nobody is known to be. */
  blame?: Blame;
}

/** One walk on the portal. */
export interface Drive {
  roster: Roster;
  /** The portal's time in milliseconds since the epoch: the virtual clock where it has one, else ours. */
  now(): number;
  /** Lets time pass: moves the virtual clock, or really waits. */
  pass(seconds: number): Promise<void>;
  perform<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>>;
  /**
   * Performs what of an operation can do no harm, as far as it needs no request: so many exchanges `of` all, and what went wrong.
   * Null, or absent, where it is not known what that is.
   */
  rehearse?(
    operation: Operation,
    token: string | null,
  ): Promise<{ tried: number; of: number; fault: Blame | null } | null>;
}

/** What can be observed of a portal, where that is less than the driver contract has. */
export interface Offer {
  operations: ReadonlySet<Operation>;
  /** Test persons that the target supplies, by what they provoke; `officer` among them. */
  persons: ReadonlySet<string>;
  certificates: ReadonlySet<string>;
  languages: ReadonlySet<Language>;
  /** Parts of the views: history, actor, completion, notifications, cause, means, number. */
  shown: ReadonlySet<string>;
  /** Why an operation or a control is not there, in the words of the target. */
  reasons: Readonly<Record<string, string>>;
}

/** What a run may send to a portal at most. */
export interface Allowance {
  applications: number;
  /** Walks at once. */
  walks: number;
  /** Whether applications may be sent at all. */
  testSystem: boolean;
}

export interface Sut {
  name: string;
  description: Description;
  /** Absent where everything of the contract can be observed. */
  offer?: Offer;
  /** What a run may send; absent where nothing limits it. */
  allowance?: Allowance;
  /**
   * The portal's time at the beginning of each walk, milliseconds since the epoch, where that is the only time there is: what is
   * told of such a run is the same whenever it takes place. Absent where the portal is as real as we are.
   */
  simulatedFrom?: number;
  /** The place of a part of the file that describes the target; absent where no file does. */
  where?(part: 'credentials' | 'good'): string;
  /** The requests that an operation takes at most, as method and path; absent where they are those of the driver contract. */
  requestsFor?(operation: Operation, refused: boolean): string[];
  /**
   * @param seed makes the portal's ids and numbers repeatable
   * @param onExchange is told of every exchange, redacted
   */
  openDrive(scenario: string, seed: number, onExchange: Listener): Promise<Drive>;
  close(): Promise<void>;
}
