// The shapes of what the commands print with --json; other programs rely on them.
import { type Static, type TSchema, Type } from 'typebox';
import { Work } from '../draft.ts';
import { Locator, ROWS } from '../regulation.ts';
import { THINGS, WAYS } from '../wrongs.ts';
import { Scenario, TestAssertion } from './assertion.ts';

const strict = { additionalProperties: false };
const ids = Type.Array(Type.String());
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const schema = (name: string) => ({ ...strict, $id: `https://reglament.dev/schemas/${name}.schema.json` });

/**
 * The states of a cell or item. `tested`: an assertion on it can be decided on any portal that speaks the driver contract;
 * `simulator-only`: it needs a control that only the simulator has; `not-observable`: no portal can show it; `disputed`: the text has
 * several readings; `no-requirement`: it demands nothing.
 */
export const CELL_STATES = ['tested', 'simulator-only', 'not-observable', 'disputed', 'no-requirement'] as const;
/** One of these states. */
export type CellState = (typeof CELL_STATES)[number];

/**
 * The states of a paragraph outside the step tables. `partly`: assertions test it and leave something out; `excluded`: it is a requirement
 * that no portal can show; `missing`: it is a requirement without an assertion, which a finished regulation has none of.
 */
export const SENTENCE_STATES = ['tested', 'partly', 'excluded', 'no-requirement', 'missing'] as const;
/** One of these states. */
export type SentenceState = (typeof SENTENCE_STATES)[number];

const Branches = Type.Array(Type.Object({ to: Type.Integer(), when: orNull(Type.String()) }, strict));
const Term = orNull(
  Type.Union([
    Type.Object(
      { min: orNull(Type.Number()), max: Type.Number() },
      { ...strict, description: 'Seconds; min is null unless a range is printed.' },
    ),
    Type.Object({ max: Type.Number(), unit: Type.Enum(['working-day', 'calendar-day']) }, strict),
  ]),
);

/** One column of a step table. `actor`, `action`, `completion` and the `when` of `next.printed` are the words as printed. */
export const TableColumn = Type.Object(
  {
    regulation: Type.String(),
    source: Type.String(),
    annex: Type.Integer(),
    table: Type.Integer(),
    flow: Type.String(),
    step: Type.Integer(),
    id: Type.String({ description: 'The action as assertion ids call it.' }),
    actor: Type.String(),
    party: Type.String({ description: 'The unit that the errata read the actor cell as.' }),
    action: Type.String(),
    completion: Type.String(),
    term: Term,
    next: Type.Object({ printed: Branches, resolved: Branches }, strict),
    errata: ids,
  },
  strict,
);
export type TableColumn = Static<typeof TableColumn>;

const Unread = Type.Literal('unread', { description: 'In an imported file: what could not be read.' });

/** One column of a step table of an imported file: whatever could not be read is `unread`. */
export const ImportedColumn = Type.Object(
  {
    ...TableColumn.properties,
    term: Type.Union([Term, Unread]),
    next: Type.Object({ printed: Type.Union([Branches, Unread]), resolved: Type.Union([Branches, Unread]) }, strict),
  },
  strict,
);
export type ImportedColumn = Static<typeof ImportedColumn>;
export const TablesOutput = Type.Array(ImportedColumn, { $id: 'https://reglament.dev/schemas/tables.schema.json' });

/** One erratum, with the assertions that depend on its reading. */
export const ListedErratum = Type.Object(
  {
    id: Type.String(),
    regulation: Type.String(),
    source: Type.String(),
    at: Type.Array(Locator),
    printed: Type.String(),
    conflictsWith: Type.String(),
    reading: Type.String(),
    status: Type.Enum(['resolved', 'disputed']),
    severity: Type.Enum(['high', 'medium', 'low']),
    assertions: ids,
  },
  strict,
);
export type ListedErratum = Static<typeof ListedErratum>;
export const ErrataOutput = Type.Array(ListedErratum, { $id: 'https://reglament.dev/schemas/errata.schema.json' });

