// The calls of predicates, which derivation writes into assertions and judging carries out: their names and arguments.
import { type Static, Type } from 'typebox';
import { BRINKS } from '../schemas/run/assertion.ts';
import {
  CAUSE_NAMES,
  COMPLETIONS,
  DOCUMENT_KINDS,
  GIVEN,
  LANGUAGES,
  MEANS,
  MESSAGES,
  STAGES,
  STATUSES,
} from '../schemas/vocabulary.ts';
import { WRITTEN_DEED, type WrittenDeed } from './flow/deed.ts';
import { VISITORS } from './flow/doors.ts';
import { CHANGES, READINGS, TRESPASSERS } from './flow/security.ts';
import { WRONG_SIGNATURES } from './flow/signing.ts';

const action = Type.String();
const operation = Type.Unsafe<WrittenDeed>(Type.String({ pattern: WRITTEN_DEED }));
const kinds = Type.Array(Type.Enum([...COMPLETIONS]));
const stage = Type.Enum([...STAGES]);
const names = Type.Array(Type.String());
const who = Type.Enum([...TRESPASSERS]);

/** What a document can name. `called` are the names of it that are known beforehand. */
const NAMED = ['holder', 'number', 'date', 'title', 'issuer', 'signatory'] as const;

const OnAction = Type.Object({ action });
const AtBrink = Type.Object({ action, brink: Type.Enum([...BRINKS]) });
const OfKind = Type.Object({ action, kinds });
const ClockTerm = Type.Object({ min: Type.Union([Type.Number(), Type.Null()]), max: Type.Number() });
const WithinTerm = Type.Object({ action, term: ClockTerm });
const Button = Type.Object({ action, stage, button: Type.String() });
const operations = Type.Array(Type.String(), { minItems: 1 });
const Field = Type.Object({ action, stage, field: Type.String() });
const as = Type.Enum(['applicant', 'employee', 'operator']);
const AtTheDoor = Type.Object({
  action,
  who: Type.Enum([...VISITORS]),
  as,
});
const DayTerm = Type.Object({ max: Type.Number(), unit: Type.Enum(['working-day', 'calendar-day']) });
const Question = Type.Object({ question: Type.Integer(), answers: Type.Array(Type.Integer()) });
const Wording = Type.Object({
  question: Type.Integer(),
  text: Type.String(),
  answers: Type.Array(Type.Object({ answer: Type.Integer(), text: Type.String() })),
});

