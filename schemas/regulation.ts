// The shape of one regulation as data: what its clauses print, what its tables print, and where the document contradicts itself.
import { type Static, Type } from 'typebox';
import {
  CAUSE_NAMES,
  CHECK_NAMES,
  COMPLETIONS,
  DOCUMENT_KINDS,
  GIVEN,
  MEANS,
  MESSAGES,
  OUTCOMES,
  PARTICULARS,
  ROLES,
  STAGES,
  STATUSES,
  VERB_NAMES,
} from './vocabulary.ts';
import { ZONES } from './zone.ts';

const strict = { additionalProperties: false };
const Slug = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' });
const Printed = Type.String({ minLength: 1, description: 'Words of the document, white space collapsed.' });

/** The rows of a step table, in printed order; a cell is a step in one of them. */
export const ROWS = ['actor', 'action', 'completion', 'term', 'next'] as const;
export type Row = (typeof ROWS)[number];

/** A place: where something stands in the document. Clauses, items, annexes, tables and steps have their printed numbers. */
export const Locator = Type.Union([
  Type.Object(
    { clause: Type.Integer(), item: Type.Optional(Type.Integer()), paragraph: Type.Optional(Type.Integer()) },
    strict,
  ),
  Type.Object(
    {
      annex: Type.Integer(),
      table: Type.Integer(),
      step: Type.Optional(Type.Integer()),
      row: Type.Optional(Type.Enum([...ROWS])),
    },
    strict,
  ),
  Type.Object({ annex: Type.Integer(), figure: Type.String() }, strict),
  Type.Object({ annex: Type.Integer(), question: Type.Integer(), answer: Type.Optional(Type.Integer()) }, strict),
  Type.Object(
    {
      annex: Type.Integer(),
      heading: Type.Integer({
        description: 'The n-th heading paragraph of the annex, from 1; the citation of the act is the first.',
      }),
    },
    strict,
  ),
  Type.Object(
    {
      annex: Type.Integer(),
      requirement: Type.Integer({ description: 'A row of the table of basic requirements, from 1.' }),
      paragraph: Type.Optional(Type.Integer()),
    },
    strict,
  ),
  Type.Object(
    {
      part: Type.Enum(['title', 'preamble', 'approval', 'heading']),
      line: Type.Optional(
        Type.Integer({
          description:
            'preamble: the point of the order, 0 for the words before point 1; approval: the n-th paragraph; heading: the number of the section.',
        }),
      ),
    },
    strict,
  ),
]);
export type Locator = Static<typeof Locator>;

const DateText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** A unit that takes part in the service, with its role and every name that the document gives it. */
export const Party = Type.Object(
  {
    id: Slug,
    role: Type.Enum([...ROLES]),
    name: Type.Object({ kk: Type.String(), ru: Type.String(), en: Type.String() }, strict),
    defined: Type.Optional(Type.Object({ at: Locator, as: Printed }, strict)),
    deputy: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
        description: 'The party that may act for it, as the text says.',
      }),
    ),
    spellings: Type.Array(Printed, {
      description: 'Every way in which the document writes it, the defined one first.',
    }),
  },
  strict,
);
export type Party = Static<typeof Party>;

/** One way on from a step: the number of the next step, and the outcome of the condition that leads there (null: always). */
export const Branch = Type.Object(
  { to: Type.Integer({ minimum: 0 }), when: Type.Union([Type.Enum([...OUTCOMES]), Type.Null()]) },
  strict,
);
export type Branch = Static<typeof Branch>;

const Paragraph = Type.Optional(
  Type.Integer({
    minimum: 1,
    description: 'Which paragraph of the item, where it has several; the numbered line is the first.',
  }),
);

const Sending = Type.Object(
  {
    to: Slug,
    what: Type.Enum([...MESSAGES]),
    status: Type.Optional(Type.Enum([...STATUSES])),
    afterwards: Type.Optional(
      Type.Literal(true, {
        description: 'The text says that it goes out once the step is done, and not who sends it.',
      }),
    ),
  },
  strict,
);
const Gives = Type.Optional(
  Type.Array(Type.Enum([...GIVEN]), { minItems: 1, description: 'What the words say that the request is given here.' }),
);
const StepTerm = Type.Object(
  {
    printed: Printed,
    since: Type.Optional(
      Type.String({
        description:
          'An earlier action, whose beginning the term counts from, because the text gives one term for both.',
      }),
    ),
  },
  strict,
);
const Sendings = Type.Optional(
  Type.Array(Sending, { minItems: 1, description: 'Whom it is sent to, and what, in printed order.' }),
);

