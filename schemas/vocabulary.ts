// The closed vocabulary in which regulations are transcribed: what a step does, what a condition checks, and why it may fail.

/** The kinds of unit that a party can be. */
export const ROLES = [
  'person',
  'provider',
  'portal',
  'licensing',
  'registry',
  'payment',
  'gateway',
  'service-centre',
  'notary',
  'certification',
  'local-body',
] as const;
export type Role = (typeof ROLES)[number];

/** Whether units of this role act through people, who need time, rather than through a system that acts at once. */
export const isPerson = (role: Role): boolean => role === 'person' || role === 'provider' || role === 'service-centre';

/** Whether units of this role handle requests that others bring. */
export const isOffice = (role: Role): boolean =>
  role === 'provider' || role === 'service-centre' || role === 'local-body';

/**
 * What a step can do. `operation` is the operation of the driver contract that starts the step (null: systems start it by themselves).
 * `ends` is how the step ends the flow (null: the flow goes on).
 */
export const VERBS = {
  authenticate: { operation: 'authenticate', ends: null },
  fill: { operation: 'fill', ends: null },
  attach: { operation: 'attach', ends: null },
  pay: { operation: 'pay', ends: null },
  'choose-certificate': { operation: 'chooseCertificate', ends: null },
  sign: { operation: 'sign', ends: null },
  'look-up': { operation: 'lookUp', ends: null },
  route: { operation: null, ends: null },
  register: { operation: null, ends: null },
  refuse: { operation: null, ends: 'refused' },
  issue: { operation: null, ends: 'completed' },
  accept: { operation: 'confirm', ends: null },
  assign: { operation: 'confirm', ends: null },
  process: { operation: 'decide', ends: null },
  form: { operation: null, ends: null },
  approve: { operation: 'confirm', ends: null },
  'show-status': { operation: null, ends: null },
  'hand-over': { operation: 'confirm', ends: 'completed' },
} as const;
export type Verb = keyof typeof VERBS;

/**
 * Whether a step is done by people, who need time: because its operation is `confirm` or `decide`, or because a person is its actor.
 * Paying and looking up are done by systems, whoever starts them.
 */
export function isDoneInPerson(verb: Verb, role: Role): boolean {
  const { operation } = VERBS[verb];
  if (operation === 'confirm' || operation === 'decide') return true;
  return operation !== null && operation !== 'pay' && operation !== 'lookUp' && isPerson(role);
}

/**
 * What a condition can check. `passes` and `fails` name its two outcomes. `waitsFor` is the operation that has to bring the answer
 * (null: the step before the condition brings it). `subjects` are what a printed branch of the condition may name.
 */
export const CHECKS = {
  credentials: {
    passes: 'authorised',
    fails: 'unauthorised',
    waitsFor: null,
    subjects: ['applicant-data', 'staff-data', 'authorisation'],
  },
  payment: { passes: 'paid', fails: 'unpaid', waitsFor: null, subjects: ['payment'] },
  certificate: { passes: 'confirmed', fails: 'unconfirmed', waitsFor: null, subjects: ['signature'] },
  registry: { passes: 'found', fails: 'missing', waitsFor: null, subjects: ['applicant-data', 'record'] },
  qualification: {
    passes: 'qualified',
    fails: 'unqualified',
    waitsFor: 'decide',
    subjects: ['applicant-data', 'requirements'],
  },
} as const;
export type Check = keyof typeof CHECKS;
export type Outcome = (typeof CHECKS)[Check]['passes' | 'fails'];

/**
 * Every cause of a failed condition: the check that fails by it, the operation in which a test provokes it, and the control that this
 * needs. With `outage`, nobody's data are wrong but a database is away.
 * With `asks`, the cause can arise only where that unit is asked. That another organisation signs can be tried only by one that has logged
 * in with its BIN. With `named`, the refusal names that cause instead. With `outright`, the answer to the operation alone may refuse what is
 * brought, since the condition could not even be asked of it: what is no certificate or no signature, a signature that holds content of its
 * own, and a form that names somebody else than the one who signs it.
 */
export const CAUSES = {
  'unknown-id': { check: 'credentials', operation: 'authenticate', control: null },
  'wrong-password': { check: 'credentials', operation: 'authenticate', control: null },
  'malformed-id': { check: 'credentials', operation: 'authenticate', control: null },
  'wrong-check-digit': { check: 'credentials', operation: 'authenticate', control: null },
  'not-paid': { check: 'payment', operation: 'pay', control: null },
  'paid-too-little': { check: 'payment', operation: 'pay', control: 'payment-sandbox' },
  'paid-for-another-request': { check: 'payment', operation: 'pay', control: 'payment-sandbox' },
  'payment-reversed': { check: 'payment', operation: 'pay', control: 'payment-sandbox' },
  expired: { check: 'certificate', operation: 'chooseCertificate', control: null },
  'not-yet-valid': { check: 'certificate', operation: 'chooseCertificate', control: null },
  revoked: { check: 'certificate', operation: 'chooseCertificate', control: null },
  'on-hold': { check: 'certificate', operation: 'chooseCertificate', control: null },
  'untrusted-issuer': { check: 'certificate', operation: 'chooseCertificate', control: null },
  'another-person': { check: 'certificate', operation: 'chooseCertificate', control: null },
  'another-organisation': {
    check: 'certificate',
    operation: 'chooseCertificate',
    control: null,
    named: 'another-person',
  },
  'authentication-key': { check: 'certificate', operation: 'chooseCertificate', control: null },
  'other-bytes': { check: 'certificate', operation: 'sign', control: null },
  'no-certificate': {
    check: 'certificate',
    operation: 'chooseCertificate',
    control: null,
    named: 'untrusted-issuer',
    outright: true,
  },
  'no-signature': { check: 'certificate', operation: 'sign', control: null, named: 'other-bytes', outright: true },
  'own-content': { check: 'certificate', operation: 'sign', control: null, named: 'other-bytes', outright: true },
  'another-applicant': {
    check: 'certificate',
    operation: 'fill',
    control: null,
    named: 'another-person',
    outright: true,
  },
  'no-such-person': { check: 'registry', operation: 'lookUp', control: null, asks: 'individuals-registry' },
  'no-such-organisation': { check: 'registry', operation: 'lookUp', control: null, asks: 'organisations-registry' },
  'no-power-of-attorney': { check: 'registry', operation: 'lookUp', control: null, asks: 'notary-is' },
  'database-unavailable': { check: 'registry', operation: 'lookUp', control: null, outage: true },
  'database-silent': {
    check: 'registry',
    operation: 'lookUp',
    control: 'counterparties',
    outage: true,
    named: 'database-unavailable',
  },
  'requirements-not-met': { check: 'qualification', operation: 'decide', control: 'decision' },
  'untrue-data': { check: 'qualification', operation: 'decide', control: 'decision' },
  'missing-document': { check: 'qualification', operation: 'decide', control: 'decision' },
} as const satisfies Record<
  string,
  {
    check: Check;
    operation: string;
    control: string | null;
    outage?: true;
    asks?: string;
    named?: string;
    outright?: true;
  }