const covered = {
  regulation: Type.String(),
  flow: Type.String(),
  state: Type.Enum([...CELL_STATES]),
  assertions: ids,
  reason: orNull(Type.String()),
};
const tally = (states: readonly string[]) => Type.Record(Type.Enum([...states]), Type.Integer());
const Sentence = Type.Object(
  {
    regulation: Type.String(),
    clause: orNull(Type.Integer()),
    item: orNull(Type.Integer()),
    paragraph: orNull(Type.Integer()),
    annex: orNull(Type.Integer()),
    place: Type.String(),
    what: Type.String(),
    state: Type.Enum([...SENTENCE_STATES]),
    assertions: ids,
    reason: orNull(Type.String()),
  },
  strict,
);
/** What `coverage --json` prints: for every cell, clause item and sentence, whether assertions test it, or why none does. */
export const CoverageOutput = Type.Object(
  {
    cells: Type.Array(
      Type.Object({ table: Type.Integer(), step: Type.Integer(), row: Type.Enum([...ROWS]), ...covered }, strict),
    ),
    items: Type.Array(Type.Object({ clause: Type.Integer(), item: Type.Integer(), ...covered }, strict)),
    sentences: Type.Array(Sentence),
    totals: Type.Object(
      { cells: tally(CELL_STATES), items: tally(CELL_STATES), sentences: tally(SENTENCE_STATES) },
      strict,
    ),
  },
  schema('coverage'),
);

/** What `plan --json` prints: the scenarios that a run against the target would walk, and which of them decide each assertion. */
export const PlanOutput = Type.Object(
  {
    target: Type.String(),
    applications: Type.Integer(),
    scenarios: Type.Array(Scenario),
    requests: orNull(
      Type.Array(Type.Object({ scenario: Type.String(), operation: Type.String(), requests: ids }, strict), {
        description: 'With --requests: every operation of every walk in order, with the requests that it takes.',
      }),
    ),
    assertions: Type.Array(
      Type.Object({ id: Type.String(), scenarios: ids, notApplicable: orNull(Type.String()) }, strict),
    ),
  },
  schema('plan'),
);

const Claim = Type.Object(
  {
    claim: Type.Enum(['signature valid', 'arithmetic consistent', 'observations reproducible']),
    holds: orNull(Type.Boolean({ description: 'Null where nobody claims it: not signed, or not tried.' })),
    says: Type.Array(Type.String(), { description: 'What was found, as sentences.' }),
    wrong: Type.Array(Type.String(), { description: 'What is wrong, as sentences.' }),
  },
  strict,
);
/** What `verify --json` prints: which claims about a run hold. */
export const VerifyOutput = Type.Object(
  { holds: Type.Boolean({ description: 'Whether all that is claimed holds.' }), claims: Type.Array(Claim) },
  schema('verify'),
);
export type VerifyOutput = Static<typeof VerifyOutput>;

const ListedDifference = Type.Object(
  { code: Type.String(), at: Locator, message: Type.String(), erratum: orNull(Type.String()) },
  strict,
);
/** What `lint --json` prints: the differences of each regulation, and the errata that claim a difference which is not there. */
export const LintOutput = Type.Array(
  Type.Object(
    {
      regulation: Type.String(),
      file: Type.String(),
      clean: Type.Boolean(),
      differences: Type.Array(ListedDifference),
      idle: Type.Array(Type.Object({ erratum: Type.String(), reason: Type.String() }, strict)),
    },
    strict,
  ),
  { $id: 'https://reglament.dev/schemas/lint.schema.json' },
);

const EditionSide = orNull(
  Type.Object({ title: Type.String(), at: Type.Array(Locator), printed: Type.String() }, strict),
);
/** What one edition of a regulation demands and the other does not: `term` is another term, `other` anything else. Ids lack the regulation. */
export const EditionChange = Type.Object(
  {
    change: Type.Enum(['appears', 'vanishes', 'term', 'other']),
    assertion: Type.String(),
    before: EditionSide,
    after: EditionSide,
  },
  strict,
);
export type EditionChange = Static<typeof EditionChange>;
export const DiffOutput = Type.Array(EditionChange, { $id: 'https://reglament.dev/schemas/diff.schema.json' });

