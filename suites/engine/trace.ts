// What a trace holds: all that was observed on one walk, for the predicates to judge.
import type { Brink, Scenario } from '../../schemas/run/assertion.ts';
import type { Said } from '../../schemas/said.ts';
import type { AskedCall, HistoryEntry, Notification, SessionView } from '../../schemas/target/driver.ts';
import type { Cause, DocumentKind, Language, Stage } from '../../schemas/vocabulary.ts';
import type { Validity } from '../flow/brinks.ts';
import type { Deed, Handling } from '../flow/deed.ts';
import type { Visitor, Walker } from '../flow/doors.ts';
import { refusedAt } from '../flow/refusals.ts';
import type { Reading, Trespasser } from '../flow/security.ts';
import type { WrongSignature } from '../flow/signing.ts';
import type { Answer } from '../sut/sut.ts';

/** Between which moments a step was finished. All moments are milliseconds since the epoch, by the clock of the walk. */
export interface Sighting {
  action: string;
  /** When the step could begin. */
  readyAt: number;
  /** The last moment at which it certainly was not finished; null where it was never seen absent. */
  absentAt: number | null;
  /** The first moment at which it certainly was finished; null where it was never seen finished. */
  presentAt: number | null;
  /** Whether waiting for it was given up because a later step was seen. */
  overtaken: boolean;
  exchange: string;
}

/** An operation that the walk performed in its turn. Moments are milliseconds since the epoch, by the clock of the walk. */
export interface Performed extends Deed {
  /** Since when the portal had to accept it; null for the first operation of the walk. */
  readyAt: number | null;
  at: number;
  /** Whether the walk had waited with it on purpose, for as long as the text gives. */
  waited: boolean;
  accepted: boolean;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
}

/** A deed that was tried out of its turn: either while the walk waited for another one, or after it had ended. */
export interface Probe extends Deed {
  /** The name of the point at which the walk waited; null after its end. */
  waitingFor: string | null;
  /** The action with which the walk had ended; null before its end. */
  after: string | null;
  accepted: boolean;
  /** Whether the walk had changed after the attempt; null when it could not be read. */
  changed: boolean | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  /** Whether the fault is that the target leaves out what it would take to try this. */
  lacks?: boolean;
  exchange: string;
}

/** What came of fetching the result: a document, or why there was none. */
export interface Fetched {
  document: { mediaType: string; bytes: Uint8Array; signature: Uint8Array; kind?: DocumentKind | null } | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
}

/** What came of the applicant fetching the result of a request that somebody on the staff had brought in for them. */
export interface Collected extends Fetched {
  /** Why the applicant could not log in, as a sentence; null where they could. */
  keptOut: string | null;
}

/** What was found of the signature of the result. */
export interface SignatureSeen {
  /** Why it does not verify over the document, as the rest of a sentence about it; null where it does. */
  wrong: string | null;
  /** Why nothing can be said of it, such as an algorithm that is not known here; null where something can. */
  unknown: string | null;
  /** Whether it still verifies after one byte of the document is changed. */
  verifiesTampered: boolean;
  /** The certificate of the signer; null where it could not be read. */
  certificate: {
    trusted: boolean;
    inForce: boolean;
    use: string;
    bin: string | null;
    iin?: string | null;
    commonName: string;
  } | null;
}

/** The words of the result, or why there are none to be read, as a sentence. A blank document has the words ``. */
export type Words = { text: string } | { unreadable: string };

/** By what a document can name the person or organisation that it is for. */
export interface Holder {
  numbers: string[];
  /** The name in the certificate of the applicant; null where it is not the applicant who is looked up. */
  name: string | null;
}

/** What a request had when a step was seen done by which the text gives it something. */
export interface Given {
  action: string;
  number: string | null;
  /** Undefined where the portal does not show it. */
  date: string | null | undefined;
  exchange: string | null;
}

/** How documents were attached on one walk, with the number of those that the request listed; null where it lists none. */
export interface Attaching {
  action: string;
  /** An empty document, which was tried before the other; null where only that one was tried. */
  wrong: Attached | null;
  right: Attached;
  /** Whether the form shows the mark that the documents exist on paper; null where the portal shows none. */
  onPaper: boolean | null;
}

/** One document that was attached, and how many the request listed before and after. */
export interface Attached extends Pick<Probe, 'accepted' | 'status' | 'problem' | 'fault' | 'exchange'> {
  before: number | null;
  after: number | null;
}

/** How the form looked before it was filled in and afterwards: null where none is shown, undefined where the portal does not say. */
export interface Entering {
  action: string;
  opened: Readonly<Record<string, string>> | null | undefined;
  openedIn: string | null;
  filled: Readonly<Record<string, string>> | null | undefined;
  filledIn: string;
  /** The number that was entered. */
  applicant: string;
  /** That of whoever represents the applicant; null where nobody does. */
  attorney: string | null;
  /** The e-mail address that was entered; null or absent where none was. */
  email?: string | null;
}

