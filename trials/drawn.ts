// Draws a share of a long list for the tests of every change; a nightly run takes the whole.
import { isDrawn } from '../cli/prove.ts';

const seed = Number(process.env.REGLAMENT_SEED ?? 20130315);

/** One of `sample` rows, drawn by the seed as mutants are, and one at least; all with REGLAMENT_ALL set. */
export function drawn<R extends { readonly id: string }>(rows: readonly R[], sample: number): R[] {
  if (process.env.REGLAMENT_ALL !== undefined) return [...rows];
  const some = rows.filter(({ id }) => isDrawn(id, { seed, sample }));
  return some.length > 0 ? some : rows.slice(seed % rows.length).slice(0, 1);
}