const Attaches = Type.Optional(
  Type.Literal(true, { description: 'With `fill`: documents are attached to the form while it is filled in.' }),
);
const Attorney = Type.Optional(
  Type.Literal(true, {
    description: 'With `fill`: the data of the power of attorney of a representative are entered too.',
  }),
);
const OnPaper = Type.Optional(
  Type.Literal(true, { description: 'With `attach`: the form is marked that the documents exist on paper.' }),
);

const WithCertificate = Type.Optional(
  Type.Literal(true, { description: 'With `authenticate`: the certificate of the signature is presented as well.' }),
);

const ClauseProcess = Type.Object(
  {
    item: Type.Integer({ minimum: 1 }),
    paragraph: Paragraph,
    process: Type.Optional(Type.Integer({ minimum: 1 })),
    action: Slug,
    does: Type.Enum([...VERB_NAMES]),
    by: Type.Union([Slug, Type.Null()], {
      description:
        'The party that the item names as doing it, or else the system in which it says that it is done; null where it names neither.',
    }),
    at: Type.Optional(Slug),
    via: Type.Optional(Slug),
    asks: Type.Optional(Type.Array(Slug)),
    sends: Sendings,
    means: Type.Optional(
      Type.Array(Type.Enum([...MEANS]), { minItems: 1, description: 'How the result may be handed over.' }),
    ),
    attaches: Attaches,
    attorney: Attorney,
    withCertificate: WithCertificate,
    onPaper: OnPaper,
    forms: Type.Optional(Type.Enum([...COMPLETIONS])),
    result: Type.Optional(Slug),
    refusal: Type.Optional(
      Type.Literal(true, {
        description:
          'What it forms may be the reasoned refusal, which is a document like the result in whose place it comes.',
      }),
    ),
    only: Type.Optional(Slug),
    gives: Gives,
    term: Type.Optional(StepTerm),
    terms: Type.Optional(
      Type.Array(Type.Object({ only: Slug, paragraph: Paragraph, printed: Printed }, strict), {
        description: 'The terms of the variants that have the tag.',
      }),
    ),
    printed: Printed,
  },
  strict,
);
const ClauseCondition = Type.Object(
  {
    item: Type.Integer({ minimum: 1 }),
    paragraph: Paragraph,
    condition: Type.Optional(Type.Integer({ minimum: 1 })),
    checks: Type.Enum([...CHECK_NAMES]),
    by: Type.Union([Slug, Type.Null()]),
    asks: Type.Optional(Type.Array(Slug)),
    ok: Slug,
    fail: Slug,
    printed: Printed,
  },
  strict,
);
const ClauseRemark = Type.Object(
  {
    item: Type.Integer({ minimum: 1 }),
    paragraph: Paragraph,
    remark: Type.String(),
    registers: Type.Optional(
      Type.Enum(['certificate', 'password'], {
        description: 'It says by what whoever is not registered on the portal registers there, before the first login.',
      }),
    ),
    printed: Printed,
  },
  strict,
);

/** One numbered item of a procedure clause: a process, a condition, or a remark that starts nothing. */
export const ClauseItem = Type.Union([ClauseProcess, ClauseCondition, ClauseRemark]);
export type Sending = Static<typeof Sending>;
export type ClauseProcess = Static<typeof ClauseProcess>;
export type ClauseCondition = Static<typeof ClauseCondition>;
export type ClauseItem = Static<typeof ClauseItem>;

