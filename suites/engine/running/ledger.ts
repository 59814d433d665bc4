// Collects the findings of a run for every assertion, until its verdict can be given.

import { createHash } from 'node:crypto';
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import { calendarOf } from '../../../schemas/kazakhstan.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { type Scenario, suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import type { Baseline } from '../../../schemas/run/baseline.ts';
import type { Part, RunEvent } from '../../../schemas/run/report.ts';
import type { Judgement } from '../../../schemas/run/verdict.ts';
import { plainly, quote, type Said, say } from '../../../schemas/said.ts';
import { type Source, sourceOf } from '../../flow/source.ts';
import { type Found, observe, settle, undecided } from '../judging/judge.ts';
import type { Trace } from '../trace.ts';
import { Attempts, type Spare } from './attempts.ts';
import type { Finished } from './memory.ts';
import type { Past } from './past.ts';
import type { Plan } from './plan.ts';
import type { Times } from './times.ts';

/** What a ledger needs to judge by, and where it sends its events. */
export interface LedgerOptions {
  regulations: readonly Regulation[];
  plan: Plan;
  /** Which of the walks of the plan are walked here; absent where all are. */
  part?: Part;
  calendar: Calendar;
  convention: TermStart;
  /** What is known to fail; absent where nothing is. */
  baseline?: Baseline;
  onEvent(event: RunEvent): void;
}

/** An assertion that has no verdict yet. */
interface Waiting {
  /** How many walks that can decide it are still to come. */
  left: number;
  found: Found[];
  /** The message of an error in our own code, which makes the verdict `error`; null where there was none. */
  defect: string | null;
  /** Whether walks of other parts of the run decide it too, so that all findings have to be told. */
  isShared: boolean;
}

type Mask = (text: string) => string;

