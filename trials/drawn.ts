// Draws a part of a long list, so that the tests of every change stay short; a nightly run takes the whole list.
import { isDrawn } from '../cli/prove/prove.ts';

const seed = Number(process.env.REGLAMENT_SEED ?? 20130315);

/** About one in `sample` rows, but at least one, drawn by the seed REGLAMENT_SEED as mutants are; every row with REGLAMENT_ALL set. */
export function drawn<R extends { readonly id: string }>(list: readonly R[], sample: number): R[] {
  if (process.env.REGLAMENT_ALL !== undefined) return [...list];
  const some = list.filter(({ id }) => isDrawn(id, { seed, sample }));
  return some.length > 0 ? some : list.slice(seed % list.length).slice(0, 1);
}

/** The same of rows that begin with what they are called, two of which may be called alike. */
export function drawnRows<R extends readonly unknown[]>(list: readonly R[], sample: number): R[] {
  const named = list.map((row) => ({ id: row.filter((cell) => typeof cell === 'string').join(' '), row }));
  return drawn(named, sample).map(({ row }) => row);
}
