// Splits the walks of a plan into parts that cost about the same, so that several machines can share one run.

import type { Scenario } from '../../../schemas/run/assertion.ts';
import { costOf } from '../../../schemas/run/cost.ts';
import type { Part } from '../../../schemas/run/report.ts';
import { quote, type Said, say } from '../../../schemas/said.ts';

/** A part of a run, as `--shard` names it. */
export type Shard = Pick<Part, 'number' | 'of'>;

/** Why a run, or a part of one, left an assertion open that it did not come to, as a sentence. */
export const endedBefore = (stopped: string): Said => say`the run ended before this was judged: ${stopped}`;

/** Why a part of a run leaves an assertion open that others decide with it. */
export const elsewhere = ({ number, of }: Shard): Said =>
  say`part ${number} of ${of} does not decide this alone; ${quote('`reglament merge`')} judges it from all parts`;

/**
 * The walks of one part: each walk is in exactly one, in the order of the plan. The dearest walk comes first, into the part that is cheapest
 * so far, so that no part costs more than the cheapest one by more than one walk. Where there are fewer walks than parts, some have none:
 * a matrix of machines need not be changed for a smaller plan.
 */
export function partOf(scenarios: readonly Scenario[], { number, of }: Shard): Part {
  const parts = Array.from({ length: of }, () => ({ cost: 0, ids: new Set<string>() }));
  const dearestFirst = scenarios.toSorted((a, b) => costOf(b) - costOf(a) || (a.id < b.id ? -1 : 1));
  for (const walk of dearestFirst) {
    const cheapest = parts.reduce((least, part) => (part.cost < least.cost ? part : least));
    cheapest.cost += costOf(walk);
    cheapest.ids.add(walk.id);
  }
  const mine = parts[number - 1]?.ids ?? new Set();
  return { number, of, scenarios: scenarios.filter(({ id }) => mine.has(id)).map(({ id }) => id) };
}