/** One column of a step table. Every cell holds its printed words and, beside them, how they are understood. */
export const TableStep = Type.Object(
  {
    step: Type.Integer({ minimum: 1 }),
    actor: Type.Object(
      {
        printed: Printed,
        party: Slug,
        also: Type.Optional(
          Type.Array(Slug, { minItems: 1, description: 'The other units that the cell names, in printed order.' }),
        ),
      },
      strict,
    ),
    action: Type.Object(
      {
        printed: Printed,
        is: Slug,
        does: Type.Enum([...VERB_NAMES]),
        at: Type.Optional(Slug),
        asks: Type.Optional(Type.Array(Slug)),
        gives: Gives,
        sends: Sendings,
        attaches: Attaches,
        withCertificate: WithCertificate,
        onPaper: OnPaper,
      },
      strict,
    ),
    completion: Type.Object(
      {
        printed: Printed,
        forms: Type.Array(Type.Enum([...COMPLETIONS]), { minItems: 1 }),
        sends: Sendings,
        gives: Gives,
        result: Type.Optional(Slug),
      },
      strict,
    ),
    term: Type.Object({ printed: Printed }, strict),
    next: Type.Object(
      {
        printed: Printed,
        branches: Type.Array(
          Type.Object(
            {
              to: Type.Integer(),
              when: Type.Union([Type.Enum([...OUTCOMES]), Type.Null()]),
              names: Type.Optional(Slug),
            },
            strict,
          ),
        ),
      },
      strict,
    ),
  },
  strict,
);
export type TableStep = Static<typeof TableStep>;

/** The procedure of one channel, transcribed twice: `items` from its clause, `steps` from its table. Either may be missing. */
export const Flow = Type.Object(
  {
    title: Type.String({
      minLength: 1,
      description: 'The opening words of its clause, or the title of its table where it has no clause.',
    }),
    entry: Type.Enum(['portal', 'employee', 'operator']),
    identifiers: Type.Optional(
      Type.Array(Type.Enum(['iin', 'bin']), {
        minItems: 1,
        description: 'By which numbers staff log in, where the text says so; applicants do by those of the service.',
      }),
    ),
    clause: Type.Union([Type.Integer(), Type.Null()]),
    /** The sentence outside the flow which says that the service is rendered through it. */
    offered: Type.Optional(Locator),
    /** The sentence outside the flow which says that the procedure begins with the application. */
    begins: Type.Optional(Locator),
    items: Type.Array(ClauseItem),
    table: Type.Union([
      Type.Object(
        {
          annex: Type.Integer(),
          number: Type.Integer(),
          title: Printed,
          hyphenated: Type.Optional(
            Type.Boolean({
              description:
                'Its narrow columns break words by hyphens, also within a line; the cells print them joined.',
            }),
          ),
        },
        strict,
      ),
      Type.Null(),
    ]),
    steps: Type.Array(TableStep),
    variants: Type.Optional(
      Type.Array(Type.Object({ id: Slug, tags: Type.Array(Slug, { minItems: 1 }) }, strict), {
        minItems: 1,
        description:
          'The ways in which the flow can be asked for; a step with `only` is part of those that have its tag.',
      }),
    ),
    retold: Type.Optional(
      Type.Array(Type.Object({ clause: Type.Integer(), printed: Printed, items: Type.Array(ClauseItem) }, strict), {
        description: 'Other clauses that tell the same procedure again, each transcribed on its own.',
      }),
    ),
  },
  strict,
);
export type Flow = Static<typeof Flow>;

/** What counts instead of the printed words at the places of an erratum. */
const Adoption = Type.Object(
  {
    actor: Type.Optional(Slug),
    actors: Type.Optional(
      Type.Array(Slug, {
        minItems: 2,
        description:
          'Actors of an item or of a cell of row actor between which a disputed erratum does not choose; the simulator takes the first.',
      }),
    ),
    forms: Type.Optional(Type.Array(Type.Enum([...COMPLETIONS]), { minItems: 1 })),
    next: Type.Optional(Type.Array(Branch)),
    term: Type.Optional(Type.Union([Printed, Type.Null()])),
    readings: Type.Optional(
      Type.Array(Printed, { minItems: 2, description: 'Terms between which a disputed erratum does not choose.' }),
    ),
    otherwise: Type.Optional(
      Type.Object(
        { after: Slug, follows: Slug },
        {
          ...strict,
          description:
            'Which action may come directly after which by the other reading of a disputed erratum, between which it does not choose.',
        },
      ),
    ),
    begins: Type.Optional(
      Type.Array(Type.Enum(['task', 'receipt']), {
        minItems: 2,
        description:
          'From where the days of an item may count: from when its turn has come, or from the receipt of the application.',
      }),
    ),
    order: Type.Optional(
      Type.Array(Slug, {
        minItems: 2,
        description:
          'The actions of clause and table together, in the order in which they are done, where each tells what the other leaves out.',
      }),
    ),
    source: Type.Optional(
      Type.Enum(['table'], {
        description: 'By which of its two texts a flow is run, where clause and table tell different procedures.',
      }),
    ),
  },
  strict,
);

