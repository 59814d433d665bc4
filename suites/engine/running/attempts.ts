// Tries flaky assertions again: which walks are repeated after a failure, and what all attempts come to.

import type { Scenario, TestAssertion } from '../../../schemas/run/assertion.ts';
import { attemptAt } from '../../../schemas/run/baseline.ts';
import type { Attempt, Judgement } from '../../../schemas/run/verdict.ts';
import type { Found } from '../judging/judge.ts';

/** Takes applications from those that the target allows beyond the plan; false where it does not allow so many. */
export type Spare = (applications: number) => boolean;

/** An assertion that may be tried again, and what was found of it so far. */
export interface Tried {
  assertion: TestAssertion;
  found: readonly Found[];
}

/** The attempts of one run at its flaky assertions. */
export class Attempts {
  /** How many walks each flaky assertion may take, by its id. */
  readonly #limits: ReadonlyMap<string, number>;
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  /** What each attempt repeats, by the id of its scenario. */
  readonly #repeated = new Map<string, string>();
  /** What the target did not allow to be walked again, by its id. */
  readonly #spent = new Set<string>();
  #round = 1;

  constructor(flaky: readonly { assertion: string; attempts: number }[], scenarios: readonly Scenario[]) {
    this.#limits = new Map(flaky.map(({ assertion, attempts }) => [assertion, attempts]));
    this.#scenarios = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  }

  isFlaky({ id }: TestAssertion): boolean {
    return this.#limits.has(id);
  }

  /**
   * The next round: every walk on which one of these has failed, and has not held since, once more, with the assertions that it is for.
   * @param spare asked for each walk; one that it does not allow is left out, and `onSpent` is told
   */
  next(tried: readonly Tried[], spare: Spare, onSpent: (scenario: Scenario) => void): Map<Scenario, TestAssertion[]> {
    this.#round += 1;
    const wanted = new Map<string, TestAssertion[]>();
    for (const { assertion, found } of tried) {
      if ((this.#limits.get(assertion.id) ?? 0) < this.#round) continue;
      for (const id of this.#unheld(found)) wanted.set(id, [...(wanted.get(id) ?? []), assertion]);
    }
    const round = new Map<Scenario, TestAssertion[]>();
    for (const [id, assertions] of wanted) {
      const scenario = this.#scenarios.get(id);
      if (scenario === undefined || this.#spent.has(id)) continue;
      if (!spare(scenario.applications)) {
        this.#spent.add(id);
        onSpent(scenario);
        continue;
      }
      const again = attemptAt(scenario, this.#round);
      this.#repeated.set(again.id, id);
      round.set(again, assertions);
    }
    return round;
  }

  /** The verdict on a flaky assertion with the attempts that were made at it. It stays a failure: what was late once was late. */
  tell(verdict: Judgement, found: readonly Found[]): Judgement {
    if (verdict.verdict !== 'fail') return verdict;
    const failed = new Set(found.filter(({ finding }) => finding.holds === false).map((one) => this.#baseOf(one)));
    const attempts = found
      .filter((one) => failed.has(this.#baseOf(one)))
      .map((one): Attempt => {
        const { holds, actual, says, evidence } = one.finding;
        return { scenario: one.scenario, repeats: this.#baseOf(one), holds, actual, says: says.actual, evidence };
      });
    return { ...verdict, attempts };
  }

  #baseOf({ scenario }: Found): string {
    return this.#repeated.get(scenario) ?? scenario;
  }

  /** The scenarios on which it failed and did not hold since. */
  #unheld(found: readonly Found[]): Set<string> {
    const bases = (holds: boolean) =>
      new Set(found.filter(({ finding }) => finding.holds === holds).map((one) => this.#baseOf(one)));
    const held = bases(true);
    return new Set([...bases(false)].filter((id) => !held.has(id)));
  }
}
