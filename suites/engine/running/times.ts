// When things of a run happen: by our clock, and by what the portal told last on each walk.
import type { Exchange } from '../../../schemas/run/report.ts';

/** Keeps the times of a run. In a simulated world our clock is that of the walk, so that the same run tells the same. */
export class Times {
  readonly #simulatedFrom: number | null;
  readonly #clocks = new Map<string, string>();

  /** @param simulatedFrom where simulated worlds begin, milliseconds since the epoch; null where time is real */
  constructor(simulatedFrom: number | null) {
    this.#simulatedFrom = simulatedFrom;
  }

  /** Takes over what an exchange tells of the portal's time. */
  note(scenario: string, { clock }: Pick<Exchange, 'clock'>): void {
    if (clock !== null) this.#clocks.set(scenario, clock);
  }

  /** The portal's time when it last told it on a walk, ISO 8601; null where it never did. */
  clockOf(scenario: string | null): string | null {
    return this.#clocks.get(scenario ?? '') ?? null;
  }

  /** Our time, ISO 8601 in UTC. @param scenario on which something happens, where it happens on one */
  now(scenario: string | null = null): string {
    if (this.#simulatedFrom === null) return new Date().toISOString();
    return this.clockOf(scenario) ?? new Date(this.#simulatedFrom).toISOString();
  }

  /** The end of a run: that of the walk that went furthest where time is simulated. */
  latest(): string {
    if (this.#simulatedFrom === null) return this.now();
    return [this.now(), ...this.#clocks.values()].toSorted().at(-1) ?? this.now();
  }
}
