// A map that holds only its newest entries, so that a long run keeps its memory flat.

/** A map of at most `limit` entries; the oldest is dropped for a new one. */
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

  /** In the order in which they were added. */
  values(): V[] {
    return [...this.#entries.values()];
  }
}
