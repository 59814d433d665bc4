// Draws numbers that look like chance and are the same for the same seed, for logs of any length.

/** A source of drawn numbers. */
export interface Draw {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** One of these. @throws RangeError where there is none */
  of<T>(choices: readonly T[]): T;
  /** Whether it happens that happens once in so many times. */
  onceIn(times: number): boolean;
}

/** Numbers drawn from a seed: the generator mulberry32. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    of: (choices) => {
      const chosen = choices[between(0, choices.length - 1)];
      if (chosen === undefined) throw new RangeError('nothing to draw from');
      return chosen;
    },
    onceIn: (times) => between(1, times) === 1,
  };
}