/** What was given to be signed, with what had been entered and attached before. */
export interface SignedContent {
  action: string;
  bytes: Uint8Array;
  /** The texts in which a value can stand: as it is, and out of JSON, markup, a form, base64 or a PDF. */
  texts: string[];
  /** Whether all of the bytes could be read. Where it is false, a value may stand in a part that could not. */
  isWhole: boolean;
  /** The values that the portal was given, by their names in the form. */
  entered: Readonly<Record<string, string>>;
  /** The document that the portal took; null where it took none. */
  attached: Uint8Array | null;
  exchange: string;
}

/** A wrong signature that was handed in before the right one; not `tried` where the target is `lacking` what it is made with. */
export interface WrongSigning {
  action: string;
  of: WrongSignature;
  tried: Pick<Probe, 'accepted' | 'changed' | 'status' | 'problem' | 'fault' | 'exchange'> | null;
  lacking: string | null;
}

/** Whether another person could log in, in order to try what only the owner of the request may do. */
export interface Intruder {
  letIn: boolean;
  /** Why the login failed; null where it did not. */
  reason: Said | null;
}

/** What somebody tried on the request whose turn it was not. */
export interface Intrusion {
  who: Trespasser;
  operation: Handling | Reading | 'answerSurvey';
  /** The step that the walk waited for; null for reading. */
  action: string | null;
  accepted: boolean;
  /** Whether the walk had changed for its owner after the attempt; null when it could not be read. */
  changed: boolean | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  /** Whether the fault is that the target leaves out what it would take to try this. */
  lacks?: boolean;
  exchange: string;
}

/** How somebody fared who tried the door of the flow beside the walk. */
export interface Login extends Attempted {
  visitor: Visitor;
}

/** What came of one attempt to log in. */
export interface Attempted {
  state: SessionView['state'] | null;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
}

/** At which brink of its validity a certificate is used, and between which moments it was checked. Moments are milliseconds since the epoch. */
export interface AtBrink {
  brink: Brink;
  validity: Validity;
  /** By how much the clock may be ahead of what it shows, because it shows no more. */
  grainMs: number;
  /** When it was sent, and when it was known what came of it. */
  at: number;
  by: number;
}

/** What came of a certificate that was used at a brink on the walk: it was confirmed or refused, or neither can be told. */
export interface Used extends AtBrink, Pick<Probe, 'accepted' | 'problem' | 'fault' | 'exchange'> {
  outcome: 'confirmed' | 'refused' | null;
  /** The causes that the notification of the refusal names; empty where it names none. */
  named: readonly Cause[];
}

/** Why no certificate was used at a brink, and whether that is because the target leaves out what it would take. */
export interface Unused {
  why: Said;
  lacks: boolean;
}

/** What came of somebody who showed a certificate at the login at a brink. */
export interface Shown extends AtBrink, Attempted {}

/** How somebody fared who registered before the walk, whom the portal had not known. Each part is one attempt. */
export interface Registration {
  /** The login before anything else. */
  before: Attempted;
  /** The registration with the certificate of somebody else; null where none is needed. */
  other: Registered | null;
  own: Registered;
  /** The login afterwards. */
  after: Attempted;
}

/** How the owner fared who logged in after somebody had guessed at their password: `later` is a day later, null where they were let in before. */
export interface Guessed {
  atOnce: Attempted;
  later: Attempted | null;
}

/** One attempt to register. */
export type Registered = Pick<Probe, 'accepted' | 'status' | 'problem' | 'fault' | 'exchange'>;

/** What the counterparties had written down of the calls of one walk. */
export interface Asked {
  /** How many calls there were before the walk; null where that could not be read. */
  before: number | null;
  /** How many there were when a step was seen done, by its action. */
  when: Record<string, number>;
  /** All calls that are still kept; null where they could not be read, with why. */
  calls: readonly AskedCall[] | null;
  why: Said | null;
  /** The time by the clock of the record when it was read last. */
  now: string | null;
  /** The numbers of those whom the request is about: the applicant alone, and with whoever else takes part in it. */
  applicant: string | null;
  persons: readonly string[];
  /** The serial numbers of the certificates of whoever walks, in hexadecimal digits. */
  certificates: readonly string[];
  /** What was paid with, and the request; null where there is none. */
  payment: string | null;
  request: string | null;
  exchange: string;
}

