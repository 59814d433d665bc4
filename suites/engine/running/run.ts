// Runs a plan on a portal: walks scenarios in parallel, judges every walk, and emits all of it as events.

import { ConformanceError } from '../../../schemas/errors.ts';
import { calendarOf } from '../../../schemas/kazakhstan.ts';
import { type Scenario, suits } from '../../../schemas/run/assertion.ts';
import type { Given } from '../../../schemas/run/given.ts';
import type { RunEvent } from '../../../schemas/run/report.ts';
import { plainly, quote, say } from '../../../schemas/said.ts';
import { brinkOf, IN_TIME } from '../../flow/brinks.ts';
import { PortalFault } from '../../sut/blame.ts';
import { Silence } from '../../sut/silence.ts';
import { offerFor, type Sut } from '../../sut/sut.ts';
import { undecided } from '../judging/judge.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import { freshOf } from '../walking/fresh.ts';
import { Suspended } from '../walking/setting.ts';
import { walk } from '../walking/walk.ts';
import type { Spare } from './attempts.ts';
import { Ledger, type LedgerOptions } from './ledger.ts';
import type { Finished, Memory } from './memory.ts';
import { showsAddition } from './observable.ts';
import { elsewhere, endedBefore } from './parts.ts';
import type { Past } from './past.ts';
import type { Plan } from './plan.ts';
import { digestsOf, offersOf } from './provenance.ts';
import { requestsIn, Stopped } from './remembered.ts';
import { Times } from './times.ts';
import { Way } from './way.ts';

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
  /** The same, but what is being sent is still answered. */
  halt?: AbortSignal;
  /** What keeps the walks, so that the run can be resumed; absent where it cannot. */
  memory?: Memory;
  /** The part of the run that has been; absent where it begins. */
  past?: Past;
  /** The name of the machine on which the run goes on. */
  host?: string;
  /** The options of the command, for whoever resumes it. */
  given?: Given;
}

/**
 * Runs a plan, or goes on with one. Nothing that the portal does makes it throw, and an error in our own code becomes the verdict `error`.
 * @throws ConformanceError `output-unwritable` where the memory of the run cannot be written
 */
export async function run(options: RunOptions): Promise<void> {
  const { plan, sut, onEvent, past = null, memory } = options;
  const times = new Times(sut.simulatedFrom ?? null, past?.clocks() ?? []);
  onEvent(past === null ? beginning(options, times) : resuming(options, times, past));
  const ledger = new Ledger(options, times, past);
  const silence = new Silence();
  const isHalted = () => options.halt?.aborted === true || options.signal?.aborted === true;
  const isOver = () => isHalted() || silence.reason !== null || silence.spent !== null;
  for (const assertion of plan.assertions) {
    const reason = plan.notApplicable.get(assertion.id);
    if (reason !== undefined) ledger.tell(undecided(assertion, reason));
  }
  const done = new Map((memory?.finished ?? []).map((walk) => [walk.scenario, walk]));
  const planned = plan.scenarios.reduce((sum, { applications }) => sum + applications, 0);
  // What the target allows beyond the plan is shared among the parts of a run.
  const beyond = (sut.allowance?.applications ?? Number.POSITIVE_INFINITY) - planned;
  let left = Math.floor(beyond / (options.part?.of ?? 1));
  for (const { scenario, applications } of done.values()) {
    sut.spend?.(applications);
    left -= Math.max(0, applications - (plan.scenarios.find(({ id }) => id === scenario)?.applications ?? 0));
  }
  const spare = (applications: number) => {
    if (left < applications) return false;
    left -= applications;
    return true;
  };
  const opened = past === null ? new Set<string>() : requestsOf(plan.scenarios, done, memory);
  const keepers = { ledger, silence, times, spare, isHalted, opened };
  const mine = plan.scenarios.filter(({ id }) => options.part?.scenarios.includes(id) !== false);
  const walkAll = async (walks: readonly Scenario[]) => {
    for (const { id } of walks) {
      const walk = done.get(id);
      if (walk !== undefined) ledger.count(id, walk.found);
    }
    const queue = walks.filter(({ id }) => !done.has(id));
    const workers = Array.from({ length: Math.max(1, options.concurrency) }, async () => {
      for (let next = queue.shift(); next !== undefined && !isOver(); next = queue.shift())
        await runOne(options, keepers, next);
    });
    await Promise.race([Promise.all(workers), aborted(options.signal)]);
  };
  for (let walks = inOrder(mine, options); walks.length > 0 && !isOver(); walks = ledger.nextAttempts(spare))
    await walkAll(walks);
  const stopped = interruptionOf(options.signal) ?? interruptionOf(options.halt) ?? silence.reason ?? silence.spent;
  if (stopped !== null) ledger.giveUp(endedBefore(stopped));
  else if (options.part !== undefined) ledger.giveUp(elsewhere(options.part));
  ledger.close();
  onEvent({ type: 'run-finished', at: times.latest(), stopped });
}

/** The requests that the walks of a run are known to have opened in the parts that have been. */
function requestsOf(
  scenarios: readonly Scenario[],
  done: ReadonlyMap<string, Finished>,
  memory: Memory | undefined,
): Set<string> {
  return new Set(scenarios.flatMap(({ id }) => done.get(id)?.requests ?? requestsIn(memory?.recordOf(id).lines ?? [])));
}

