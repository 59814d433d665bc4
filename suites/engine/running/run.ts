// Runs a plan against a portal: walks in parallel, judges every walk, and tells all of it as events.
import { createHash } from 'node:crypto';
import type { Scenario, TestAssertion } from '../../../schemas/assertion.ts';
import { suits } from '../../../schemas/assertion.ts';
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import type { RunEvent } from '../../../schemas/report.ts';
import type { Judgement } from '../../../schemas/verdict.ts';
import { type Source, sourceOf } from '../../flow/source.ts';
import { PortalFault } from '../../sut/blame.ts';
import { Silence } from '../../sut/silence.ts';
import type { Sut } from '../../sut/sut.ts';
import type { Setting } from '../judging/finding.ts';
import { type Found, observe, settle, undecided } from '../judging/judge.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import { walk } from '../walking/walk.ts';
import type { Plan } from './plan.ts';
import { Times } from './times.ts';

export interface RunOptions {
  sut: Sut;
  regulations: readonly Regulation[];
  plan: Plan;
  calendar: Calendar;
  convention: TermStart;
  seed: number;
  /** How many walks at once, from 1. */
  concurrency: number;
  requireFull: boolean;
  tool: string;
  onEvent(event: RunEvent): void;
  /** Ends the run early: walks under way are left, what was judged stays. */
  signal?: AbortSignal;
}

/** Runs the plan. Never throws for what the portal does; a defect of the suites ends as an `error` verdict. */
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
  for (const row of plan.assertions) {
    const reason = plan.notApplicable.get(row.id);
    if (reason !== undefined) ledger.tell(undecided(row, reason));
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
 * The order in which walks begin: a long one that begins last would be walked alone while nothing else is left to do. How long a
 * walk gets is guessed from its steps; the ones without a cause try everything out of turn besides.
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
      calendar: options.calendar,
      convention: options.convention,
      controls: options.sut.description.controls,
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

interface Waiting {
  left: number;
  found: Found[];
  defect: string | null;
}

/** Keeps what the walks found until the last walk that an assertion waits for, then gives its verdict. */
class Ledger {
  readonly #options: RunOptions;
  readonly #times: Times;
  readonly #waiting: Map<TestAssertion, Waiting>;
  /** The rows that each walk can decide. */
  readonly #suited = new Map<string, readonly TestAssertion[]>();
  readonly #sources = new Map<string, Source>();
  readonly #unsettled = new Set<number>();
  #closed = false;

  constructor(options: RunOptions, times: Times) {
    this.#options = options;
    this.#times = times;
    const { assertions, scenarios, notApplicable } = options.plan;
    const open = assertions.filter(({ id }) => !notApplicable.has(id));
    this.#waiting = new Map(open.map((row) => [row, { left: 0, found: [], defect: null }]));
    for (const scenario of scenarios) {
      const rows = open.filter((row) => suits(scenario, row));
      this.#suited.set(scenario.id, rows);
      for (const row of rows) {
        const entry = this.#waiting.get(row);
        if (entry !== undefined) entry.left += 1;
      }
    }
    for (const [row, { left }] of this.#waiting) if (left === 0) this.#settle(row);
  }

  sourceOf({ regulation, flow }: Scenario): Source {
    const key = `${regulation}/${flow}`;
    const act = this.#options.regulations.find(({ id }) => id === regulation);
    const known = this.#sources.get(key) ?? (act === undefined ? undefined : sourceOf(act, flow));
    if (known === undefined) throw new RangeError(`there is no regulation ${regulation}`);
    this.#sources.set(key, known);
    return known;
  }

  /** After the run has ended nothing more is told. */
  emit(event: RunEvent): void {
    if (!this.#closed) this.#options.onEvent(event);
  }

  judge(trace: Trace, defect: string | null): void {
    const { calendar, convention } = this.#options;
    const setting = { calendar, convention, onUnsettledYears: (years: readonly number[]) => this.#warn(years) };
    for (const row of this.#suited.get(trace.scenario.id) ?? []) {
      const entry = this.#waiting.get(row);
      if (entry === undefined) continue;
      entry.left -= 1;
      if (defect !== null) entry.defect = defect;
      else this.#observe(trace, row, entry, setting);
      if (entry.left === 0) this.#settle(row);
    }
  }

  /** Once a year of the calendar, however many dates lean on it. */
  #warn(years: readonly number[]): void {
    for (const year of years) {
      if (this.#unsettled.has(year)) continue;
      this.#unsettled.add(year);
      const message = `the calendar does not settle the days off of ${year}; due dates that lean on it may be wrong`;
      this.emit({ type: 'warning', at: this.#times.now(), code: 'calendar-incomplete', message });
    }
  }

  #observe(trace: Trace, row: TestAssertion, entry: Waiting, setting: Setting): void {
    try {
      entry.found.push(observe(trace, row, setting));
    } catch (error) {
      entry.defect = error instanceof Error ? error.message : String(error);
    }
  }

  /** Walks are left out: what was seen against the portal stays, in its favour nothing does that they could have spoilt. */
  giveUp(stopped: string): void {
    const reason = `the run ended before this was judged: ${stopped}`;
    for (const [row, { found, defect }] of this.#waiting) {
      if (defect !== null || settle(row, inOrder(found)).verdict === 'fail') this.#settle(row);
      else this.tell(undecided(row, reason, 'inconclusive'));
    }
  }

  close(): void {
    this.#closed = true;
  }

  #settle(row: TestAssertion): void {
    const entry = this.#waiting.get(row);
    if (entry === undefined) return;
    this.#waiting.delete(row);
    const verdict =
      entry.defect === null
        ? settle(row, inOrder(entry.found))
        : undecided(row, `a defect of the suites: ${entry.defect}`, 'error');
    this.tell(verdict);
  }

  /** Tells a verdict with the moment in which it was given. */
  tell({ assertion, verdict, ...rest }: Judgement): void {
    const at = this.#times.now(rest.scenario);
    const clock = this.#times.clockOf(rest.scenario);
    this.emit({ type: 'verdict', verdict: { assertion, verdict, at, clock, ...rest } });
  }
}

/** Walks end in any order; what is said of them must not depend on it. */
function inOrder(found: readonly Found[]): Found[] {
  return found.toSorted((a, b) => (a.scenario < b.scenario ? -1 : 1));
}