/** Collects findings, and emits the verdict on an assertion when the last walk that can decide it has ended. */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #times: Times;
  readonly #waiting: Map<TestAssertion, Waiting>;
  /** The assertions that a walk can decide, by the id of its scenario. */
  readonly #suited = new Map<string, readonly TestAssertion[]>();
  readonly #sources = new Map<string, Source>();
  readonly #unsettled = new Set<number>();
  readonly #attempts: Attempts;
  readonly #past: Past | null;
  #closed = false;

  /** @param past the part of the run that has been; null where the run begins */
  constructor(options: LedgerOptions, times: Times, past: Past | null = null) {
    this.#options = options;
    this.#times = times;
    this.#past = past;
    const { assertions, scenarios, notApplicable } = options.plan;
    this.#attempts = new Attempts(options.baseline?.flaky ?? [], scenarios);
    const open = assertions.filter(({ id }) => !notApplicable.has(id));
    this.#waiting = new Map(
      open.map((assertion) => [assertion, { left: 0, found: [], defect: null, isShared: false }]),
    );
    for (const scenario of scenarios) {
      const assertions = open.filter((assertion) => suits(scenario, assertion));
      this.#suited.set(scenario.id, assertions);
      for (const assertion of assertions) {
        const entry = this.#waiting.get(assertion);
        if (entry === undefined) continue;
        entry.left += 1;
        entry.isShared ||= options.part?.scenarios.includes(scenario.id) === false;
      }
    }
    for (const [assertion, { left }] of this.#waiting) if (left === 0) this.#settle(assertion);
  }

  sourceOf({ regulation, flow }: Scenario): Source {
    const key = `${regulation}/${flow}`;
    const known = this.#options.regulations.find(({ id }) => id === regulation);
    const source = this.#sources.get(key) ?? (known === undefined ? undefined : sourceOf(known, flow));
    if (source === undefined) throw new RangeError(`there is no regulation ${regulation}`);
    this.#sources.set(key, source);
    return source;
  }

  /** Passes an event on, unless the run has ended. Walks that an interrupted run has left behind may still emit some. */
  emit(event: RunEvent): void {
    if (!this.#closed) this.#options.onEvent(event);
  }

  /**
   * Judges a walk for every assertion that it can decide.
   * @param defect the message of an error in our own code during the walk
   * @param mask makes a sentence that quotes the portal fit for a report
   * @param awaited what the walk waits for before it goes on; null where it has ended
   */
  judge(trace: Trace, defect: string | null, mask: Mask, awaited: Said | null = null): Finished['found'] {
    const { convention } = this.#options;
    const calendar = calendarOf(this.#options.calendar, this.sourceOf(trace.scenario).regulation);
    const setting = { calendar, convention, onUnsettledYears: (years: readonly number[]) => this.#warn(years) };
    const suited = this.#suited.get(trace.scenario.id) ?? [];
    return suited.map((assertion) => {
      if (defect !== null) return { assertion: assertion.id, found: null, defect };
      try {
        const found = observe(trace, assertion, setting, { mask, awaited });
        return { assertion: assertion.id, found, defect: null };
      } catch (error) {
        return {
          assertion: assertion.id,
          found: null,
          defect: error instanceof Error ? error.message : String(error),
        };
      }
    });
  }

  /**
   * Counts what a walk came to, and emits the verdicts that can be given now.
   * @param isOver whether the walk has ended; one that waits is judged once more later
   */
  count(scenario: string, judged: Finished['found'], isOver = true): void {
    const byId = new Map(judged.map((one) => [one.assertion, one]));
    for (const assertion of this.#suited.get(scenario) ?? []) {
      const entry = this.#waiting.get(assertion);
      const { found = null, defect = 'what the walk came to was not kept' } = byId.get(assertion.id) ?? {};
      if (entry === undefined) continue;
      entry.left -= 1;
      if (found === null) entry.defect = defect;
      else entry.found.push(found);
      if (entry.isShared && isOver) this.#share(assertion, scenario, entry);
      if (entry.left === 0 && !this.#awaitsAttempt(assertion, entry)) this.#settle(assertion);
    }
  }

  #awaitsAttempt(assertion: TestAssertion, { defect, found }: Waiting): boolean {
    if (defect !== null || !this.#attempts.isFlaky(assertion)) return false;
    return settle(assertion, inOrder(found)).verdict === 'fail';
  }

  /** The walks that flaky assertions are tried on next, after all walks before have ended. Those for which there is none get their verdict. */
  nextAttempts(spare: Spare): Scenario[] {
    const failed = [...this.#waiting].filter(([, { left }]) => left === 0);
    const tried = failed.map(([assertion, { found }]) => ({ assertion, found: inOrder(found) }));
    const round = this.#attempts.next(tried, spare, ({ id }) => {
      const says = say`${id} is not walked again for a flaky assertion: the target allows no more applications`;
      this.#tellOnce('attempt-not-allowed', says);
    });
    for (const [scenario, assertions] of round) {
      this.#suited.set(scenario.id, assertions);
      for (const assertion of assertions) {
        const entry = this.#waiting.get(assertion);
        if (entry !== undefined) entry.left += 1;
      }
    }
    for (const [assertion, { left }] of failed) if (left === 0) this.#settle(assertion);
    return [...round.keys()];
  }

  /** Warns of years that the calendar does not settle: once for each year, however many dates depend on it. */
  #warn(years: readonly number[]): void {
    for (const year of years) {
      if (this.#unsettled.has(year)) continue;
      this.#unsettled.add(year);
      // A year is a name here, and no number that a language would part into thousands.
      const says = say`the calendar does not settle the days off of ${String(year)}; due dates that lean on it may be wrong`;
      this.#tellOnce('calendar-incomplete', says);
    }
  }

  /** Warns, unless the part of the run that has been did so already. */
  #tellOnce(code: string, says: Said): void {
    const message = plainly(says);
    if (this.#past?.warnings.has(message) !== true)
      this.emit({ type: 'warning', at: this.#times.now(), code, message, says });
  }

  /** Tells what was found on one walk to whoever merges the parts. What has to differ between walks need not be shown for that. */
  #share(assertion: TestAssertion, scenario: string, { found, defect }: Waiting): void {
    if (this.#past?.hasFound(assertion.id, scenario) === true) return;
    const finding = found.find((one) => one.scenario === scenario)?.finding ?? null;
    const apart =
      finding?.apart === undefined ? {} : { apart: createHash('sha256').update(finding.apart).digest('hex') };
    this.emit({
      ...{ type: 'finding', at: this.#times.now(scenario), clock: this.#times.clockOf(scenario) },
      ...{ assertion: assertion.id, scenario, finding: finding && { ...finding, ...apart } },
      defect: finding === null ? defect : null,
    });
  }

  /**
   * Emits the verdicts that are left when a run ends early, or when a part of one ends. A failure that was seen already stays a failure.
   * Everything else is inconclusive, because a walk that did not take place might have failed it; what only waits for something still does.
   * @param reason why they are not judged, as a sentence
   */
  giveUp(reason: Said): void {
    for (const [assertion, { found, defect, left }] of this.#waiting) {
      const { verdict } = settle(assertion, inOrder(found));
      if (defect !== null || verdict === 'fail' || (left === 0 && verdict === 'pending')) this.#settle(assertion);
      else this.tell(undecided(assertion, reason, 'inconclusive'));
    }
  }

  close(): void {
    this.#closed = true;
  }

  #settle(assertion: TestAssertion): void {
    const entry = this.#waiting.get(assertion);
    if (entry === undefined) return;
    this.#waiting.delete(assertion);
    const verdict =
      entry.defect === null
        ? this.#verdictOn(assertion, inOrder(entry.found))
        : undecided(assertion, say`a defect of the suites: ${quote(entry.defect)}`, 'error');
    this.tell(verdict);
  }

  #verdictOn(assertion: TestAssertion, found: readonly Found[]): Judgement {
    const verdict = settle(assertion, found);
    return this.#attempts.isFlaky(assertion) ? this.#attempts.tell(verdict, found) : verdict;
  }

  /** Emits a verdict with the time at which it was given, unless it was given before. */
  tell({ assertion, verdict, ...rest }: Judgement): void {
    const known = this.#past?.verdictOn(assertion);
    if (known != null) {
      const { at: _, clock: __, ...before } = known;
      const isSame = JSON.stringify(before) === JSON.stringify({ assertion, verdict, ...rest });
      if (isSame || this.#past?.isSettled(assertion) === true) return;
    }
    const at = this.#times.now(rest.scenario);
    const clock = this.#times.clockOf(rest.scenario);
    this.emit({ type: 'verdict', verdict: { assertion, verdict, at, clock, ...rest } });
  }
}

/** Sorts findings by scenario, because walks end in any order and the verdict must not depend on it. */
function inOrder(found: readonly Found[]): Found[] {
  return found.toSorted((a, b) => (a.scenario < b.scenario ? -1 : 1));
}