/** A place where the document contradicts itself, with the reading that is taken, or several readings where it is disputed. */
export const Erratum = Type.Object(
  {
    id: Slug,
    flow: Type.Optional(Slug),
    explains: Type.Array(Type.String(), {
      description: 'The lint differences that it accounts for; empty where only a reader sees the contradiction.',
    }),
    at: Type.Array(Locator, { minItems: 1 }),
    printed: Type.String({ minLength: 1 }),
    conflictsWith: Type.String({ minLength: 1 }),
    reading: Type.String({ minLength: 1 }),
    adopts: Type.Optional(Adoption),
    status: Type.Enum(['resolved', 'disputed']),
    severity: Type.Enum(['high', 'medium', 'low']),
  },
  strict,
);
export type Erratum = Static<typeof Erratum>;

/** The rows of the table of basic requirements, which newer rules print in the place of step tables. */
export const REQUIREMENTS = [
  'provider',
  'ways',
  'term',
  'form',
  'result',
  'fee',
  'hours',
  'documents',
  'refusals',
  'other',
] as const;

const Requirements = Type.Object(
  {
    annex: Type.Integer(),
    rows: Type.Array(
      Type.Object(
        {
          row: Type.Integer({ minimum: 1 }),
          is: Type.Enum([...REQUIREMENTS]),
          name: Printed,
          printed: Type.Array(Printed, { minItems: 1, description: 'What the row demands, a paragraph each.' }),
          term: Type.Optional({
            ...Printed,
            description: 'The term, where the row is that of the term and gives only one.',
          }),
          party: Type.Optional({
            ...Slug,
            description: 'The unit that the row names as the one that renders the service.',
          }),
          ways: Type.Optional(
            Type.Array(Type.Enum(['portal', 'employee', 'operator']), {
              minItems: 1,
              description: 'Who begins the flows by which the row says that the service can be had.',
            }),
          ),
          electronic: Type.Optional(
            Type.Literal(true, {
              description: 'The row says that the result is electronic, and not that it may be on paper.',
            }),
          ),
          signed: Type.Optional(
            Type.Literal(true, { description: 'The row says that the result is signed by an electronic signature.' }),
          ),
          fee: Type.Optional(Type.Enum(['free', 'paid'], { description: 'Whether the service is paid for.' })),
          grounds: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  paragraph: Type.Integer({ minimum: 1 }),
                  cause: Type.Optional({
                    ...Type.Enum([...CAUSE_NAMES]),
                    description: 'Left out where nobody can bring the ground about on a portal.',
                  }),
                },
                strict,
              ),
              { minItems: 1, description: 'The grounds of refusal, by the paragraphs of the row.' },
            ),
          ),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  { ...strict, description: 'The table of basic requirements of newer rules.' },
);
/** The table of basic requirements. */
export type Requirements = Static<typeof Requirements>;

const Provision = Type.Object(
  { item: Type.Optional(Type.Integer()), is: Type.Optional(Slug), printed: Printed },
  strict,
);

const Provisions = Type.Object({ clause: Type.Integer(), printed: Printed, items: Type.Array(Provision) }, strict);

