// The shapes of the events of a run and of its report.
import { type Static, type TSchema, Type } from 'typebox';
import { AuditAnnex } from '../audit/annex.ts';
import { Said } from '../said.ts';
import { About } from '../target/driver.ts';
import { Scenario, TestAssertion } from './assertion.ts';
import { Baseline, BaselineStanding } from './baseline.ts';
import { Finding } from './finding.ts';
import { Given } from './given.ts';
import { ReportedVerdict, Verdict } from './verdict.ts';

const strict = { additionalProperties: false };

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const At = Type.String({ description: 'When it happened by the clock of whoever ran the suites: ISO 8601 in UTC.' });
const Clock = orNull(
  Type.String({ description: 'The time of the portal, ISO 8601 in UTC; null where it tells none.' }),
);
const Headers = Type.Record(Type.String(), Type.String(), { description: 'By names in lower case.' });
const Body = orNull(
  Type.String({
    description: 'As it was on the wire but for what is redacted; null where nothing of it may be shown.',
  }),
);

/** One request with its answer as they were on the wire, redacted afterwards. */
export const Exchange = Type.Object(
  {
    id: Type.String(),
    operation: Type.String(),
    at: At,
    tookMs: Type.Number({ minimum: 0, description: 'From sending the request to the last byte of the answer.' }),
    clock: Clock,
    request: Type.Object(
      {
        method: Type.String({
          description:
            'An HTTP method; BROWSER for a step in a browser, MODULE for one of a module, ROW for a row of an event log.',
        }),
        url: Type.String({ description: 'Without the origin where that is the one of the target.' }),
        headers: Headers,
        body: Body,
      },
      strict,
    ),
    response: Type.Object(
      {
        status: orNull(Type.Integer()),
        headers: Headers,
        bytes: orNull(Type.Integer({ description: 'How long its body is.' })),
        body: Body,
        fault: orNull(Type.String()),
      },
      strict,
    ),
    described: Type.Optional(
      Type.String({ description: 'The exchange of the target file that it was sent for, as the file writes it.' }),
    ),
    read: Type.Optional(Type.Unknown({ description: 'What a target file read of the answer.' })),
  },
  strict,
);
export type Exchange = Static<typeof Exchange>;

const Digests = Type.Object(
  {
    regulations: Type.Record(Type.String(), Type.String(), { description: 'Of each regulation, by its id.' }),
    suite: Type.String({ description: 'Of all assertions of the run in their order.' }),
  },
  { ...strict, description: 'SHA-256 of what the run rests on, as JSON, in hexadecimal.' },
);
/** By what a run can be recognised as one of these regulations and of this suite. */
export type Digests = Static<typeof Digests>;

const PartNumber = {
  number: Type.Integer({ minimum: 1, description: 'Which of the parts, from 1.' }),
  of: Type.Integer({ minimum: 2, description: 'How many parts the run has.' }),
};
const Part = Type.Object({ ...PartNumber, scenarios: Type.Array(Type.String()) }, strict);
/** One of the parts into which the walks of a run are split: which one, of how many, and the ids of its scenarios. */
export type Part = Static<typeof Part>;
const Parts = Type.Array(Type.String(), {
  description: 'For a run that was merged of parts: what `journal` is of the report of each part, in their order.',
});

