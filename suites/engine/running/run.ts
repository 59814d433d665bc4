// Runs a plan on a portal: walks scenarios in parallel, judges every walk, and emits all of it as events.
import { createHash } from 'node:crypto';
import { calendarOf } from '../../../schemas/kazakhstan.ts';
import type { Scenario } from '../../../schemas/run/assertion.ts';
import { PortalFault } from '../../sut/blame.ts';
import { Silence } from '../../sut/silence.ts';
import { offerFor, type Sut } from '../../sut/sut.ts';
import { undecided } from '../judging/judge.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import { walk } from '../walking/walk.ts';
import { Ledger, type LedgerOptions } from './ledger.ts';
import { showsAddition } from './observable.ts';
import { Times } from './times.ts';

/** What is run, on which portal, and how. */
export interface RunOptions extends LedgerOptions {
  sut: Sut;
  seed: number;
  /** How many walks at once, from 1. */
  concurrency: number;
  requireFull: boolean;
  tool: string;
  /** Ends the run early. Walks under way are abandoned, and verdicts that were given stay. */
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
    convention: options.convention,
    requireFull: options.requireFull,
    regulations: [...new Set(plan.assertions.map(({ regulation }) => regulation))],
    assertions: plan.assertions,
    scenarios: plan.scenarios,
  });
  const ledger = new Ledger(options, times);
  const silence = new Silence();
  const isOver = () => options.signal?.aborted === true || silence.reason !== null || silence.spent !== null;
  for (const assertion of plan.assertions) {
    const reason = plan.notApplicable.get(assertion.id);
    if (reason !== undefined) ledger.tell(undecided(assertion, reason));
  }
  const queue = longestFirst(plan.scenarios);
  const workers = Array.from({ length: Math.max(1, options.concurrency) }, async () => {
    for (let next = queue.shift(); next !== undefined && !isOver(); next = queue.shift())
      await runOne(options, { ledger, silence, times }, next);
  });
  await Promise.race([Promise.all(workers), aborted(options.signal)]);
  const stopped = options.signal?.aborted === true ? 'the run was interrupted' : (silence.reason ?? silence.spent);
  if (stopped !== null) ledger.giveUp(stopped);
  ledger.close();
  onEvent({ type: 'run-finished', at: times.latest(), stopped });
}

/**
 * The order in which walks begin: the longest first, because a long walk that began last would run alone in the end. The length is
 * guessed from the number of steps. Walks without a cause are taken for the longest, because they also try operations out of turn.
 */
function longestFirst(scenarios: readonly Scenario[]): Scenario[] {
  const rank = ({ cause, path }: Scenario) => (cause === null ? 1000 : 0) + path.length;
  return scenarios.toSorted((a, b) => rank(b) - rank(a));
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

interface Keepers {
  ledger: Ledger;
  silence: Silence;
  times: Times;
}

async function runOne(options: RunOptions, { ledger, silence, times }: Keepers, scenario: Scenario): Promise<void> {
  ledger.emit({ type: 'scenario-started', at: times.now(), scenario: scenario.id });
  const source = ledger.sourceOf(scenario);
  const offer = offerFor(options.sut.offer, `${source.regulation.id}/${source.flowId}`);
  let trace: Trace;
  let defect: string | null = null;
  try {
    const seed = seedOf(options.seed, scenario.id);
    const drive = await silence.openDrive(options.sut, scenario.id, seed, (exchange) => {
      times.note(scenario.id, exchange);
      ledger.emit({ type: 'exchange', scenario: scenario.id, exchange });
    });
    trace = await walk(drive, scenario, {
      source,
      calendar: calendarOf(options.calendar, source.regulation),
      convention: options.convention,
      controls: options.sut.description.controls,
      provider: options.sut.description.provider?.bin ?? null,
      heads: options.sut.description.provider?.heads ?? null,
      shows: (part) => showsAddition(part, { ...options.sut, ...(offer === undefined ? {} : { offer }) }),
      enters: offer?.enters ?? null,
      within: offer?.within ?? new Set(),
    });
  } catch (error) {
    trace = emptyTrace(scenario);
    trace.interrupted = error instanceof Error ? error.message : String(error);
    if (!(error instanceof PortalFault)) defect = trace.interrupted;
  }
  const at = times.now(scenario.id);
  ledger.emit({ type: 'scenario-finished', at, scenario: scenario.id, interrupted: trace.interrupted });
  ledger.judge(trace, defect);
}

/** A seed of its own for every scenario, so that adding one does not change the others. */
function seedOf(seed: number, scenario: string): number {
  return createHash('sha256').update(`${seed} ${scenario}`).digest().readUInt32BE(0);
}
