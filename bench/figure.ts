// What a figure is made of: timed work, several rounds, and a ratio of their medians.

export const ROUNDS = 5;
/** Applications at once, on both sides of every ratio. */
export const CONCURRENCY = 8;

/** The middle one of several values. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A number with at most two digits after the point. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** How many milliseconds the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The medians of what two kinds of work take, done in turn, in milliseconds, and what the first is over the second. */
export async function compare(
  ours: () => Promise<number>,
  bare: () => Promise<number>,
  rounds: number = ROUNDS,
): Promise<{ ours: number; bare: number; ratio: number }> {
  const times: { ours: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) times.push({ ours: await ours(), bare: await bare() });
  const middle = { ours: median(times.map((time) => time.ours)), bare: median(times.map((time) => time.bare)) };
  return { ours: rounded(middle.ours), bare: rounded(middle.bare), ratio: rounded(middle.ours / middle.bare) };
}

/** Does every piece of work, so many at once, in the order given. */
export async function inParallel<T>(pieces: readonly T[], work: (piece: T) => Promise<void>): Promise<void> {
  const queue = [...pieces];
  const worker = async () => {
    for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) await work(piece);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
