// The calls of predicates, which derivation writes into assertions and judging carries out: their names and arguments.
import { type Static, Type } from 'typebox';
import { CAUSE_NAMES, COMPLETIONS, LANGUAGES, MEANS, MESSAGES, STAGES, STATUSES } from '../schemas/vocabulary.ts';
import { WRITTEN_DEED, type WrittenDeed } from './flow/deed.ts';
import { OWNED } from './flow/security.ts';

const action = Type.String();
const operation = Type.Unsafe<WrittenDeed>(Type.String({ pattern: WRITTEN_DEED }));
const kinds = Type.Array(Type.Enum([...COMPLETIONS]));
const stage = Type.Enum([...STAGES]);
const names = Type.Array(Type.String());

const OnAction = Type.Object({ action });
const OfKind = Type.Object({ action, kinds });
const WithinTerm = Type.Object({
  action,
  term: Type.Object({ min: Type.Union([Type.Number(), Type.Null()]), max: Type.Number() }),
});
const Button = Type.Object({ action, stage, button: Type.String() });
const Field = Type.Object({ action, stage, field: Type.String() });
const DayTerm = Type.Object({ max: Type.Number(), unit: Type.Enum(['working-day', 'calendar-day']) });
const Question = Type.Object({ question: Type.Integer(), answers: Type.Array(Type.Integer()) });
const Wording = Type.Object({
  question: Type.Integer(),
  text: Type.String(),
  answers: Type.Array(Type.Object({ answer: Type.Integer(), text: Type.String() })),
});

/** The shape of the arguments of every predicate, by its name. */
export const CALLS = {
  'followed-by': Type.Object({ action, next: Type.String(), others: names }),
  'ends-with': OnAction,
  'done-once': OnAction,
  'refused-early': Type.Object({ operation, waitingFor: Type.String() }),
  'refused-after': Type.Object({ operation, action }),
  'finished-within': WithinTerm,
  'accepted-throughout': WithinTerm,
  'outcome-due': Type.Object({
    begun: Type.String(),
    outcome: Type.String(),
    readings: Type.Array(DayTerm, { minItems: 1 }),
  }),
  notified: OfKind,
  'names-cause': Type.Object({ action, cause: Type.Enum(CAUSE_NAMES) }),
  readable: Type.Object({ action, language: Type.Enum([...LANGUAGES]) }),
  'issues-nothing': OnAction,
  'completed-by': OfKind,
  numbered: OnAction,
  'numbered-apart': OnAction,
  'document-issued': OnAction,
  'handed-over': Type.Object({ action, means: Type.Enum([...MEANS]) }),
  received: Type.Object({
    action,
    from: names,
    to: Type.String(),
    what: Type.Enum([...MESSAGES]),
    status: Type.Union([Type.Enum([...STATUSES]), Type.Null()]),
    earlier: names,
  }),
  'done-by': Type.Object({ action, actors: Type.Array(Type.String(), { minItems: 1 }) }),
  signed: OnAction,
  'signed-by-official': OnAction,
  'is-pdf': OnAction,
  'in-history': OnAction,
  'hidden-from-another': Type.Object({ action, operation: Type.Enum(['readRequest', 'fetchResult']) }),
  'refused-to-another': Type.Object({ action, operation: Type.Enum([...OWNED]) }),
  undisturbed: OnAction,
  'tampering-shows': OnAction,
  'keeps-document': OnAction,
  'refuses-wrong-document': OnAction,
  'offers-screens': Type.Object({ action, screens: Type.Array(names) }),
  'offers-button': Button,
  'button-appears': Button,
  'asks-field': Field,
  'prefills-field': Field,
  'shows-particular': Type.Object({ action, stage, particular: Type.String() }),
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
