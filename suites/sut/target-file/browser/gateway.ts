// What a browser needs of the gate through which every request of a run goes.
import type { Limits } from '../../http.ts';
import type { OpenBrowser } from './browser.ts';

/** Keeps a browser within the hosts, the budget, the rate and the sizes of a target. */
export interface Gateway {
  /** Of one answer. */
  readonly limits: Limits;
  /** Whether a run may talk to the host of an address. */
  allows(url: URL): boolean;
  /** Waits for the turn of one more request. @throws PortalFault when the budget is used up */
  admit(): Promise<void>;
  /** The browser of the run. @throws ConformanceError `browser-missing` */
  browser(): Promise<OpenBrowser>;
}
