// What the journal of a run tells that is to go on: what was planned, walked and judged.
import { EventOrder } from '../../../schemas/run/event-order.ts';
import type { RunEvent } from '../../../schemas/run/report.ts';
import type { Verdict } from '../../../schemas/run/verdict.ts';

type Started = Extract<RunEvent, { type: 'run-started' }>;
/** What is known of one walk. */
interface Walked {
  isFinished: boolean;
  exchanges: Set<string>;
  /** The last time that the portal told, ISO 8601; null where it never told one. */
  clock: string | null;
}

/** The part of a run that has been. Events are added in their order, and nothing is asked before the last. */
export class Past {
  started: Started | null = null;
  /** What was told, without the exchanges and the ends, for whoever listens only now. */
  readonly told: RunEvent[] = [];
  readonly warnings = new Set<string>();
  readonly #order = new EventOrder();
  readonly #walks = new Map<string, Walked>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #found = new Set<string>();

  add(event: RunEvent): void {
    this.#order.whyNot(event);
    if (event.type !== 'exchange' && event.type !== 'run-finished') this.told.push(event);
    if (event.type === 'run-started') this.started = event;
    else if (event.type === 'scenario-started' && !this.#walks.has(event.scenario))
      this.#walks.set(event.scenario, { isFinished: false, exchanges: new Set(), clock: null });
    else if (event.type === 'scenario-finished') this.#change(event.scenario, { isFinished: true });
    else if (event.type === 'verdict') this.#verdicts.set(event.verdict.assertion, event.verdict);
    else if (event.type === 'finding') this.#found.add(`${event.assertion} ${event.scenario}`);
    else if (event.type === 'warning') this.warnings.add(event.message);
    else if (event.type === 'exchange') {
      const { id, clock } = event.exchange;
      this.#walks.get(event.scenario)?.exchanges.add(id);
      if (clock !== null) this.#change(event.scenario, { clock });
    }
  }

  #change(scenario: string, change: Partial<Walked>): void {
    const walked = this.#walks.get(scenario);
    if (walked !== undefined) Object.assign(walked, change);
  }

  /** What is known of a walk; null where it has not begun. */
  walk(scenario: string): Walked | null {
    return this.#walks.get(scenario) ?? null;
  }

  /** The last time that the portal told on each walk. */
  clocks(): [scenario: string, clock: string][] {
    return [...this.#walks].flatMap(([scenario, { clock }]) => (clock === null ? [] : [[scenario, clock]]));
  }

  /** Whether it was told for whoever merges the parts what was found on a walk. */
  hasFound(assertion: string, scenario: string): boolean {
    return this.#found.has(`${assertion} ${scenario}`);
  }

  verdictOn = (assertion: string): Verdict | null => this.#verdicts.get(assertion) ?? null;

  /** Whether anything is left to do. */
  get isResumable(): boolean {
    return this.#order.isResumable;
  }

  /** Whether nothing can change the verdict on an assertion any more. */
  isSettled(assertion: string): boolean {
    return this.#order.isSettled(assertion);
  }
}