/** All that was observed on one walk. Exchanges are named by their ids. A `fault` says why nothing can be concluded from an answer. */
export interface Trace {
  scenario: Scenario;
  history: HistoryEntry[];
  /** The last state of the request, or of the session before there is a request. */
  state: string | null;
  number: string | null;
  /** The date that the request was given with its number; null where it has none, undefined where the portal does not show it. */
  registeredOn: string | null | undefined;
  sightings: Sighting[];
  given: Given[];
  performed: Performed[];
  /** Whether the time of the walk is that of a clock which we move, and not that on the wall. */
  movesClock: boolean;
  /** The attempts at this walk before it, each of which ends with a deed that was refused after the walk had waited with it. */
  shut: Trace[];
  /** Whether the portal decided by itself, so that nobody did it on the walk. */
  decidedItself: boolean;
  probes: Probe[];
  notices: { language: Language; notifications: Notification[]; exchange: string }[];
  fetched: Fetched | null;
  signature: SignatureSeen | null;
  /** What came of the applicant fetching the result; null where nobody else had brought the request in. */
  collected: Collected | null;
  logins: Login[];
  registration: Registration | null;
  guessed: Guessed | null;
  /** What came of a certificate at a brink of its validity, or why none was used there; null where none had to be. */
  used: Used | Unused | null;
  /** What came of showing one at the login, at each brink, and at last of showing one that is good; or why nobody did. */
  shown: { brinks: Shown[]; good: Attempted } | Unused | null;
  /** Why the walk is none that anything else can be told from; null where it is one. */
  astray: Said | null;
  /** Who walks, by the name in the roster. */
  walker: Walker;
  /** What the target leaves out so that the walk was not begun; null where it was. */
  lacking: Said | null;
  /** What is written in the result; null where it was not fetched. */
  words: Words | null;
  holder: Holder;
  /** The BIN of the provider; null where the target names none. */
  provider: string | null;
  /** The IIN of the head of the provider and of each deputy; null where the target names none. */
  heads: readonly string[] | null;
  attaching: Attaching | null;
  entering: Entering | null;
  /** What was given to be signed; null where nothing was. */
  content: SignedContent | null;
  signings: WrongSigning[];
  /** Whether the portal took the certificate before the step at which the request is signed, as one reading of the text has it. */
  chosenEarly: boolean;
  intruder: Intruder | null;
  intrusions: Intrusion[];
  /** Why no other party of the provider could try a step, by the action of the step. */
  colleagues: Record<string, Said>;
  /** Why no officer could try a step of the applicant; null where one could, or nobody had to. */
  officer: Said | null;
  /** The id that the walk logs in with, usually an IIN or BIN, which pages have to show; null where the target supplies none. */
  applicant: string | null;
  /** What the pages offered at each stage at which they were read, in order. */
  pages: { stage: Stage; answer: Answer<'readPages'> }[];
  /** The service history as it was read while the request waited for the decision. */
  openHistory: { request: string | null; answer: Answer<'readHistory'> } | null;
  serviceHistory: { request: string | null; answer: Answer<'readHistory'> } | null;
  /** How the survey was answered: first with an answer that it does not have (`other`), then with answers that it has (`right`). */
  survey: { other: Answer<'answerSurvey'>; right: Answer<'answerSurvey'> } | null;
  /** The messages between units and systems, as the receivers have recorded them. */
  messages: Answer<'readMessages'> | null;
  /** What the systems around the portal were asked; null where nobody looked. */
  asked: Asked | null;
  /** The last exchange in which the walk was read. */
  lastRead: string | null;
  /** Why the walk did not come to its end; null where it did. */
  interrupted: Said | null;
  /** What took effect although the portal had to refuse it, so that the walk is no longer the one of the text; null where nothing did. */
  disturbed: Said | null;
  /** Why nothing on this walk may count in favour of the portal; null where it may. */
  doubt: Said | null;
}

/** The trace of a walk that has not begun. */
export function emptyTrace(scenario: Scenario): Trace {
  return {
    scenario,
    history: [],
    state: null,
    number: null,
    registeredOn: undefined,
    sightings: [],
    given: [],
    performed: [],
    movesClock: false,
    shut: [],
    decidedItself: false,
    probes: [],
    notices: [],
    fetched: null,
    signature: null,
    collected: null,
    logins: [],
    registration: null,
    guessed: null,
    used: null,
    shown: null,
    astray: null,
    walker: 'good',
    lacking: null,
    words: null,
    holder: { numbers: [], name: null },
    provider: null,
    heads: null,
    attaching: null,
    entering: null,
    content: null,
    signings: [],
    chosenEarly: false,
    intruder: null,
    intrusions: [],
    colleagues: {},
    officer: null,
    applicant: null,
    pages: [],
    openHistory: null,
    serviceHistory: null,
    survey: null,
    messages: null,
    asked: null,
    lastRead: null,
    interrupted: null,
    disturbed: null,
    doubt: null,
  };
}

/** The statuses by which a portal says that what it was sent is wrong, or that whoever sent it may not. */
const REFUSALS: readonly number[] = [400, 401, 403, 404, 409, 422];

/**
 * The login that was refused by its answer alone, with the step that refuses it: there is no session that could show a record of it.
 * @returns null on any other walk
 */
export function refusedOutright({ scenario, performed }: Trace): ReturnType<typeof refusedAt> {
  const refused = refusedAt(scenario);
  const [login] = performed;
  const isSo =
    login?.action === refused?.step && login?.operation === 'authenticate' && !login.accepted && login.fault === null;
  return isSo && login.status !== null && REFUSALS.includes(login.status) ? refused : null;
}
