// The words by which acts, their clauses, results and sentences are known, as the files of readings have them.
import { type Static, type TSchema, Type } from 'typebox';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadYaml } from '../../schemas/load.ts';
import { REQUIREMENTS } from '../../schemas/regulation.ts';
import { CAUSE_NAMES, COMPLETIONS, VERB_NAMES } from '../../schemas/vocabulary.ts';
import { Known } from './fitting.ts';

const strict = { additionalProperties: false };
const Words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });
const Slug = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' });
const Listed = Type.Array(Type.Object({ is: Slug, ...Known }, strict));
const Form = Type.Enum([...COMPLETIONS]);

const Acts = Type.Object(
  {
    kinds: Type.Object({ order: Words, resolution: Words }, strict),
    months: Type.Object({ kk: Words, ru: Words }, strict),
    registered: Words,
    repealed: Words,
    automation: Type.Object({ 'partly-automated': Words, automated: Words }, strict),
    types: Type.Object({ transactional: Words, interactive: Words, informational: Words }, strict),
    identifiers: Type.Object({ iin: Words, bin: Words }, strict),
    served: Words,
    callCentre: Words,
    pdf: Words,
    authorised: Words,
  },
  strict,
);

/** What a clause that tells no procedure can be. */
export const CLAUSE_KINDS = ['definitions', 'participants', 'security', 'conditions', 'filling', 'viewing'] as const;
export type ClauseKind = (typeof CLAUSE_KINDS)[number];

const Clauses = Type.Object(
  {
    clauses: Type.Array(Type.Object({ is: Type.Enum([...CLAUSE_KINDS]), ...Known }, strict)),
    items: Type.Object({ security: Listed, conditions: Listed }, strict),
    buttons: Listed,
    button: Words,
    history: Words,
    status: Words,
    survey: Words,
    blank: Words,
    questions: Listed,
    answers: Listed,
    screens: Type.Array(Type.Object({ is: Type.Enum([...VERB_NAMES]), ...Known }, strict)),
  },
  strict,
);

const Completions = Type.Object(
  {
    completions: Type.Array(Type.Object({ form: Form, over: Type.Optional(Type.Array(Form)), ...Known }, strict)),
    refusals: Type.Record(Slug, Type.Object({ clause: Form, staff: Type.Optional(Form), cell: Form }, strict)),
    items: Type.Record(Slug, Form),
  },
  strict,
);

const Results = Type.Array(
  Type.Object(
    {
      id: Slug,
      name: Type.Optional(Type.Object({ kk: Type.String(), ru: Type.String(), en: Type.String() }, strict)),
      words: Known.words,
    },
    strict,
  ),
);

const Requirements = Type.Object(
  {
    rows: Type.Array(Type.Object({ is: Type.Enum([...REQUIREMENTS]), ...Known }, strict)),
    ways: Type.Object({ portal: Words, operator: Words, employee: Words }, strict),
    electronic: Type.Object(Known, strict),
    signed: Type.Object(Known, strict),
    fee: Type.Object({ free: Words, paid: Words }, strict),
    grounds: Type.Array(Type.Object({ is: Type.Enum([...CAUSE_NAMES]), ...Known }, strict)),
  },
  strict,
);

/** What a paragraph outside the tables can be. */
export const LINE_KINDS = [
  'title',
  'opening',
  'point',
  'approval',
  'name',
  'section',
  'clause',
  'item',
  'heading',
  'table',
  'figure',
  'question',
  'answer',
  'requirement',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

const Sentences = Type.Array(
  Type.Object(
    {
      of: Type.Enum([...LINE_KINDS]),
      is: Type.Optional(Type.Enum([...CLAUSE_KINDS, ...REQUIREMENTS, 'procedure'])),
      words: Type.Optional(Known.words),
      says: Type.String({ minLength: 8 }),
      leaves: Type.Optional(Type.String({ minLength: 8 })),
      none: Type.Optional(Type.String({ minLength: 8 })),
    },
    strict,
  ),
);

/** Reads a file of readings once in a process. */
function once<T extends TSchema>(name: string, schema: T): () => Static<T> {
  let known: { value: Static<T> } | undefined;
  return () => {
    known ??= loadYaml(fixturePath(`readings/${name}.yaml`), schema);
    return known.value;
  };
}

/** The words by which an act and its service are known. */
export const actWords = once('acts', Acts);
/** The words by which clauses and their items are known. */
export const clauseWords = once('clauses', Clauses);
/** The words by which completion forms are known. */
export const completionWords = once('completions', Completions);
/** The results that are known. */
export const knownResults = once('results', Results);
/** What is said of the paragraphs that every act has. */
export const knownSentences = once('sentences', Sentences);
/** The words by which the rows of the table of basic requirements, and what they demand, are known. */
export const requirementWords = once('requirements', Requirements);
