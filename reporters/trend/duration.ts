// Tells how long something took: exact to the second where it is short, in days where it is long.
import type { Sample } from '../../schemas/run/history.ts';
import { shareOf } from '../../schemas/run/history.ts';

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** A duration in the largest unit of which it holds at least two, as in "90 s" and "14.8 d". @param ms milliseconds from 0 */
export function tellDuration(ms: number): string {
  const [size, name] = UNITS.find(([unit]) => ms >= 2 * unit) ?? [1, 'ms'];
  return `${Math.round((ms / size) * 10) / 10} ${name}`;
}

/** How long a step took at most and which part of its term that is, as in "4 s of 15 s (27 %)". */
export function tellSample(sample: Pick<Sample, 'overMs' | 'withinMs' | 'termMs'>): string {
  const { overMs, withinMs, termMs } = sample;
  if (withinMs === null) return `not seen to end after ${tellDuration(overMs)} of ${tellDuration(termMs)}`;
  return `${tellDuration(withinMs)} of ${tellDuration(termMs)} (${Math.round(shareOf(sample) * 100)} %)`;
}
