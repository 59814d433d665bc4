// What the simulator asks of a store: worlds as they were opened, and what was done in each, in order.

/** How a world was opened. Together with its deeds it is the whole world, since nothing in a world is left to chance. */
export interface Opening {
  readonly id: string;
  /** 0 for the default world; from 1 on for those that were opened, and never given twice. */
  readonly number: number;
  readonly seed: number;
  /** When its clock starts, in milliseconds. */
  readonly start: number;
  /** The base URL that its certificates name. */
  readonly origin: string;
}

/** One thing that was done in a world, and by what its answer is known again, empty where it need not be. `n` grows from deed to deed. */
export interface KeptDeed {
  readonly n: number;
  readonly deed: string;
  readonly answer: string;
}

/** A store of worlds. What a promise of it has fulfilled survives the end of the process at any moment. */
export interface WorldStore {
  /** Binds a fresh store to what its answers depend on. @throws ConformanceError `store-unusable` where it is bound to something else */
  bind(identity: Readonly<Record<string, string>>): void;
  /** What nobody outside knows: as it was given first. */
  secret(fresh: string): string;
  /** The greatest number that a world has been given, those that were dropped included. */
  lastNumber(): number;
  /** Adds a world. @returns the ids of the worlds that were dropped for it, oldest first */
  add(opening: Opening): Promise<readonly string[]>;
  /** How a world was opened; null where it is not there. */
  opening(id: string): Opening | null;
  /** Adds a deed to those of a world. */
  append(world: string, deed: string, answer: string): Promise<void>;
  /** The deeds of a world in their order. */
  deeds(world: string): AsyncIterable<KeptDeed>;
  /** Keeps what is still under way, and frees the file. */
  close(): void;
}
