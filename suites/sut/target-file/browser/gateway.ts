// The part of the gate that the browser uses; an interface of its own, so that `browser/` need not import `sending/`.
import type { Limits } from '../../http.ts';
import type { OpenBrowser } from './browser.ts';

/** Keeps the requests of a browser within the hosts, the budget, the rate and the sizes of a target. */
export interface Gateway {
  /** The limits of one answer. */
  readonly limits: Limits;
  /** Whether the host of an address may be contacted. */
  allows(url: URL): boolean;
  /** Counts one more request and waits until it may be sent. @throws BudgetSpent when the budget is used up */
  admit(): Promise<void>;
  /** The one browser of the run, started at its first use. @throws ConformanceError `browser-missing` */
  browser(): Promise<OpenBrowser>;
}