/** The shape of the arguments of every predicate, by its name. */
export const CALLS = {
  'followed-by': Type.Object({ action, next: Type.String(), others: names, otherwise: Type.Optional(Type.String()) }),
  'refuses-wrong': Type.Object({
    action,
    cause: Type.Enum(CAUSE_NAMES),
    next: Type.String(),
    others: names,
    otherwise: Type.Optional(Type.String()),
  }),
  'counts-at': AtBrink,
  'ends-with': Type.Object({
    action,
    otherwise: Type.Optional(Type.Object({ path: names, byHead: Type.Boolean() })),
  }),
  'done-once': OnAction,
  'refused-early': Type.Object({ operation, waitingFor: Type.String() }),
  'refused-after': Type.Object({ operation, action }),
  'finished-within': WithinTerm,
  'accepted-throughout': Type.Object({
    action,
    term: ClockTerm,
    shared: Type.Optional(Type.Object({ since: Type.String(), term: ClockTerm })),
  }),
  'outcome-due': Type.Object({
    begun: Type.String(),
    outcome: Type.String(),
    readings: Type.Array(DayTerm, { minItems: 1 }),
    fromReceipt: Type.Optional(Type.Boolean()),
  }),
  notified: OfKind,
  'names-cause': Type.Object({ action, cause: Type.Enum(CAUSE_NAMES), saidBy: Type.Optional(kinds) }),
  readable: Type.Object({ action, language: Type.Enum([...LANGUAGES]) }),
  'issues-nothing': Type.Object({ action, letter: Type.Optional(Type.Literal(true)) }),
  'completed-by': Type.Object({ action, kinds, byRecord: Type.Boolean() }),
  numbered: OnAction,
  'numbered-apart': OnAction,
  'numbered-alike': OnAction,
  dated: OnAction,
  'given-at-once': Type.Object({ action, what: Type.Enum([...GIVEN]) }),
  'document-issued': OnAction,
  'handed-over': Type.Object({ action, means: Type.Enum([...MEANS]) }),
  'sent-to-applicant': OnAction,
  received: Type.Object({
    action,
    from: names,
    to: Type.String(),
    what: Type.Enum([...MESSAGES]),
    status: Type.Union([Type.Enum([...STATUSES]), Type.Null()]),
    earlier: names,
    afterwards: Type.Optional(Type.Boolean()),
  }),
  inquired: Type.Object({ action, of: names, via: names, power: Type.Optional(Type.Boolean()) }),
  'asks-authority': Type.Object({ action, next: Type.String() }),
  'asks-payment-gateway': Type.Object({ action, next: Type.String() }),
  'asks-database': Type.Object({ action, of: names, power: Type.Optional(Type.Boolean()) }),
  'asks-for-nobody-else': OnAction,
  'done-by': Type.Object({ action, actors: Type.Array(Type.String(), { minItems: 1 }) }),
  signed: OnAction,
  'signed-by-official': OnAction,
  'signed-by-provider': OnAction,
  'signed-by-head': OnAction,
  'collected-by-applicant': OnAction,
  'is-pdf': OnAction,
  names: Type.Object({ action, what: Type.Enum([...NAMED]), called: names }),
  'is-of-kind': Type.Object({ action, kinds: Type.Array(Type.Enum([...DOCUMENT_KINDS]), { minItems: 1 }) }),
  'in-history': OnAction,
  'open-in-history': OnAction,
  'refused-in-history': OnAction,
  'hidden-from': Type.Object({ action, operation: Type.Enum([...READINGS]), who }),
  'refused-to': Type.Object({ action, operation: Type.Enum([...CHANGES]), who }),
  undisturbed: Type.Object({ action, who: Type.Enum(['another', 'nobody']) }),
  'let-in-after-guesses': OnAction,
  'let-in': AtTheDoor,
  'let-in-at': AtBrink,
  'not-let-in': AtTheDoor,
  'not-let-in-unregistered': OnAction,
  'let-in-once-registered': OnAction,
  'registers-own-certificate-only': OnAction,
  'confirmed-by-bin': Type.Object({ action, next: Type.String(), others: names, as }),
  'tampering-shows': OnAction,
  'keeps-document': OnAction,
  'refuses-wrong-document': OnAction,
  'keeps-mark': OnAction,
  'signs-values': OnAction,
  'signs-documents': OnAction,
  'refuses-signature': Type.Object({ action, of: Type.Enum([...WRONG_SIGNATURES]) }),
  'offers-screens': Type.Object({ action, screens: Type.Array(names) }),
  'words-screens': Type.Object({
    action,
    screens: Type.Array(Type.Object({ screen: Type.String(), text: Type.String() })),
  }),
  'orders-screens': Type.Object({ action, screens: Type.Array(names) }),
  'offers-own-screen': Type.Object({
    action,
    iin: Type.String(),
    bin: Type.String(),
    byBin: Type.Optional(Type.Boolean()),
  }),
  'offers-button': Button,
  'labels-button': Type.Object({ action, stage, button: Type.String(), label: Type.String() }),
  'button-appears': Button,
  'leads-to': Type.Object({ action, stage, button: Type.String(), operations }),
  'leads-from-history': Type.Object({ action, button: Type.String(), operations }),
  'offers-service': Type.Object({ action, label: Type.String(), names }),
  'shows-form': OnAction,
  'keeps-form': OnAction,
  'keeps-attorney': OnAction,
  'asks-field': Field,
  'prefills-field': Field,
  'shows-particular': Type.Object({
    action,
    stage,
    particular: Type.String(),
    names: Type.Optional(names),
    term: Type.Optional(Type.Object({ begun: Type.String(), readings: Type.Array(DayTerm, { minItems: 1 }) })),
  }),
  'asks-survey': Type.Object({ action, questions: Type.Array(Question) }),
  'words-survey': Type.Object({ action, questions: Type.Array(Wording) }),
  'names-service': Type.Object({ action, names }),
  'shows-contact': Type.Object({ action, number: Type.String() }),
  'accepts-survey': OnAction,
  'refuses-other-answers': OnAction,
} as const;
/** The name of a predicate. */
export type PredicateName = keyof typeof CALLS;
/** The arguments of the predicate with this name. */
export type ArgumentsOf<N extends PredicateName> = Static<(typeof CALLS)[N]>;

/** A predicate with its arguments, as an assertion stores them. */
export type PredicateCall = { [N in PredicateName]: { predicate: N; arguments: ArgumentsOf<N> } }[PredicateName];
