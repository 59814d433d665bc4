// A map that keeps only its newest entries, so that memory stays flat in a long run.

/** A map of at most `limit` entries; the entry added first is dropped for a new one. */
export class CappedMap<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  /** @returns the value that was dropped for this one; undefined where there was room */
  set(key: string, value: V): V | undefined {
    this.#entries.set(key, value);
    return this.#entries.size > this.#limit ? this.dropOldestBut(value) : undefined;
  }

  /** Drops the value that was added first, but not this one. @returns it; undefined where there is no other */
  dropOldestBut(kept: V): V | undefined {
    for (const [key, value] of this.#entries) {
      if (value === kept) continue;
      this.#entries.delete(key);
      return value;
    }
    return undefined;
  }

  /** The values in the order in which their keys were added. */
  values(): V[] {
    return [...this.#entries.values()];
  }
}
