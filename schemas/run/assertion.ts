// The shapes of a test assertion and a scenario: both are data, so that they can be listed, counted and compared without a run.
import { type Static, Type } from 'typebox';
import { Locator } from '../regulation.ts';
import { Said } from '../said.ts';
import { CONTROLS } from '../target/driver.ts';
import { CAUSE_NAMES, isOutright, MEANS } from '../vocabulary.ts';

const strict = { additionalProperties: false };

/** The families of test assertions: the kinds of requirement. */
export const FAMILIES = [
  'next-step',
  'cause',
  'order',
  'term',
  'refusal',
  'completion',
  'actor',
  'document',
  'access',
  'form',
  'asked',
] as const;
export type Family = (typeof FAMILIES)[number];

/**
 * How far the text carries an assertion. `required`: a sentence says it; `implied`: it follows from one, with the reasoning in `because`;
 * `recommended`: no sentence says it, but it is good practice, for the reason in `because`. Only the first two can fail a run.
 */
export const LEVELS = ['required', 'implied', 'recommended'] as const;
/** One of these levels. */
export type Level = (typeof LEVELS)[number];

/** What a report is about: recommended assertions are told apart from the others. */
export const isBinding = ({ level }: { level: Level }): boolean => level !== 'recommended';

/**
 * Which walks can decide an assertion: those that reach an action, have a tag, go directly from one action to another, or have a cause
 * (null: every condition of the walk holds). A walk has to satisfy every key that is given.
 */
export const WalkDemand = Type.Object(
  {
    reaches: Type.Optional(Type.String()),
    tag: Type.Optional(
      Type.String({ description: 'A tag of the variant that is asked for, or how the result is handed over.' }),
    ),
    edge: Type.Optional(Type.Object({ from: Type.String(), to: Type.String() }, strict)),
    cause: Type.Optional(Type.Union([Type.Enum(CAUSE_NAMES), Type.Null()])),
  },
  strict,
);
export type WalkDemand = Static<typeof WalkDemand>;

/** One requirement in testable form. Its id has the form `<regulation>/<flow>/<action>/<aspect>` and is never used for another one. */
export const TestAssertion = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]+(/[a-z0-9-]+){3}$' }),
    family: Type.Enum([...FAMILIES]),
    title: Type.String({ maxLength: 100 }),
    titled: Said,
    regulation: Type.String(),
    flow: Type.String(),
    action: Type.String(),
    source: Type.Array(Locator, { minItems: 1 }),
    printed: Type.String({ description: 'The words of the first source.' }),
    level: Type.Enum([...LEVELS]),
    because: Type.Union([Type.String(), Type.Null()], {
      description: 'Why it follows from the source, or why it is good practice; null where the source says it.',
    }),
    predicate: Type.String(),
    arguments: Type.Record(Type.String(), Type.Unknown()),
    walk: WalkDemand,
    needs: Type.Array(Type.Enum([...CONTROLS])),
    errata: Type.Array(Type.String()),
  },
  strict,
);
export type TestAssertion = Static<typeof TestAssertion>;

/** One walk through a flow as it is planned: its actions in order, and the cause of the one condition that fails (null: none fails). */
export const Scenario = Type.Object(
  {
    id: Type.String(),
    regulation: Type.String(),
    flow: Type.String(),
    path: Type.Array(Type.String()),
    cause: Type.Union([Type.Enum(CAUSE_NAMES), Type.Null()]),
    needs: Type.Array(Type.Enum([...CONTROLS])),
    variant: Type.Union([Type.String(), Type.Null()]),
    means: Type.Union([Type.Enum([...MEANS]), Type.Null()], { description: 'How the result is handed over.' }),
    tags: Type.Array(Type.String()),
    applications: Type.Integer({
      minimum: 0,
      maximum: 1,
      description: 'Whether the walk opens a request on the portal.',
    }),
  },
  strict,
);
export type Scenario = Static<typeof Scenario>;

/** The tag of the walks that end with a reasoned refusal in the place of the result. */
export const REFUSAL_LETTER = 'refusal-letter';

/** The tag of the walks on which an organisation logs in with its BIN, where the roster has one. */
export const BY_BIN = 'by-bin';

/** The tag of the walks on which somebody represents the applicant, where the roster has them and the form takes them. */
export const BY_ATTORNEY = 'by-attorney';

/**
 * The tags of the walks on which a certificate is used at a brink of its validity: in the second before its first one, in its first and in its
 * last one, which are both part of it, and in the second after that; where the roster has such a certificate and the clock can be moved.
 */
export const BRINKS = ['just-before', 'just-begun', 'just-ending', 'just-ended'] as const;
/** One of them. */
export type Brink = (typeof BRINKS)[number];

/** The tag of the walk after which somebody shows such a certificate at the login at each of the brinks. */
export const AT_LOGIN = 'brinks-at-login';

/** The standing, in the roster, of a certificate that is in force only from a later moment on, and for a short time. */
export const BRIEF = 'brief';

/** That of another such certificate, in force still later: where all walks share a clock, that is past one brink when it has been at the other. */
export const BRIEF_LATER = 'brief-later';

/** The standing of one of the two. */
export type Brief = typeof BRIEF | typeof BRIEF_LATER;

/** The tags by which an assertion asks for a walk whatever answer it ends with. */
const WHATEVER_THE_ANSWER: readonly string[] = [REFUSAL_LETTER, BY_BIN, BY_ATTORNEY, ...BRINKS];

/** Whether the walk of a scenario can decide an assertion. */
export function suits(scenario: Scenario, assertion: TestAssertion): boolean {
  const { reaches, edge, cause, tag } = assertion.walk;
  if (scenario.regulation !== assertion.regulation || scenario.flow !== assertion.flow) return false;
  if (reaches !== undefined && !scenario.path.includes(reaches)) return false;
  if (
    edge !== undefined &&
    !scenario.path.some((action, i) => action === edge.from && scenario.path[i + 1] === edge.to)
  )
    return false;
  if (tag !== undefined && !scenario.tags.includes(tag)) return false;
  // A walk that is answered by a refusal leaves another document behind, so only what speaks of it is judged there.
  const isAnyAnswer = tag !== undefined && WHATEVER_THE_ANSWER.includes(tag);
  if (!isAnyAnswer && scenario.tags.includes(REFUSAL_LETTER)) return false;
  // What is refused by the answer alone leaves no record of its step and none of a refusal, so only what speaks of that cause is judged.
  if (scenario.cause !== null && isOutright(scenario.cause)) return scenario.cause === cause;
  return cause === undefined || scenario.cause === cause;
}
