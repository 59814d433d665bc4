// Collects the findings of a run for every assertion, until its verdict can be given.

import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import { calendarOf } from '../../../schemas/kazakhstan.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { type Scenario, suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import type { RunEvent } from '../../../schemas/run/report.ts';
import type { Judgement } from '../../../schemas/run/verdict.ts';
import { type Source, sourceOf } from '../../flow/source.ts';
import { type Found, observe, settle, undecided } from '../judging/judge.ts';
import type { Trace } from '../trace.ts';
import type { Finished } from './memory.ts';
import type { Past } from './past.ts';
import type { Plan } from './plan.ts';
import type { Times } from './times.ts';

/** What a ledger needs to judge by, and where it sends its events. */
export interface LedgerOptions {
  regulations: readonly Regulation[];
  plan: Plan;
  calendar: Calendar;
  convention: TermStart;
  onEvent(event: RunEvent): void;
}

/** An assertion that has no verdict yet. */
interface Waiting {
  /** How many walks that can decide it are still to come. */
  left: number;
  found: Found[];
  /** The message of an error in our own code, which makes the verdict `error`; null where there was none. */
  defect: string | null;
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
  #closed = false;

  readonly #past: Past | null;

  /** @param past the part of the run that has been; null where the run begins */
  constructor(options: LedgerOptions, times: Times, past: Past | null = null) {
    this.#options = options;
    this.#times = times;
    this.#past = past;
    const { assertions, scenarios, notApplicable } = options.plan;
    const open = assertions.filter(({ id }) => !notApplicable.has(id));
    this.#waiting = new Map(open.map((assertion) => [assertion, { left: 0, found: [], defect: null }]));
    for (const scenario of scenarios) {
      const assertions = open.filter((assertion) => suits(scenario, assertion));
      this.#suited.set(scenario.id, assertions);
      for (const assertion of assertions) {
        const entry = this.#waiting.get(assertion);
        if (entry !== undefined) entry.left += 1;
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
  judge(trace: Trace, defect: string | null, mask: Mask, awaited: string | null = null): Finished['found'] {
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

  /** Counts what a walk came to, and emits the verdicts that can be given now. */
  count(scenario: string, judged: Finished['found']): void {
    const byId = new Map(judged.map((one) => [one.assertion, one]));
    for (const assertion of this.#suited.get(scenario) ?? []) {
      const entry = this.#waiting.get(assertion);
      const { found = null, defect = 'what the walk came to was not kept' } = byId.get(assertion.id) ?? {};
      if (entry === undefined) continue;
      entry.left -= 1;
      if (found === null) entry.defect = defect;
      else entry.found.push(found);
      if (entry.left === 0) this.#settle(assertion);
    }
  }

  /** Warns of years that the calendar does not settle: once for each year, however many dates depend on it. */
  #warn(years: readonly number[]): void {
    for (const year of years) {
      if (this.#unsettled.has(year)) continue;
      this.#unsettled.add(year);
      const message = `the calendar does not settle the days off of ${year}; due dates that lean on it may be wrong`;
      if (this.#past?.warnings.has(message) !== true)
        this.emit({ type: 'warning', at: this.#times.now(), code: 'calendar-incomplete', message });
    }
  }

  /**
   * Emits the verdicts that are left when a run ends early. A failure that was seen already stays a failure. Everything else is
   * inconclusive, because a walk that did not take place might have failed it; what only waits for something still does.
   * @param stopped why the run ended, as a sentence
   */
  giveUp(stopped: string): void {
    const reason = `the run ended before this was judged: ${stopped}`;
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
        ? settle(assertion, inOrder(entry.found))
        : undecided(assertion, `a defect of the suites: ${entry.defect}`, 'error');
    this.tell(verdict);
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
