// Counts the applications that a run opens on a portal, over all its walks, and stops at the limit of the target.
import { BudgetSpent, PortalFault } from '../blame.ts';
import type { Allowance } from '../sut.ts';

/** The budget of applications of one run. */
export class Budget {
  readonly #allowance: Allowance | null;
  readonly #key: string;
  #applications = 0;

  /**
   * @param allowance the limits of the target; null for none
   * @param key what messages call the limit, such as `limits.applications`
   */
  constructor(allowance: Allowance | null, key: string) {
    this.#allowance = allowance;
    this.#key = key;
  }

  /** Why the target gets no applications at all; null where it does. */
  get whyNone(): string | null {
    return this.#allowance?.testSystem === false
      ? 'no application is sent to what is not marked as a test system'
      : null;
  }

  /** Counts what other parts of the run have opened, however much that is. */
  spend(applications: number): void {
    this.#applications += applications;
  }

  /**
   * Counts a request that is about to be opened.
   * @throws BudgetSpent when it is one too many
   * @throws PortalFault when the target is no test system
   */
  countApplication(): void {
    if (this.whyNone !== null) throw new PortalFault(this.whyNone);
    if (this.#allowance === null) return;
    const { applications } = this.#allowance;
    if (this.#applications >= applications)
      throw new BudgetSpent(`the budget of ${applications} applications (${this.#key}) is used up`);
    this.#applications += 1;
  }
}
