// Dates the events of a run: by our clock, and by the last time that the portal told on each walk.
import type { Exchange } from '../../../schemas/run/report.ts';

/** The clocks of a run. Where time is simulated, our clock is that of the walk, so that the same run writes the same journal. */
export class Times {
  readonly #simulatedFrom: number | null;
  readonly #clocks = new Map<string, string>();

  /**
   * @param simulatedFrom where simulated worlds begin, milliseconds since the epoch; null where time is real
   * @param clocks the last time that the portal told on walks that go on, ISO 8601
   */
  constructor(simulatedFrom: number | null, clocks: readonly [scenario: string, clock: string][] = []) {
    this.#simulatedFrom = simulatedFrom;
    for (const [scenario, clock] of clocks) this.#clocks.set(scenario, clock);
  }

  /** Notes the portal's time where an exchange tells it. */
  note(scenario: string, { clock }: Pick<Exchange, 'clock'>): void {
    if (clock !== null) this.#clocks.set(scenario, clock);
  }

  /** The last time that the portal told on a walk, ISO 8601; null where it never told one. */
  clockOf(scenario: string | null): string | null {
    return this.#clocks.get(scenario ?? '') ?? null;
  }

  /** Our time, ISO 8601 in UTC. @param scenario the scenario of the walk on which something happens; null where it happens on none */
  now(scenario: string | null = null): string {
    if (this.#simulatedFrom === null) return new Date().toISOString();
    return this.clockOf(scenario) ?? new Date(this.#simulatedFrom).toISOString();
  }

  /** The time at which a run ends. Where time is simulated, that is the latest time of any walk. */
  latest(): string {
    if (this.#simulatedFrom === null) return this.now();
    return [this.now(), ...this.#clocks.values()].toSorted().at(-1) ?? this.now();
  }
}