/** What `import --json` prints: for every regulation its file, the place of each part in the text by its path in the file, and what is open. */
export const ImportOutput = Type.Array(
  Type.Object(
    {
      regulation: Type.String(),
      source: Type.String(),
      file: orNull(Type.String()),
      places: Type.Record(Type.String(), Type.Object({ line: Type.Integer(), column: Type.Integer() }, strict)),
      worklist: Type.Array(Work),
    },
    strict,
  ),
  { $id: 'https://reglament.dev/schemas/import.schema.json' },
);

/** What `list --json` prints; only what was asked for is there. */
export const ListOutput = Type.Object(
  {
    regulations: Type.Optional(
      Type.Array(Type.Object({ id: Type.String(), source: Type.String(), name: Type.String(), flows: ids }, strict)),
    ),
    flows: Type.Optional(
      Type.Array(
        Type.Object(
          {
            regulation: Type.String(),
            flow: Type.String(),
            clause: orNull(Type.Integer()),
            table: orNull(Type.Integer()),
            singleSource: Type.Boolean(),
            steps: Type.Integer(),
          },
          strict,
        ),
      ),
    ),
    assertions: Type.Optional(Type.Array(TestAssertion)),
    scenarios: Type.Optional(Type.Array(Scenario)),
    mutants: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Type.String(),
            regulation: Type.String(),
            flow: Type.String(),
            action: Type.String(),
            step: orNull(Type.Integer()),
            row: Type.Enum([...ROWS]),
            mutation: Type.Unknown(),
            description: Type.String(),
          },
          strict,
        ),
      ),
    ),
    wrongs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            regulation: Type.String(),
            flow: Type.String(),
            thing: Type.Enum([...THINGS]),
            way: Type.Enum([...WAYS]),
            assertions: ids,
            reason: orNull(Type.String({ description: 'Why none tries it; null where one does.' })),
          },
          strict,
        ),
      ),
    ),
    violations: Type.Optional(
      Type.Array(
        Type.Object(
          {
            portal: Type.String({ description: 'As `simulate --foreign` takes it.' }),
            id: Type.String({ description: 'As `simulate --violation` takes it.' }),
            regulation: Type.String(),
            flow: Type.String(),
            action: Type.String(),
            row: Type.Enum([...ROWS]),
            description: Type.String(),
          },
          strict,
        ),
      ),
    ),
  },
  schema('list'),
);

/** What `prove --json` prints: for every mutant, whether the suites found the broken cell. */
export const ProveOutput = Type.Object(
  {
    mutants: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          regulation: Type.String(),
          flow: Type.String(),
          action: Type.String(),
          step: orNull(Type.Integer()),
          row: Type.Enum([...ROWS]),
          description: Type.String(),
          walks: Type.Integer({ description: 'How many walks could come to the broken cell, and were walked.' }),
          killed: Type.Boolean(),
          killedBy: ids,
          localised: Type.Boolean({
            description:
              'An assertion of the broken cell failed, and none that cites only cells where the break does not show.',
          }),
          equivalent: orNull(
            Type.String({ description: 'Why nothing that a text asks for is broken; null where something is.' }),
          ),
        },
        strict,
      ),
    ),
    totals: Type.Object(
      {
        mutants: Type.Integer(),
        killed: Type.Integer(),
        localised: Type.Integer(),
        equivalent: Type.Integer(),
        survived: ids,
        assertions: Type.Integer({ description: 'Of the flows that were proved.' }),
        unproved: Type.Array(Type.String(), {
          description: 'Assertions that no mutant fails; told for whole flows only.',
        }),
      },
      strict,
    ),
  },
  schema('prove'),
);
export type ProveOutput = Static<typeof ProveOutput>;
