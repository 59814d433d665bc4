// The system under test as the engine sees it: what it offers, and walks that are driven one operation at a time.
import type { Obligation } from '../../schemas/run/report.ts';
import type { Description, InputOf, Operation, OutputOf, Roster } from '../../schemas/target/driver.ts';
import type { Language } from '../../schemas/vocabulary.ts';
import type { Blame } from './blame.ts';
import type { Listener } from './evidence/evidence.ts';
import type { Signing } from './signature.ts';

/** On what an operation is performed, and in whose name. */
export interface Whose {
  at?: { session?: string; request?: string };
  token?: string | null;
}

/** What is sent with an operation. */
export interface Call<O extends Operation> extends Whose {
  input: InputOf<O>;
  language?: Language;
  /** What whoever acts signs with, for a portal that has the operation itself signed; and whether they sign what they should not. */
  signing?: Signing;
  /** By what a portal that knows such keys recognises the operation where it is sent once more, because its answer was lost. */
  key?: string;
}

/** What it came to that an operation was tried without doing harm. */
export interface Rehearsal {
  /** How many of the `of` exchanges of the operation were performed. */
  tried: number;
  of: number;
  /** Why the next one was not: it would change something, or needs what is not known yet; null where nothing was left. */
  stopped: string | null;
  /** Why they did not work; null where they did. */
  fault: Blame | null;
  /** The status of the refusal that the fault tells of; null for any other fault. */
  status: number | null;
}

/**
 * What came back for an operation: exactly one of `body`, `problem` and `fault` is set.
 * `body` means that the portal accepted the operation and answered in the shape of the driver contract; `problem` means that it refused;
 * `fault` says why nothing can be concluded, such as no answer at all or one of another shape. `exchange` is the id of the evidence.
 */
export interface Answer<O extends Operation> {
  body: OutputOf<O> | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
  /** For a fault: the culprit. For a refusal: the culprit if the portal should have accepted. Absent where no culprit is known. */
  blame?: Blame;
}

/** What the engine performs the operations of one walk on. */
export interface Drive {
  roster: Roster;
  /** The portal's time in milliseconds since the epoch: the virtual clock where it has one, else ours. */
  now(): number;
  /**
   * The time at which something is about to be sent. It differs from `now` only on a walk that goes on after an interruption: there `now`
   * is still the time of what was seen before that.
   */
  sendingAt?(): number;
  /** Lets time pass: moves the virtual clock, or really waits. @param key as in {@link Call} */
  pass(seconds: number, key?: string): Promise<void>;
  /**
   * Waits for what may take days, until the portal is looked at the next time; absent where the walk cannot be left open.
   * @throws Suspended where it has been looked at in this part of the run already
   */
  visit?(obligation: Obligation): Promise<void>;
  /** Asks something, and remembers the answer, because it would be another one at another time. Absent where nothing is remembered. */
  once?(ask: () => boolean): boolean;
  /** What of the drive is needed to go on later in another process, as JSON; null or absent where it cannot go on. */
  save?(): unknown;
  /** Performs what only looks how things stand after an interruption. Its exchanges are numbered apart from those of the walk. */
  aside?<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>>;
  perform<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>>;
  /** A text that quotes the portal, as a report may show it: without secrets and the names and numbers of persons. */
  mask?(text: string): string;
  /**
   * Tries an operation without doing harm: performs its leading exchanges that only read, and need nothing that is not known.
   * Null or absent where nothing says which exchanges only read.
   */
  rehearse?(operation: Operation, call: Whose): Promise<Rehearsal | null>;
}

/** Stands for a name that the target file does not read; no assertion is judged by it. */
export const NOT_SHOWN = 'not-shown';

/** The name among the persons of an offer of whoever acts as a party. */
export const staffName = (party: string): string => `staff ${party}`;

/** What can be observed of a portal, where that is less than the driver contract has. */
export interface Offer {
  operations: ReadonlySet<Operation>;
  /** The operations that the portal does within another one, as signing while a form is filled in: nobody can try them alone. */
  within?: ReadonlySet<Operation>;
  /** The test persons that the target supplies: `good`, `officer`, and others named by what they provoke, such as a cause. */
  persons: ReadonlySet<string>;
  certificates: ReadonlySet<string>;
  languages: ReadonlySet<Language>;
  /** The parts of an answer that can be read, such as history, actor, completion, notifications, cause, means or number. */
  shown: Pick<ReadonlySet<string>, 'has'>;
  /** The values that the portal is given when the form is filled in; absent where it is given all that the contract has. */
  enters?: ReadonlySet<string>;
  /** Why an operation, a control or a cause is missing, by its name, in the words of the target. */
  reasons: Readonly<Record<string, string>>;
  /** What is offered for each flow, by `regulation/flow`; absent where it is the same for all. */
  flows?: Readonly<Record<string, Offer>>;
}

/** The offer of a target for one flow. */
export const offerFor = (offer: Offer | undefined, flow: string): Offer | undefined => offer?.flows?.[flow] ?? offer;

/** The limits that the target sets to a run. */
export interface Allowance {
  /** The most applications that all walks of a run may open together. */
  applications: number;
  /** The most walks at the same time. */
  walks: number;
  /** Whether the target is marked as a test system; no application is sent to any other. */
  testSystem: boolean;
}

/** What came before on a walk that an interruption has cut. */
export interface Before {
  /** How many exchanges it has, and how many that are numbered apart. */
  exchanges: number;
  asides: number;
  /** What {@link Drive.save} gave; null for a walk that begins once more. */
  saved: unknown;
}

/** A portal that can be judged. Each transport makes one, and a vendor's module may bring its own. */
export interface Sut {
  name: string;
  description: Description;
  /** Absent where everything of the contract can be observed. */
  offer?: Offer;
  /** What a run may send; absent where nothing limits it. */
  allowance?: Allowance;
  /**
   * For a simulator: its time at the beginning of each walk, milliseconds since the epoch. The evidence then carries simulated
   * times only, so that the same run gives the same journal on any day. Absent for a portal that lives in real time.
   */
  simulatedFrom?: number;
  /** Where the target file names a test person, or would name them, for messages; absent where the portal is not described by a target file. */
  where?(person: string): string;
  /**
   * The requests that an operation sends at most in a flow, which is `regulation/flow`, as method and path; absent where they are those of
   * the driver contract.
   */
  requestsFor?(flow: string, operation: Operation, refused: boolean): string[];
  /**
   * Opens the drive of one walk.
   * @param seed makes the ids and numbers of a portal that opens worlds repeatable
   * @param onExchange is called with every exchange, already redacted
   * @param before what came before on a walk that goes on, or begins once more
   * @throws PortalFault where the walk cannot begin, or cannot go on
   */
  openDrive(scenario: string, seed: number, onExchange: Listener, before?: Before): Promise<Drive>;
  /** Counts applications against the limits that other parts of the run have opened; absent where nothing limits them. */
  spend?(applications: number): void;
  close(): Promise<void>;
}
