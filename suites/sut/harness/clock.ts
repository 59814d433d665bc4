// The two clocks of a walk: the portal's, which we may be able to move, and our own.
import { PortalFault } from '../blame.ts';

/** A clock that shows whole seconds may seem to have moved by this much less than it did. */
const GRAIN_MS = 1000;

/** The clocks of one walk. */
export class Clock {
  /** The portal's time where we move its clock, milliseconds since the epoch; null where the portal runs in real time. */
  moved: number | null = null;
  readonly #simulatedFrom: number | null;

  /** @param simulatedFrom the time at which a simulated world begins, milliseconds since the epoch; null where time is real */
  constructor(simulatedFrom: number | null = null) {
    this.#simulatedFrom = simulatedFrom;
  }

  /** Whether the world is a simulated one, whose time moves only when it is told to. */
  get isSimulated(): boolean {
    return this.#simulatedFrom !== null;
  }

  /** The portal's time, milliseconds since the epoch; our own where we do not move its clock. */
  now(): number {
    return this.moved ?? Date.now();
  }

  /** Our own time; in a simulated world it is the portal's, so that the same run gives the same journal. */
  ours(): number {
    return this.#simulatedFrom === null ? Date.now() : (this.moved ?? this.#simulatedFrom);
  }
}

/**
 * Makes sure that a clock has moved by so many seconds. Both times are milliseconds since the epoch.
 * @throws PortalFault where it stands still, lags or runs backwards
 */
export function mustHaveMoved(before: number, after: number, seconds: number): void {
  if (after < before + seconds * 1000 - GRAIN_MS)
    throw new PortalFault(`the clock was to move by ${seconds} s and moved by ${(after - before) / 1000} s`);
}