/** One item (or one of its paragraphs) of the clause that says how the form is filled in and the request followed. */
export const FillingItem = Type.Object(
  {
    item: Type.Integer({ minimum: 1 }),
    paragraph: Paragraph,
    when: Type.Enum([...STAGES], { description: 'The stage that it speaks of.' }),
    retells: Type.Optional(Slug),
    /** The name in the words under which the service is chosen. */
    offers: Type.Optional(Printed),
    printed: Printed,
    buttons: Type.Optional(
      Type.Array(
        Type.Object(
          {
            label: Printed,
            does: Slug,
            appears: Type.Optional(
              Type.Literal(true, {
                description: 'The text says that it comes up at this stage: it is not there before.',
              }),
            ),
            opens: Type.Optional(
              Type.Literal(true, { description: 'It leads to the form, so that it may stand on a page before that.' }),
            ),
          },
          strict,
        ),
        { minItems: 1 },
      ),
    ),
    fields: Type.Optional(
      Type.Array(
        Type.Object(
          {
            is: Type.Enum([...PARTICULARS]),
            label: Printed,
            prefilled: Type.Optional(
              Type.Literal(true, { description: 'The portal fills it in from the login, and not the applicant.' }),
            ),
          },
          strict,
        ),
        { minItems: 1 },
      ),
    ),
    shows: Type.Optional(
      Type.Array(Type.Object({ is: Type.Enum([...PARTICULARS]), label: Printed }, strict), { minItems: 1 }),
    ),
    sends: Sendings,
  },
  strict,
);
export type FillingItem = Static<typeof FillingItem>;

/**
 * One paragraph of the document outside its step tables, in the ledger of sentences. Which assertions test it follows from the places
 * that they cite; at most one of `leaves`, `beyond`, `excluded` and `none` is given.
 */
export const Sentence = Type.Object(
  {
    at: Locator,
    begins: Type.String({ minLength: 1, description: 'The first words of the paragraph, white space collapsed.' }),
    says: Type.String({ minLength: 8, description: 'What the paragraph says, in one English sentence.' }),
    leaves: Type.Optional(
      Type.String({ minLength: 8, description: 'What of it the assertions that cite it leave out.' }),
    ),
    beyond: Type.Optional(
      Type.String({
        minLength: 8,
        description:
          'What else it asks of people or of things that are no part of a portal, where all that it asks of the portal is tested.',
      }),
    ),
    excluded: Type.Optional(
      Type.String({ minLength: 8, description: 'Why a requirement cannot be tested on any portal.' }),
    ),
    none: Type.Optional(Type.String({ minLength: 8, description: 'Why it demands nothing of a portal.' })),
  },
  strict,
);
export type Sentence = Static<typeof Sentence>;

const Names = Type.Object({ kk: Type.String(), ru: Type.String(), en: Type.String() }, strict);

/** One kind of document that the text lists among the results. */
const ListedDocument = Type.Object(
  { is: Type.Enum([...DOCUMENT_KINDS]), name: Names, at: Locator, printed: Printed },
  strict,
);

/** What the regulation says of a result of the service. */
const Result = Type.Object(
  {
    id: Slug,
    format: Type.Union([Type.Enum(['pdf']), Type.Null()], {
      description: 'Null where the document names no format.',
    }),
    signedBy: Slug,
    name: Names,
    at: Locator,
    kinds: Type.Optional(
      Type.Array(
        Type.Object(
          {
            ...ListedDocument.properties,
            only: Type.Array(Slug, { minItems: 1, description: 'The tags of the variants that end with it.' }),
          },
          strict,
        ),
        { minItems: 1, description: 'Where the result is another document in each variant.' },
      ),
    ),
    refusal: Type.Optional({
      ...ListedDocument,
      description: 'The reasoned refusal, where the text lists it among the results.',
    }),
  },
  strict,
);
export type Result = Static<typeof Result>;

