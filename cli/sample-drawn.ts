// Draws a share of a long list for the tests of every change; a nightly run takes the whole.
import { createHash } from 'node:crypto';

const SEED = process.env.REGLAMENT_SEED ?? '20130315';

/** One of `share` rows, drawn by the seed; all with REGLAMENT_ALL set. */
export function drawn<R extends { readonly id: string }>(rows: readonly R[], share: number): R[] {
  if (process.env.REGLAMENT_ALL !== undefined) return [...rows];
  return rows.filter(({ id }) => createHash('sha256').update(`${SEED} ${id}`).digest().readUInt32BE(0) % share === 0);
}