>;
export type Cause = keyof typeof CAUSES;

/** Whether with this cause nobody's data are wrong, but a database is away. */
export const isOutage = (cause: Cause): boolean => 'outage' in CAUSES[cause];

/** Whether the answer alone may refuse what is brought with this cause, and leave the request as it was. */
export const isOutright = (cause: Cause): boolean => 'outright' in CAUSES[cause];

/** The cause that the notification of a refusal names when this one has occurred. */
export function namedCause(cause: Cause): Cause {
  const traits = CAUSES[cause];
  return 'named' in traits ? traits.named : cause;
}

/** The causes of a check, in the order of the table. */
export function causesOf(check: Check): Cause[] {
  return CAUSE_NAMES.filter((cause) => CAUSES[cause].check === check);
}

export const CAUSE_NAMES = Object.keys(CAUSES) as Cause[];
export const CHECK_NAMES = Object.keys(CHECKS) as Check[];
export const VERB_NAMES = Object.keys(VERBS) as Verb[];
export const OUTCOMES: Outcome[] = CHECK_NAMES.flatMap((check) => [CHECKS[check].passes, CHECKS[check].fails]);

/**
 * The check that an outcome belongs to, and whether the check passes with it (`good`).
 *
 * @throws RangeError for a word that is no outcome
 */
export function readOutcome(outcome: Outcome): { check: Check; good: boolean } {
  for (const check of CHECK_NAMES) {
    if (CHECKS[check].passes === outcome) return { check, good: true };
    if (CHECKS[check].fails === outcome) return { check, good: false };
  }
  throw new RangeError(`no check has the outcome ${outcome}`);
}

/** The completion forms: the kinds of notification, document or record that a step can leave behind. */
export const COMPLETIONS = [
  'auth-refused-user',
  'auth-refused-staff',
  'service-refused-no-payment',
  'service-refused-certificate',
  'service-refused-data',
  'service-refused',
  'data-unavailable',
  'request-formed',
  'request-routed',
  'request-registered',
  'action-confirmed',
  'payment-receipt',
  'result-issued',
  'application-accepted',
  'task-assigned',
  'document-formed',
  'document-signed',
  'status-shown',
  'status-in-progress',
  'service-completed',
  'result-handed-over',
  'motivated-refusal',
] as const;
export type Completion = (typeof COMPLETIONS)[number];

/** The kinds of document that a result can be. A refusal by letter is a result too, and is no licence. */
export const DOCUMENT_KINDS = ['licence', 'reissued-licence', 'duplicate', 'annex', 'certificate', 'refusal'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What one unit sends another in the course of a step. */
export const MESSAGES = ['request', 'notice', 'status', 'document', 'payment', 'inquiry'] as const;

/** What a step can give a request when it takes it in. */
export const GIVEN = ['number', 'date'] as const;
export type Given = (typeof GIVEN)[number];

/** The statuses that a step can send. The regulations name only this one: «жұмыстануда». */
export const STATUSES = ['in-progress'] as const;

/** The ways in which a result can be handed over. */
export const MEANS = ['in-person', 'e-mail'] as const;
export type Means = (typeof MEANS)[number];

/**
 * The stages at which something is shown or can be pressed, in order: before the person is let in, while the form is filled in, before
 * the request is signed, while it is processed, and once it is answered.
 */
export const STAGES = ['login', 'form', 'signing', 'processing', 'answered'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * Where pressing a button leads, by what the button does: each to one of these operations of the driver contract. A button that none of the
 * texts has is not in the table.
 */
export const PRESSES: Readonly<Record<string, readonly string[]>> = {
  order: ['open'],
  send: ['chooseCertificate', 'sign'],
  sign: ['sign'],
  'refresh-status': ['readRequest', 'readPages'],
  'view-result': ['fetchResult', 'readPages'],
  open: ['fetchResult'],
  'save-pdf': ['fetchResult'],
};

/** What a form asks for or a page shows of a request. `iin-bin` is the identification number of the person or organisation it is for. */
export const PARTICULARS = ['login', 'password', 'iin-bin', 'number', 'kind', 'status', 'term'] as const;
export type Particular = (typeof PARTICULARS)[number];

/** The languages in which portals speak to people. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
