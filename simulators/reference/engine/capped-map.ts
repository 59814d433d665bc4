// A map that keeps only its newest entries, so that memory stays flat in a long run.

/** A map of at most `limit` entries; the entry added first is dropped for a new one. */
export class CappedMap<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): void {
    this.#entries.set(key, value);
    const oldest = this.#entries.size > this.#limit ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  /** The values in the order in which their keys were added. */
  values(): V[] {
    return [...this.#entries.values()];
  }
}
