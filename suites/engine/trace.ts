// What was observed on one walk; every predicate judges one of these.
import type { Scenario } from '../../schemas/run/assertion.ts';
import type { HistoryEntry, Notification } from '../../schemas/target/driver.ts';
import type { Language, Stage } from '../../schemas/vocabulary.ts';
import type { Deed, Handling } from '../flow/deed.ts';
import type { Answer } from '../sut/sut.ts';

/**
 * When a step was seen. Times are the portal's, in milliseconds since the epoch. `absentAt` is the last moment at which it was
 * certainly not finished, `presentAt` the first at which it certainly was; `readyAt` is when it could begin.
 */
export interface Sighting {
  action: string;
  readyAt: number;
  absentAt: number | null;
  presentAt: number | null;
  /** A later step was seen although this one was not: waiting for it was given up. */
  overtaken: boolean;
  exchange: string;
}

/** An operation of the walk itself. `readyAt` is since when the portal had to accept it, null for the first. */
export interface Performed extends Deed {
  readyAt: number | null;
  at: number;
  accepted: boolean;
  problem: string | null;
  fault: string | null;
  exchange: string;
}

/** A deed that was tried out of its turn. Exactly one of `waitingFor` and `after` is set. */
export interface Probe extends Deed {
  waitingFor: string | null;
  after: string | null;
  accepted: boolean;
  /** Whether the walk had changed after the attempt; null when it could not be read. */
  changed: boolean | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
}

/** What fetching the result gave: bytes, or the reason why there were none. */
export interface Fetched {
  document: { mediaType: string; bytes: Uint8Array; signature: Uint8Array } | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
}

/** How the signature of the result stands; `certificate` is the signer's where it could be read. */
export interface SignatureSeen {
  /** Why it does not verify over the document, null where it does. */
  wrong: string | null;
  /** Whether it still verifies when one byte of the document is another. */
  verifiesTampered: boolean;
  certificate: { trusted: boolean; inForce: boolean; use: string; bin: string | null } | null;
}

/** Whether another person was let in, to try what only the owner may do; `reason` says why not. */
export interface Intruder {
  letIn: boolean;
  reason: string | null;
}

/** What another person tried on the request; `action` is the step that the walk waited for, null for reading after it. */
export interface Intrusion {
  operation: Handling | 'readRequest';
  action: string | null;
  accepted: boolean;
  /** Whether the walk had changed for its owner after the attempt; null when it could not be read. */
  changed: boolean | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
}

export interface Trace {
  scenario: Scenario;
  history: HistoryEntry[];
  state: string | null;
  number: string | null;
  sightings: Sighting[];
  performed: Performed[];
  probes: Probe[];
  notices: { language: Language; notifications: Notification[]; exchange: string }[];
  fetched: Fetched | null;
  signature: SignatureSeen | null;
  intruder: Intruder | null;
  intrusions: Intrusion[];
  /** The id that the walk logs in with, which says whose number a page has to show; null where the target supplies none. */
  applicant: string | null;
  /** What was offered at each stage that was looked at, in order. */
  pages: { stage: Stage; answer: Answer<'readPages'> }[];
  serviceHistory: { request: string | null; answer: Answer<'readHistory'> } | null;
  /** The survey, first with an answer that it does not have, then with answers that it has. */
  survey: { other: Answer<'answerSurvey'>; right: Answer<'answerSurvey'> } | null;
  /** The messages between the systems as their receivers wrote them down. */
  messages: Answer<'readMessages'> | null;
  lastRead: string | null;
  interrupted: string | null;
  /** What the portal should have refused and accepted, so that the walk no longer is the one of the text; null where there is nothing. */
  disturbed: string | null;
  /** Why nothing that this walk shows can count in the portal's favour, null where it can. */
  doubt: string | null;
}

/** A trace of nothing yet. */
export function emptyTrace(scenario: Scenario): Trace {
  return {
    scenario,
    history: [],
    state: null,
    number: null,
    sightings: [],
    performed: [],
    probes: [],
    notices: [],
    fetched: null,
    signature: null,
    intruder: null,
    intrusions: [],
    applicant: null,
    pages: [],
    serviceHistory: null,
    survey: null,
    messages: null,
    lastRead: null,
    interrupted: null,
    disturbed: null,
    doubt: null,
  };
}