/** One act, transcribed whole: the root of a regulation file. */
export const Regulation = Type.Object(
  {
    id: Slug,
    source: Type.String({
      pattern: '^[^/\\\\\\u0000-\\u001f]+$',
      description: 'The name of the file that has its text.',
    }),
    act: Type.Object(
      {
        kind: Type.Enum(['order', 'resolution', 'draft']),
        issuer: Printed,
        number: Type.Union([Type.String(), Type.Null()]),
        date: Type.Union([DateText, Type.Null()]),
        registration: Type.Union([Type.Object({ number: Type.String(), date: DateText }, strict), Type.Null()]),
        /** The act that repeals this one, with its own date: on which day this one ceased to hold is not always printed. */
        repeal: Type.Union([
          Type.Object({ printed: Printed, number: Type.String(), date: DateText }, strict),
          Type.Null(),
        ]),
        zone: Type.Optional(
          Type.Enum([...ZONES], {
            description:
              'The time zone of its region, in which its terms run; that of the capital where it is left out.',
          }),
        ),
        clauses: Type.Integer({ minimum: 1, description: 'How many numbered clauses it has.' }),
        titles: Type.Array(Type.Object({ at: Locator, printed: Printed }, strict), { minItems: 1 }),
      },
      strict,
    ),
    service: Type.Object(
      {
        name: Type.Object({ kk: Type.String(), ru: Type.String(), en: Type.String() }, strict),
        automation: Type.Enum(['partly-automated', 'automated']),
        type: Type.Enum(['transactional', 'interactive', 'informational']),
        portals: Type.Array(Type.String()),
        callCentre: Type.Union([Type.String(), Type.Null()]),
        callCentreAt: Type.Optional(Locator),
        identifiers: Type.Array(Type.Enum(['iin', 'bin'])),
      },
      strict,
    ),
    parties: Type.Array(Party, { minItems: 1 }),
    abbreviations: Type.Array(Type.Object({ id: Slug, at: Locator, as: Printed }, strict)),
    results: Type.Array(Result),
    flows: Type.Record(Slug, Flow, strict),
    requirements: Type.Optional(Requirements),
    participants: Type.Union([
      Type.Object(
        {
          clause: Type.Integer(),
          printed: Printed,
          items: Type.Array(
            Type.Object(
              {
                item: Type.Integer(),
                party: Slug,
                also: Type.Optional(Type.Array(Slug, { minItems: 1 })),
                printed: Printed,
              },
              strict,
            ),
          ),
        },
        strict,
      ),
      Type.Null(),
    ]),
    security: Type.Union([Provisions, Type.Null()]),
    conditions: Type.Union([Provisions, Type.Null()]),
    filling: Type.Union(
      [
        Type.Object(
          { clause: Type.Integer(), printed: Printed, items: Type.Array(FillingItem, { minItems: 1 }) },
          strict,
        ),
        Type.Null(),
      ],
      { description: 'The clause that says how the form is filled in and the request followed.' },
    ),
    viewing: Type.Union([
      Type.Object(
        {
          clause: Type.Integer(),
          printed: Printed,
          history: Type.Optional(
            Type.Object(
              {
                shows: Type.Enum(['status', 'result'], {
                  description: 'Whether requests under way can be followed in it too, or only results be seen.',
                }),
                paragraph: Paragraph,
              },
              { ...strict, description: 'What the clause says of the section «service history» of the portal.' },
            ),
          ),
          buttons: Type.Array(Type.Object({ label: Printed, does: Slug, printed: Printed }, strict)),
        },
        strict,
      ),
      Type.Null(),
    ]),
    screens: Type.Array(
      Type.Object(
        {
          annex: Type.Integer(),
          figure: Type.String(),
          printed: Printed,
          instead: Type.Optional(
            Type.String({ description: 'The earlier figure of the annex that other applicants see in its place.' }),
          ),
          for: Type.Optional(
            Type.Enum(['iin', 'bin'], { description: 'By what number the applicants are known who see it.' }),
          ),
          during: Type.Optional(
            Type.Enum([...VERB_NAMES], {
              description: 'The step during which it is shown; left out where it comes before the request is opened.',
            }),
          ),
        },
        strict,
      ),
    ),
    survey: Type.Union([
      Type.Object(
        {
          annex: Type.Integer(),
          printed: Printed,
          measures: Type.Optional(
            Type.Integer({ description: 'The clause which says that the results of the service are measured by it.' }),
          ),
          names: Type.Optional(
            Type.Integer({ description: 'The heading of the annex that leaves a blank for the name of the service.' }),
          ),
          questions: Type.Array(
            Type.Object(
              {
                question: Type.Integer(),
                is: Slug,
                printed: Printed,
                answers: Type.Array(Type.Object({ answer: Type.Integer(), is: Slug, printed: Printed }, strict)),
              },
              strict,
            ),
          ),
        },
        strict,
      ),
      Type.Null(),
    ]),
    sentences: Type.Array(Sentence, {
      description: 'The ledger of sentences: every paragraph outside the step tables, in the order of the document.',
    }),
    errata: Type.Array(Erratum),
  },
  { ...strict, $id: 'https://reglament.dev/schemas/regulation.schema.json' },
);
export type Regulation = Static<typeof Regulation>;
