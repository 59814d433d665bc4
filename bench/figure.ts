// Measures a figure: times work in several rounds, and takes the ratio of the medians.

/** How often each kind of work is timed; the first rounds are slower, until the code is warm. */
export const ROUNDS = 5;
/** How often work is done that takes long and differs little from round to round: by day somebody waits for the figures. */
export const FEW_ROUNDS = process.env.REGLAMENT_ALL === '1' ? 3 : 1;
/** How many walks go on at once, the same on both sides of every ratio. */
export const CONCURRENCY = 8;

/** The median of several values, which should be odd in number. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The number, rounded to two decimal places. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** How many milliseconds the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Does two kinds of work in turn. @returns their medians in milliseconds, and the ratio of `ours` to `bare` */
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

/** Does the work on every piece, started in the given order, on `CONCURRENCY` pieces at once. */
export async function inParallel<T>(pieces: readonly T[], work: (piece: T) => Promise<void>): Promise<void> {
  const queue = [...pieces];
  const worker = async () => {
    for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) await work(piece);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