function beginning(options: RunOptions, times: Times): RunEvent {
  const { plan, sut } = options;
  return {
    type: 'run-started',
    at: times.now(),
    tool: options.tool,
    target: sut.name,
    portal: sut.description.name,
    ...(sut.description.about === undefined ? {} : { about: sut.description.about }),
    seed: options.seed,
    nonce: options.nonce ?? null,
    convention: options.convention,
    requireFull: options.requireFull,
    ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
    ...(options.given === undefined ? {} : { options: options.given, offers: offersOf(sut.description) }),
    regulations: [...new Set(plan.assertions.map(({ regulation }) => regulation))],
    digests: digestsOf(options.regulations, plan.assertions),
    assertions: plan.assertions,
    scenarios: plan.scenarios,
    ...(sut.allowance === undefined ? {} : { budget: sut.allowance.applications }),
    ...(options.part === undefined ? {} : { part: options.part }),
  };
}

function resuming({ tool, host = 'unknown' }: RunOptions, times: Times, past: Past): RunEvent {
  const event: RunEvent = { type: 'run-resumed', at: times.latest(), tool, host };
  past.add(event);
  return event;
}

/**
 * The order in which walks begin. Where all share one clock, which only moves on, those at the brinks of the validity of a certificate come
 * first and in the order of these, before any other has moved the clock beyond them.
 */
function inOrder(scenarios: readonly Scenario[], options: RunOptions): Scenario[] {
  const walks = longestFirst(scenarios, options);
  const { controls } = options.sut.description;
  if (!controls.includes('clock') || controls.includes('worlds')) return walks;
  const rank = (walk: Scenario) => {
    const brink = brinkOf(walk);
    return brink === null ? IN_TIME.length : IN_TIME.indexOf(brink);
  };
  return walks.sort((a, b) => rank(a) - rank(b));
}

/** How many steps the guessing at a password takes as long as. */
const GUESSING = 5;

/**
 * The order in which walks begin: the longest first, because a long walk that began last would run alone in the end. The length is
 * guessed from the number of steps. Walks without a cause are taken for the longest, because they also try operations out of turn.
 * Of walks that are equally long, nobody can foresee which comes first.
 */
function longestFirst(scenarios: readonly Scenario[], options: RunOptions): Scenario[] {
  const nonce = nonceOf(options);
  const ranks = new Map(
    scenarios.map((walk) => [
      walk,
      (walk.cause === null ? 1000 : 0) + walk.path.length + (isGuessedAt(options.plan, walk) ? GUESSING : 0),
    ]),
  );
  const rank = (walk: Scenario) => ranks.get(walk) ?? 0;
  const lots = new Map(scenarios.map((walk) => [walk, freshOf(nonce, walk.id).seed]));
  const drawn = scenarios.toSorted((a, b) => (lots.get(a) ?? 0) - (lots.get(b) ?? 0));
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

/** What all walks of a run share. */
export interface Keepers {
  ledger: Ledger;
  silence: Silence;
  times: Times;
  spare: Spare;
  /** Whether whoever started the run has ended it. */
  isHalted(): boolean;
  /** The requests that the walks of the run are known to have opened. */
  opened: Set<string>;
}

/** Whether an assertion on guessing at a password is judged on a walk. */
const isGuessedAt = ({ assertions, notApplicable }: Plan, scenario: Scenario): boolean =>
  assertions.some(
    (one) => one.predicate === 'let-in-after-guesses' && !notApplicable.has(one.id) && suits(scenario, one),
  );

async function runOne(options: RunOptions, keepers: Keepers, scenario: Scenario): Promise<void> {
  const { ledger, times, spare } = keepers;
  const source = ledger.sourceOf(scenario);
  const offer = offerFor(options.sut.offer, `${source.regulation.id}/${source.flowId}`);
  const fresh = freshOf(nonceOf(options), scenario.id);
  const way = new Way(options, keepers, scenario, fresh.seed);
  let trace: Trace;
  let defect: string | null = null;
  let awaited: Suspended | null = null;
  try {
    const drive = await way.open();
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
    // What cannot be remembered is not gone on with.
    if (error instanceof ConformanceError) throw error;
    if (error instanceof Stopped) return;
    if (error instanceof Suspended) awaited = error;
    trace = awaited?.trace ?? emptyTrace(scenario);
    const message = error instanceof Error ? error.message : String(error);
    trace.interrupted = say`${quote(message)}`;
    if (!(error instanceof PortalFault || error instanceof Suspended)) defect = message;
  }
  if (way.isLost) return;
  const at = times.now(scenario.id);
  if (awaited !== null) {
    ledger.emit({ type: 'scenario-suspended', at, scenario: scenario.id, obligation: awaited.obligation });
    ledger.count(scenario.id, ledger.judge(trace, null, way.mask, awaited.says), false);
    return;
  }
  if (options.past?.walk(scenario.id)?.isFinished !== true)
    ledger.emit({
      type: 'scenario-finished',
      at,
      scenario: scenario.id,
      interrupted: trace.interrupted && plainly(trace.interrupted),
    });
  const found = ledger.judge(trace, defect, way.mask);
  way.finish(found);
  ledger.count(scenario.id, found);
}

const nonceOf = ({ nonce, seed }: Pick<RunOptions, 'nonce' | 'seed'>) => nonce ?? String(seed);
