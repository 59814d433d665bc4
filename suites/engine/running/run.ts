// Runs a plan on a portal: walks scenarios in parallel, judges every walk, and emits all of it as events.
import { calendarOf } from '../../../schemas/kazakhstan.ts';
import { type Scenario, suits } from '../../../schemas/run/assertion.ts';
import { PortalFault } from '../../sut/blame.ts';
import { maskText } from '../../sut/evidence/redaction.ts';
import { Silence } from '../../sut/silence.ts';
import { offerFor, type Sut } from '../../sut/sut.ts';
import { undecided } from '../judging/judge.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import { freshOf } from '../walking/fresh.ts';
import { walk } from '../walking/walk.ts';
import { Ledger, type LedgerOptions } from './ledger.ts';
import { showsAddition } from './observable.ts';
import { elsewhere, endedBefore } from './parts.ts';
import type { Plan } from './plan.ts';
import { digestsOf } from './provenance.ts';
import { Times } from './times.ts';

/** What is run, on which portal, and how. */
export interface RunOptions extends LedgerOptions {
  sut: Sut;
  seed: number;
  /** What the values that are sent follow from, so that nobody can have recorded the answers to them; absent where the seed decides these too. */
  nonce?: string;
  /** How many walks at once, from 1. */
  concurrency: number;
  requireFull: boolean;
  tool: string;
  /** Ends the run early; a text as its reason is told. Walks under way are abandoned, and verdicts that were given stay. */
  signal?: AbortSignal;
}

/** Runs a plan. Nothing that the portal does makes it throw, and an error in our own code becomes the verdict `error`. */
export async function run(options: RunOptions): Promise<void> {
  const { plan, sut, onEvent } = options;
  const times = new Times(sut.simulatedFrom ?? null);
  onEvent({
    type: 'run-started',
    at: times.now(),
    tool: options.tool,
    target: sut.name,
    portal: sut.description.name,
    seed: options.seed,
    nonce: options.nonce ?? null,
    convention: options.convention,
    requireFull: options.requireFull,
    regulations: [...new Set(plan.assertions.map(({ regulation }) => regulation))],
    digests: digestsOf(options.regulations, plan.assertions),
    assertions: plan.assertions,
    scenarios: plan.scenarios,
    ...(sut.allowance === undefined ? {} : { budget: sut.allowance.applications }),
    ...(options.part === undefined ? {} : { part: options.part }),
  });
  const ledger = new Ledger(options, times);
  const silence = new Silence();
  const isOver = () => options.signal?.aborted === true || silence.reason !== null || silence.spent !== null;
  for (const assertion of plan.assertions) {
    const reason = plan.notApplicable.get(assertion.id);
    if (reason !== undefined) ledger.tell(undecided(assertion, reason));
  }
  const planned = plan.scenarios.reduce((sum, { applications }) => sum + applications, 0);
  // What the target allows beyond the plan is shared among the parts of a run.
  const beyond = (sut.allowance?.applications ?? Number.POSITIVE_INFINITY) - planned;
  let left = Math.floor(beyond / (options.part?.of ?? 1));
  const spare = (applications: number) => {
    if (left < applications) return false;
    left -= applications;
    return true;
  };
  const mine = plan.scenarios.filter(({ id }) => options.part?.scenarios.includes(id) !== false);
  const queue = longestFirst(mine, nonceOf(options));
  const workers = Array.from({ length: Math.max(1, options.concurrency) }, async () => {
    for (let next = queue.shift(); next !== undefined && !isOver(); next = queue.shift())
      await runOne(options, { ledger, silence, times, spare }, next);
  });
  await Promise.race([Promise.all(workers), aborted(options.signal)]);
  const stopped = interruptionOf(options.signal) ?? silence.reason ?? silence.spent;
  if (stopped !== null) ledger.giveUp(endedBefore(stopped));
  else if (options.part !== undefined) ledger.giveUp(elsewhere(options.part));
  ledger.close();
  onEvent({ type: 'run-finished', at: times.latest(), stopped });
}

/**
 * The order in which walks begin: the longest first, because a long walk that began last would run alone in the end. The length is
 * guessed from the number of steps. Walks without a cause are taken for the longest, because they also try operations out of turn.
 * Of walks that are equally long, nobody can foresee which comes first.
 */
function longestFirst(scenarios: readonly Scenario[], nonce: string): Scenario[] {
  const rank = ({ cause, path }: Scenario) => (cause === null ? 1000 : 0) + path.length;
  const drawn = scenarios.toSorted((a, b) => freshOf(nonce, a.id).seed - freshOf(nonce, b.id).seed);
  return drawn.sort((a, b) => rank(b) - rank(a));
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

function interruptionOf(signal: AbortSignal | undefined): string | null {
  if (signal?.aborted !== true) return null;
  return `the run was interrupted${typeof signal.reason === 'string' ? `: ${signal.reason}` : ''}`;
}

interface Keepers {
  ledger: Ledger;
  silence: Silence;
  times: Times;
  /** Takes applications from those that the target allows beyond the plan; false where it does not allow so many. */
  spare: (applications: number) => boolean;
}

/** Whether an assertion on guessing at a password is judged on a walk. */
const isGuessedAt = ({ assertions, notApplicable }: Plan, scenario: Scenario): boolean =>
  assertions.some(
    (one) => one.predicate === 'let-in-after-guesses' && !notApplicable.has(one.id) && suits(scenario, one),
  );

async function runOne(
  options: RunOptions,
  { ledger, silence, times, spare }: Keepers,
  scenario: Scenario,
): Promise<void> {
  ledger.emit({ type: 'scenario-started', at: times.now(), scenario: scenario.id });
  const source = ledger.sourceOf(scenario);
  const offer = offerFor(options.sut.offer, `${source.regulation.id}/${source.flowId}`);
  let trace: Trace;
  let defect: string | null = null;
  let mask = maskText;
  try {
    const fresh = freshOf(nonceOf(options), scenario.id);
    const drive = await silence.openDrive(options.sut, scenario.id, fresh.seed, (exchange) => {
      times.note(scenario.id, exchange);
      ledger.emit({ type: 'exchange', scenario: scenario.id, exchange });
    });
    mask = drive.mask ?? maskText;
    trace = await walk(drive, scenario, {
      source,
      fresh,
      calendar: calendarOf(options.calendar, source.regulation),
      convention: options.convention,
      controls: options.sut.description.controls,
      provider: options.sut.description.provider?.bin ?? null,
      heads: options.sut.description.provider?.heads ?? null,
      shows: (part) => showsAddition(part, { ...options.sut, ...(offer === undefined ? {} : { offer }) }),
      guesses: isGuessedAt(options.plan, scenario),
      enters: offer?.enters ?? null,
      within: offer?.within ?? new Set(),
      spare,
      ownDecision: options.sut.description.ownDecision === true,
    });
  } catch (error) {
    trace = emptyTrace(scenario);
    trace.interrupted = error instanceof Error ? error.message : String(error);
    if (!(error instanceof PortalFault)) defect = trace.interrupted;
  }
  const at = times.now(scenario.id);
  ledger.emit({ type: 'scenario-finished', at, scenario: scenario.id, interrupted: trace.interrupted });
  ledger.judge(trace, defect, mask);
}

const nonceOf = ({ nonce, seed }: Pick<RunOptions, 'nonce' | 'seed'>) => nonce ?? String(seed);
