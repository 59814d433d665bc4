// The fold from the events of a run to its report.

import { say } from '../said.ts';
import { isBinding, type TestAssertion } from './assertion.ts';
import { markKnown, standingOf } from './baseline.ts';
import type { Exchange, Report, RunEvent } from './report.ts';
import { told } from './says.ts';
import { conclude, count, type RunOutcome, type Verdict } from './verdict.ts';

type Started = Extract<RunEvent, { type: 'run-started' }>;

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
  let started: Started | null = null;
  let stopped: string | null = UNFINISHED;
  let finishedAt: string | null = null;
  const verdicts = new Map<string, Verdict>();
  const warnings: Report['warnings'] = [];
  for (const event of events) {
    if (event.type === 'run-started') started = event;
    else if (event.type === 'run-resumed') [stopped, finishedAt] = [UNFINISHED, null];
    else if (event.type === 'verdict') verdicts.set(event.verdict.assertion, event.verdict);
    else if (event.type === 'warning') warnings.push(warningOf(event));
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
    ...(started.about === undefined ? {} : { about: started.about }),
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
function partOf({ part, parts }: Started): Pick<Report, 'part' | 'parts'> {
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
  const reason =
    stopped === null
      ? say`the run ended before this was judged`
      : say`the run ended before this was judged: ${stopped}`;
  return {
    assertion,
    verdict: 'inconclusive',
    at,
    clock: null,
    ...told(say`a walk that decides it`, say`no walk was finished`, reason),
    evidence: [],
    scenario: null,
    disputed: false,
  };
}

function warningOf({ code, message, says }: Extract<RunEvent, { type: 'warning' }>): Report['warnings'][number] {
  return { code, message, ...(says === undefined ? {} : { says }) };
}