const RunStarted = Type.Object(
  {
    type: Type.Literal('run-started'),
    at: At,
    tool: Type.String(),
    target: Type.String(),
    portal: Type.String(),
    about: Type.Optional(About),
    seed: Type.Integer(),
    nonce: orNull(
      Type.String({ description: 'What the values that were sent follow from; null where the seed decides them.' }),
    ),
    convention: Type.String(),
    requireFull: Type.Boolean(),
    baseline: Type.Optional(Baseline),
    options: Type.Optional(Given),
    offers: Type.Optional(
      Type.String({ description: 'SHA-256 over what the portal offers, by which a resume knows it again.' }),
    ),
    regulations: Type.Array(Type.String()),
    digests: Digests,
    assertions: Type.Array(TestAssertion),
    scenarios: Type.Array(Scenario),
    budget: Type.Optional(
      Type.Integer({ description: 'How many applications the target allows; absent where nothing limits them.' }),
    ),
    part: Type.Optional(Part),
    parts: Type.Optional(Parts),
  },
  strict,
);
const RunResumed = Type.Object(
  {
    type: Type.Literal('run-resumed'),
    at: At,
    tool: Type.String(),
    host: Type.String({ description: 'The name of the machine on which the run goes on.' }),
  },
  strict,
);
const ScenarioStarted = Type.Object(
  { type: Type.Literal('scenario-started'), at: At, scenario: Type.String() },
  strict,
);
const Exchanged = Type.Object({ type: Type.Literal('exchange'), scenario: Type.String(), exchange: Exchange }, strict);
const ScenarioFinished = Type.Object(
  {
    type: Type.Literal('scenario-finished'),
    at: At,
    scenario: Type.String(),
    interrupted: orNull(Type.String()),
  },
  strict,
);
const Found = Type.Object(
  {
    type: Type.Literal('finding'),
    at: At,
    clock: Clock,
    assertion: Type.String(),
    scenario: Type.String(),
    finding: orNull(Finding),
    defect: orNull(Type.String({ description: 'The message of an error in our own code, where there is no finding.' })),
  },
  {
    ...strict,
    description:
      'In a part of a run: what was found on one walk for an assertion that walks of other parts decide too. `apart` is a digest there.',
  },
);
/** What a walk waits for, and until when it may come. */
export const Obligation = Type.Object(
  {
    awaits: Type.String({ description: 'The action of the step that is awaited.' }),
    since: Type.String({ description: 'When it could begin: ISO 8601.' }),
    dues: Type.Array(
      Type.Object(
        {
          convention: Type.String({ description: 'From which day the term is counted; `clock` for one of hours.' }),
          due: Type.String({ description: 'The last moment of the term: ISO 8601 with the offset of the place.' }),
        },
        strict,
      ),
      { description: 'One for each way of counting and each reading of the text; none where nothing is printed.' },
    ),
  },
  strict,
);
export type Obligation = Static<typeof Obligation>;
const ScenarioSuspended = Type.Object(
  { type: Type.Literal('scenario-suspended'), at: At, scenario: Type.String(), obligation: Obligation },
  strict,
);
const Judged = Type.Object({ type: Type.Literal('verdict'), verdict: Verdict }, strict);
/** A warning; `says` is missing in the journals of older versions. */
const warning = { code: Type.String(), message: Type.String(), says: Type.Optional(Said) };
const Warned = Type.Object({ type: Type.Literal('warning'), at: At, ...warning }, strict);
const RunFinished = Type.Object({ type: Type.Literal('run-finished'), at: At, stopped: orNull(Type.String()) }, strict);

/** One event of a run. The engine emits them; the journal holds one a line. */
export const RunEvent = Type.Union([
  RunStarted,
  RunResumed,
  ScenarioStarted,
  Exchanged,
  ScenarioSuspended,
  ScenarioFinished,
  Found,
  Judged,
  Warned,
  RunFinished,
]);
export type RunEvent = Static<typeof RunEvent>;

/** The report of a run, as `report.json` holds it. */
export const Report = Type.Object(
  {
    format: Type.Literal('reglament-report/1'),
    tool: Type.String(),
    target: Type.String(),
    portal: Type.String(),
    about: Type.Optional(About),
    seed: Type.Integer(),
    nonce: orNull(
      Type.String({ description: 'What the values that were sent follow from; null where the seed decides them.' }),
    ),
    convention: Type.String(),
    startedAt: At,
    finishedAt: orNull(At),
    outcome: Type.Enum(['passed', 'failed', 'incomplete']),
    stopped: orNull(Type.String()),
    counts: Type.Object(
      {
        pass: Type.Integer(),
        fail: Type.Integer(),
        inconclusive: Type.Integer(),
        pending: Type.Integer(),
        'not-applicable': Type.Integer(),
        error: Type.Integer(),
        total: Type.Integer(),
        judged: Type.Integer(),
      },
      strict,
    ),
    regulations: Type.Array(Type.String()),
    digests: Digests,
    journal: orNull(
      Type.String({
        description:
          'SHA-256 over the events of the sealed journal, in whatever order the walks came, as its seal names it; null where there is no such journal.',
      }),
    ),
    baseline: Type.Optional(BaselineStanding),
    part: Type.Optional(Type.Object(PartNumber, strict)),
    parts: Type.Optional(Parts),
    warnings: Type.Array(Type.Object(warning, strict)),
    assertions: Type.Array(TestAssertion),
    verdicts: Type.Array(ReportedVerdict, {
      description: 'On the required and implied assertions, which alone make the outcome.',
    }),
    recommended: Type.Array(ReportedVerdict, {
      description: 'On the recommended assertions, where they were asked for.',
    }),
    exchanges: Type.Record(Type.String(), Exchange),
    audit: Type.Optional(AuditAnnex),
  },
  { ...strict, $id: 'https://reglament.dev/schemas/report.schema.json' },
);
export type Report = Static<typeof Report>;
