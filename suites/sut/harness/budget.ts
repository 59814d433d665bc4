// What a run may open on a portal, counted over all its walks.
import { BudgetSpent, PortalFault } from '../blame.ts';
import type { Allowance } from '../sut.ts';

/** Counts applications. */
export class Budget {
  readonly #allowance: Allowance | null;
  readonly #key: string;
  #applications = 0;

  /** @param key by which messages call the number that is allowed; no allowance sets no limit */
  constructor(allowance: Allowance | null, key: string) {
    this.#allowance = allowance;
    this.#key = key;
  }

  /** Why no application may be sent at all; null where one may. */
  get whyNone(): string | null {
    return this.#allowance?.testSystem === false
      ? 'no application is sent to what is not marked as a test system'
      : null;
  }

  /** Notes that a request is about to be opened. @throws PortalFault when it is one too many, or no test system */
  countApplication(): void {
    if (this.whyNone !== null) throw new PortalFault(this.whyNone);
    if (this.#allowance === null) return;
    const { applications } = this.#allowance;
    if (this.#applications >= applications)
      throw new BudgetSpent(`the budget of ${applications} applications (${this.#key}) is used up`);
    this.#applications += 1;
  }
}
