// The words by which units, actions and answers are known, as the files of readings have them.
import { type Static, Type } from 'typebox';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadYaml } from '../../schemas/load.ts';
import { CHECK_NAMES, MESSAGES, ROLES, VERB_NAMES } from '../../schemas/vocabulary.ts';

const strict = { additionalProperties: false };
const Words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });
const Slug = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' });

const Parties = Type.Array(
  Type.Object(
    {
      id: Slug,
      role: Type.Enum([...ROLES]),
      person: Type.Optional(Type.Literal(true)),
      name: Type.Object({ kk: Type.String(), ru: Type.String(), en: Type.String() }, strict),
      names: Type.Optional(Words),
      stem: Type.Optional(Words),
      beside: Type.Optional(Words),
    },
    strict,
  ),
);
/** The units that are known, with their names. */
export type KnownParty = Static<typeof Parties>[number];

/** What steps with these verbs may speak of, and the words by which they say it plainly. */
const Spoken = Type.Object(
  { does: Type.Array(Type.Enum([...VERB_NAMES])), hint: Words, words: Type.Array(Words) },
  strict,
);

const Actions = Type.Object(
  {
    actions: Type.Array(
      Type.Object(
        {
          action: Slug,
          does: Type.Enum([...VERB_NAMES]),
          words: Type.Array(Words, { minItems: 1 }),
          without: Type.Optional(Words),
          over: Type.Optional(Words),
        },
        strict,
      ),
    ),
    refusals: Type.Record(Slug, Slug, strict),
    checks: Type.Record(Slug, Type.Enum([...CHECK_NAMES]), strict),
    answers: Type.Object({ good: Words, bad: Words }, strict),
    subjects: Type.Record(Slug, Words, strict),
    routing: Words,
    through: Words,
    paying: Words,
    besides: Type.Object({ attaches: Spoken, withCertificate: Spoken, onPaper: Spoken, attorney: Spoken }, strict),
    sending: Type.Object(
      {
        words: Words,
        arrives: Words,
        messages: Type.Array(Type.Object({ is: Type.Enum([...MESSAGES]), words: Words }, strict)),
      },
      strict,
    ),
    variants: Words,
  },
  strict,
);
/** What is known of actions and of the answers that lead on from them. */
export type KnownActions = Static<typeof Actions>;

const known: { parties?: KnownParty[]; actions?: KnownActions } = {};

/** The units that are known, read once in a process. */
export function knownParties(): KnownParty[] {
  known.parties ??= loadYaml(fixturePath('readings/parties.yaml'), Parties).value;
  return known.parties;
}

/** The actions that are known, read once in a process. */
export function knownActions(): KnownActions {
  known.actions ??= loadYaml(fixturePath('readings/actions.yaml'), Actions).value;
  return known.actions;
}
