// The two clocks of a walk: the portal's, which may be one that we move, and ours.
import { PortalFault } from '../blame.ts';

/** A clock that is told to the second may seem to fall short by this much. */
const GRAIN_MS = 1000;

/** The clocks of one walk. */
export class Clock {
  /** The portal's time where it is moved by us, milliseconds since the epoch; null where it is that of the world. */
  moved: number | null = null;
  readonly #simulatedFrom: number | null;

  /** @param simulatedFrom where a simulated world begins, milliseconds since the epoch; null where time is real */
  constructor(simulatedFrom: number | null = null) {
    this.#simulatedFrom = simulatedFrom;
  }

  /** The portal's time, as far as we know it. */
  now(): number {
    return this.moved ?? Date.now();
  }

  /** Our time: in a simulated world it is the portal's, so that the same run tells the same. */
  ours(): number {
    return this.#simulatedFrom === null ? Date.now() : (this.moved ?? this.#simulatedFrom);
  }
}

/** @throws PortalFault where a clock stands still, lags or runs backwards. Times in milliseconds since the epoch */
export function mustHaveMoved(before: number, after: number, seconds: number): void {
  if (after < before + seconds * 1000 - GRAIN_MS)
    throw new PortalFault(`the clock was to move by ${seconds} s and moved by ${(after - before) / 1000} s`);
}
