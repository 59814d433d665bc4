// Counts what of a run is done, for whoever waits: walks, failures, applications, the time left, and what is waited for.
import { costOf } from '../schemas/run/cost.ts';
import type { RunEvent } from '../schemas/run/report.ts';
import { countOf } from './sentences.ts';

type Planned = Extract<RunEvent, { type: 'run-started' }>['scenarios'][number];

/** The state of a run, as its events tell it. */
export class Tally {
  #planned = new Map<string, Planned>();
  #budget = 0;
  #beganAt = performance.now();
  readonly #done = new Set<string>();
  /** The walks that were done before the run was resumed. */
  #before: ReadonlySet<string> = new Set();
  /** The walks under way, the one that began first at first, each with its last operation. */
  readonly #underWay = new Map<string, string | null>();
  /** The walks that wait for the portal and go on in a later part of the run. */
  readonly #waiting = new Set<string>();
  readonly #failed = new Set<string>();

  /** @returns whether the event changes what is worth showing at once */
  note(event: RunEvent): boolean {
    switch (event.type) {
      case 'run-started':
        this.#start(event);
        return true;
      case 'run-resumed':
        this.#beganAt = performance.now();
        this.#before = new Set(this.#done);
        this.#underWay.clear();
        return true;
      case 'scenario-started':
        this.#underWay.set(event.scenario, null);
        this.#waiting.delete(event.scenario);
        return true;
      case 'scenario-suspended':
        this.#underWay.delete(event.scenario);
        this.#waiting.add(event.scenario);
        return true;
      case 'exchange':
        if (this.#underWay.has(event.scenario)) this.#underWay.set(event.scenario, event.exchange.operation);
        return false;
      case 'scenario-finished':
        this.#underWay.delete(event.scenario);
        this.#waiting.delete(event.scenario);
        this.#done.add(event.scenario);
        return true;
      case 'verdict':
        if (event.verdict.verdict === 'fail') this.#failed.add(event.verdict.assertion);
        else this.#failed.delete(event.verdict.assertion);
        return true;
      default:
        return false;
    }
  }

  #start({ scenarios, part, budget }: Extract<RunEvent, { type: 'run-started' }>): void {
    const mine = scenarios.filter(({ id }) => part?.scenarios.includes(id) !== false);
    this.#planned = new Map(mine.map((walk) => [walk.id, walk]));
    this.#budget = budget ?? mine.reduce((sum, { applications }) => sum + applications, 0);
    this.#beganAt = performance.now();
  }

  /** The applications of the walks that have begun, as they were planned; trying out of turn may open a few more. */
  get #spent(): number {
    return this.#walks([...this.#done, ...this.#waiting, ...this.#underWay.keys()]).reduce(
      (sum, walk) => sum + walk.applications,
      0,
    );
  }

  #walks(ids: readonly string[]): Planned[] {
    return ids.flatMap((id) => this.#planned.get(id) ?? []);
  }

  /** The seconds that are left if the walks to come take as long for what they cost as those that are done; null before one is done. */
  get #leftS(): number | null {
    const sum = (walks: Iterable<Planned>) => [...walks].reduce((cost, walk) => cost + costOf(walk), 0);
    const done = sum(this.#walks([...this.#done].filter((id) => !this.#before.has(id))));
    const left = sum(this.#planned.values()) - sum(this.#walks([...this.#done, ...this.#waiting]));
    return done === 0 || left <= 0 ? null : ((performance.now() - this.#beganAt) / 1000) * (left / done);
  }

  toString(): string {
    const left = this.#leftS;
    const [longest] = this.#underWay;
    return [
      `${this.#done.size}/${countOf(this.#planned.size, 'scenario')}`,
      `${countOf(this.#failed.size, 'failure')} so far`,
      `${this.#spent}/${countOf(this.#budget, 'application')}`,
      ...(this.#waiting.size === 0 ? [] : [`${this.#waiting.size} waiting for the portal`]),
      ...(left === null ? [] : [`about ${tellSeconds(left)} left`]),
      ...(longest === undefined ? [] : [`on ${longest[0]}${longest[1] === null ? '' : ` (${longest[1]})`}`]),
    ].join(', ');
  }
}

/** A duration in one unit, which suits a guess. */
function tellSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
