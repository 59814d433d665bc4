// The closed vocabulary of the field: what a step does, what a condition checks, and why it may fail.

/** What kind of unit a party is; it decides which parts of a step the party may play. */
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

/** Whether units of this role act through people, who take their time, and not by themselves at once. */
export const isPerson = (role: Role): boolean => role === 'person' || role === 'provider' || role === 'service-centre';

/**
 * What a step does. `operation` is the driver operation by which somebody starts it (null: the systems do it by themselves);
 * `ends` says how the walk stands after it.
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

/** Whether a step is done by people, who take their time: the verb says so, or the unit that does it. Paying and looking up are not. */
export function isDoneInPerson(verb: Verb, role: Role): boolean {
  const { operation } = VERBS[verb];
  if (operation === 'confirm' || operation === 'decide') return true;
  return operation !== null && operation !== 'pay' && operation !== 'lookUp' && isPerson(role);
}

/**
 * What a condition checks. `waitsFor` is the operation that brings the answer when the step before it does not;
 * `subjects` are the things that a printed branch of it may name.
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
 * Every cause of a failed condition: the check that it fails, the operation that carries it, the control that it needs.
 * `asks` is the unit that has to be asked for it to arise; `named` is what the refusal calls it, where that is another name.
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
  'authentication-key': { check: 'certificate', operation: 'chooseCertificate', control: null },
  'other-bytes': { check: 'certificate', operation: 'sign', control: null },
  'no-such-person': { check: 'registry', operation: 'lookUp', control: null, asks: 'individuals-registry' },
  'no-such-organisation': { check: 'registry', operation: 'lookUp', control: null, asks: 'organisations-registry' },
  'no-power-of-attorney': { check: 'registry', operation: 'lookUp', control: null, asks: 'notary-is' },
  'database-unavailable': { check: 'registry', operation: 'lookUp', control: null },
  'database-silent': {
    check: 'registry',
    operation: 'lookUp',
    control: 'counterparties',
    named: 'database-unavailable',
  },
  'requirements-not-met': { check: 'qualification', operation: 'decide', control: 'decision' },
  'untrue-data': { check: 'qualification', operation: 'decide', control: 'decision' },
  'missing-document': { check: 'qualification', operation: 'decide', control: 'decision' },
} as const satisfies Record<
  string,
  { check: Check; operation: string; control: string | null; asks?: string; named?: string }
>;
export type Cause = keyof typeof CAUSES;

/** What the notification of a refusal for this cause names. */
export function namedCause(cause: Cause): Cause {
  const row = CAUSES[cause];
  return 'named' in row ? row.named : cause;
}

/** The causes of a check, in the order of the table. */
export function causesOf(check: Check): Cause[] {
  return CAUSE_NAMES.filter((cause) => CAUSES[cause].check === check);
}

export const CAUSE_NAMES = Object.keys(CAUSES) as Cause[];
export const CHECK_NAMES = Object.keys(CHECKS) as Check[];
export const VERB_NAMES = Object.keys(VERBS) as Verb[];
export const OUTCOMES: Outcome[] = CHECK_NAMES.flatMap((check) => [CHECKS[check].passes, CHECKS[check].fails]);

/** The check that an outcome belongs to, and whether it is its good side. */
export function readOutcome(outcome: Outcome): { check: Check; good: boolean } {
  for (const check of CHECK_NAMES) {
    if (CHECKS[check].passes === outcome) return { check, good: true };
    if (CHECKS[check].fails === outcome) return { check, good: false };
  }
  throw new RangeError(`no check has the outcome ${outcome}`);
}

/** What a step can leave behind: a notification of a kind, and for two of them something more. */
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

/** What one unit sends another in the course of a step. */
export const MESSAGES = ['request', 'notice', 'status', 'document'] as const;

/** The statuses that a text names when it has one sent; «жұмыстануда» is the only one. */
export const STATUSES = ['in-progress'] as const;

/** How a result can be handed over. */
export const MEANS = ['in-person', 'e-mail'] as const;
export type Means = (typeof MEANS)[number];

/**
 * When something is seen or can be pressed, in order: before anybody is let in, while the form is filled in, before the request is
 * signed, while it is processed, and once the answer has come.
 */
export const STAGES = ['login', 'form', 'signing', 'processing', 'answered'] as const;
export type Stage = (typeof STAGES)[number];

/** What a form asks for, and what is shown of a request; `iin-bin` is the number of whom the request is for. */
export const PARTICULARS = ['login', 'password', 'iin-bin', 'number', 'kind', 'status', 'term'] as const;
export type Particular = (typeof PARTICULARS)[number];

/** The languages of the portals. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
