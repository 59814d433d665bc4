// The shapes of the events of a run and of its report, and the fold from the one to the other.
import { type Static, type TSchema, Type } from 'typebox';
import { isBinding, Scenario, TestAssertion } from './assertion.ts';
import { Baseline, BaselineStanding, markKnown, standingOf } from './baseline.ts';
import { Finding } from './finding.ts';
import { conclude, count, ReportedVerdict, type RunOutcome, Verdict } from './verdict.ts';

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
          description: 'An HTTP method; BROWSER for a step in a browser, MODULE for one of a module.',
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
    seed: Type.Integer(),
    nonce: orNull(
      Type.String({ description: 'What the values that were sent follow from; null where the seed decides them.' }),
    ),
    convention: Type.String(),
    requireFull: Type.Boolean(),
    baseline: Type.Optional(Baseline),
    options: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          'The options of the command that began the run, by their names in our code; a resume goes on with them.',
      }),
    ),
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
const Warned = Type.Object(
  { type: Type.Literal('warning'), at: At, code: Type.String(), message: Type.String() },
  strict,
);
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
    warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() }, strict)),
    assertions: Type.Array(TestAssertion),
    verdicts: Type.Array(ReportedVerdict, {
      description: 'On the required and implied assertions, which alone make the outcome.',
    }),
    recommended: Type.Array(ReportedVerdict, {
      description: 'On the recommended assertions, where they were asked for.',
    }),
    exchanges: Type.Record(Type.String(), Exchange),
  },
  { ...strict, $id: 'https://reglament.dev/schemas/report.schema.json' },
);
export type Report = Static<typeof Report>;

const byId =
  <T>(key: (value: T) => string) =>
  (a: T, b: T) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;

/**
 * The report of a run, folded from its events. An assertion that has no verdict because the run was cut short is inconclusive.
 *
 * @param events gone through twice: the report holds only the exchanges that a verdict cites, and verdicts come after their exchanges,
 * so a second pass saves keeping all exchanges in memory.
 * @param events.content the digest of the journal that the events come from, told after the first pass
 * @throws TypeError when there is no `run-started` event, or when the events can be gone through only once
 */
export function foldReport(events: Iterable<RunEvent> & { readonly content?: string | null }): Report {
  let started: Static<typeof RunStarted> | null = null;
  let stopped: string | null = UNFINISHED;
  let finishedAt: string | null = null;
  const verdicts = new Map<string, Verdict>();
  const warnings: Report['warnings'] = [];
  for (const event of events) {
    if (event.type === 'run-started') started = event;
    else if (event.type === 'run-resumed') [stopped, finishedAt] = [UNFINISHED, null];
    else if (event.type === 'verdict') verdicts.set(event.verdict.assertion, event.verdict);
    else if (event.type === 'warning') warnings.push({ code: event.code, message: event.message });
    else if (event.type === 'run-finished') {
      stopped = event.stopped;
      finishedAt = event.at;
    }
  }
  if (started === null) throw new TypeError('a journal without a run-started event has no report');
  const assertions = [...started.assertions].sort(byId((assertion) => assertion.id));
  const at = finishedAt ?? started.at;
  const judged = (chosen: readonly TestAssertion[]) =>
    chosen.map(({ id }) => verdicts.get(id) ?? notReached(id, stopped, at));
  const { baseline } = started;
  const all = markKnown(judged(assertions.filter(isBinding)), baseline);
  const recommended = judged(assertions.filter((assertion) => !isBinding(assertion)));
  const standing = baseline === undefined ? null : standingOf(baseline, all);
  const isBaselineTrue = standing === null || standing.problems.length === 0;
  return {
    format: 'reglament-report/1',
    tool: started.tool,
    target: started.target,
    portal: started.portal,
    seed: started.seed,
    nonce: started.nonce,
    convention: started.convention,
    startedAt: started.at,
    finishedAt,
    outcome: concludeRun(conclude(all, started.requireFull, isBaselineTrue), finishedAt),
    stopped,
    counts: count(all),
    regulations: started.regulations,
    digests: started.digests,
    journal: events.content ?? null,
    ...(standing === null ? {} : { baseline: standing }),
    ...partOf(started),
    warnings: warnings.sort(byId(({ code, message }) => `${code} ${message}`)),
    assertions,
    verdicts: all,
    recommended,
    exchanges: citedExchanges(events, [...all, ...recommended]),
  };
}

const UNFINISHED = 'the journal ends before the run did';
/** Of which part of a run the report is, or of which parts; nothing where the run was one. */
function partOf({ part, parts }: Static<typeof RunStarted>): Pick<Report, 'part' | 'parts'> {
  return {
    ...(part === undefined ? {} : { part: { number: part.number, of: part.of } }),
    ...(parts === undefined ? {} : { parts }),
  };
}

/** A run that did not finish cannot pass, whatever its verdicts: it is incomplete. */
const concludeRun = (outcome: RunOutcome, finishedAt: string | null): RunOutcome =>
  outcome === 'passed' && finishedAt === null ? 'incomplete' : outcome;

function citedExchanges(events: Iterable<RunEvent>, verdicts: readonly Verdict[]): Report['exchanges'] {
  const cited = new Set(
    verdicts.flatMap(({ evidence, attempts = [] }) => [evidence, ...attempts.map((one) => one.evidence)].flat()),
  );
  const found = new Map<string, Exchange>();
  let again = false;
  for (const event of events) {
    again = true;
    if (event.type === 'exchange' && cited.has(event.exchange.id)) found.set(event.exchange.id, event.exchange);
  }
  if (!again) throw new TypeError('the events of a report have to be there twice');
  return Object.fromEntries([...found].sort(byId(([id]) => id)));
}

function notReached(assertion: string, stopped: string | null, at: string): Verdict {
  const reason = `the run ended before this was judged${stopped === null ? '' : `: ${stopped}`}`;
  return {
    assertion,
    verdict: 'inconclusive',
    at,
    clock: null,
    reason,
    expected: 'a walk that decides it',
    actual: 'no walk was finished',
    evidence: [],
    scenario: null,
    disputed: false,
  };
}
