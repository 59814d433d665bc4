// The events of a run and the report that they fold into.
import { type Static, Type } from 'typebox';
import { Scenario, TestAssertion } from './assertion.ts';
import { conclude, count, Verdict } from './verdict.ts';

const strict = { additionalProperties: false };

/** One redacted request with its answer. `clock` is the portal's own time where it can be told, else null. */
export const Exchange = Type.Object(
  {
    id: Type.String(),
    operation: Type.String(),
    clock: Type.Union([Type.String(), Type.Null()]),
    request: Type.Object({ method: Type.String(), path: Type.String(), body: Type.Unknown() }, strict),
    response: Type.Object(
      {
        status: Type.Union([Type.Integer(), Type.Null()]),
        body: Type.Unknown(),
        fault: Type.Union([Type.String(), Type.Null()]),
      },
      strict,
    ),
  },
  strict,
);
export type Exchange = Static<typeof Exchange>;

const RunStarted = Type.Object(
  {
    type: Type.Literal('run-started'),
    tool: Type.String(),
    target: Type.String(),
    portal: Type.String(),
    seed: Type.Integer(),
    convention: Type.String(),
    requireFull: Type.Boolean(),
    regulations: Type.Array(Type.String()),
    assertions: Type.Array(TestAssertion),
    scenarios: Type.Array(Scenario),
  },
  strict,
);
const ScenarioStarted = Type.Object({ type: Type.Literal('scenario-started'), scenario: Type.String() }, strict);
const Exchanged = Type.Object({ type: Type.Literal('exchange'), scenario: Type.String(), exchange: Exchange }, strict);
const ScenarioFinished = Type.Object(
  {
    type: Type.Literal('scenario-finished'),
    scenario: Type.String(),
    interrupted: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
);
const Judged = Type.Object({ type: Type.Literal('verdict'), verdict: Verdict }, strict);
const Warned = Type.Object({ type: Type.Literal('warning'), code: Type.String(), message: Type.String() }, strict);
const RunFinished = Type.Object(
  { type: Type.Literal('run-finished'), stopped: Type.Union([Type.String(), Type.Null()]) },
  strict,
);

/** What the engine emits; the journal is these, one a line. */
export const RunEvent = Type.Union([
  RunStarted,
  ScenarioStarted,
  Exchanged,
  ScenarioFinished,
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
    convention: Type.String(),
    outcome: Type.Enum(['passed', 'failed', 'incomplete']),
    stopped: Type.Union([Type.String(), Type.Null()]),
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
    warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() }, strict)),
    assertions: Type.Array(TestAssertion),
    verdicts: Type.Array(Verdict),
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
 * Folds events into the report. An assertion without a verdict (the run was cut short) is inconclusive.
 * Only the exchanges that a verdict rests on are in the report. Verdicts come after the exchanges that they cite, so the events
 * are gone through twice, and no other exchange is held.
 * @throws TypeError without a beginning, and for events that can be gone through only once
 */
export function foldReport(events: Iterable<RunEvent>): Report {
  let started: Static<typeof RunStarted> | null = null;
  let stopped: string | null = 'the journal ends before the run did';
  const verdicts = new Map<string, Verdict>();
  const warnings: Report['warnings'] = [];
  for (const event of events) {
    if (event.type === 'run-started') started = event;
    else if (event.type === 'verdict') verdicts.set(event.verdict.assertion, event.verdict);
    else if (event.type === 'warning') warnings.push({ code: event.code, message: event.message });
    else if (event.type === 'run-finished') stopped = event.stopped;
  }
  if (started === null) throw new TypeError('a journal without a run-started event has no report');
  const assertions = [...started.assertions].sort(byId((row) => row.id));
  const all = assertions.map(({ id }) => verdicts.get(id) ?? notReached(id, stopped));
  return {
    format: 'reglament-report/1',
    tool: started.tool,
    target: started.target,
    portal: started.portal,
    seed: started.seed,
    convention: started.convention,
    outcome: conclude(all, started.requireFull),
    stopped,
    counts: count(all),
    regulations: started.regulations,
    warnings: warnings.sort(byId(({ code, message }) => `${code} ${message}`)),
    assertions,
    verdicts: all,
    exchanges: citedExchanges(events, all),
  };
}

function citedExchanges(events: Iterable<RunEvent>, verdicts: readonly Verdict[]): Report['exchanges'] {
  const cited = new Set(verdicts.flatMap(({ evidence }) => evidence));
  const found = new Map<string, Exchange>();
  let again = false;
  for (const event of events) {
    again = true;
    if (event.type === 'exchange' && cited.has(event.exchange.id)) found.set(event.exchange.id, event.exchange);
  }
  if (!again) throw new TypeError('the events of a report have to be there twice');
  return Object.fromEntries([...found].sort(byId(([id]) => id)));
}

function notReached(assertion: string, stopped: string | null): Verdict {
  const reason = `the run ended before this was judged${stopped === null ? '' : `: ${stopped}`}`;
  return {
    assertion,
    verdict: 'inconclusive',
    reason,
    expected: 'a walk that decides it',
    actual: 'no walk was finished',
    evidence: [],
    scenario: null,
    disputed: false,
  };
}
