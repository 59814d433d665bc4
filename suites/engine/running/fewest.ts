// Finds the walks with the fewest applications that meet every demand of a plan, exactly (by branch and bound) and always the same.
import type { Scenario } from '../../../schemas/run/assertion.ts';

/** What one assertion demands of a plan: at least `times` of the walks that are able to decide it. */
export interface Demand {
  able: readonly Scenario[];
  times: number;
}

interface Best {
  chosen: ReadonlySet<Scenario>;
  price: number;
}

/**
 * The cheapest walks that meet every demand, in their order: the fewest applications, and among those sets the fewest walks. A demand
 * for more walks than are able to meet it gets all of them.
 */
export function fewest(walks: readonly Scenario[], demands: readonly Demand[]): Scenario[] {
  const priceOf = ({ applications }: Scenario) => applications * (walks.length + 1) + 1;
  let best: Best = { chosen: new Set(walks), price: Number.POSITIVE_INFINITY };

  const search = (chosen: ReadonlySet<Scenario>, barred: ReadonlySet<Scenario>, price: number): void => {
    const open = demands.flatMap(({ able, times }) => {
      const lacking = Math.min(times, able.length) - able.filter((walk) => chosen.has(walk)).length;
      const free = able.filter((walk) => !chosen.has(walk) && !barred.has(walk));
      return lacking > 0 ? [{ lacking, free }] : [];
    });
    if (open.some(({ free, lacking }) => free.length < lacking)) return;
    if (price + leastFor(open, priceOf) >= best.price) return;
    const [tightest] = open.toSorted((a, b) => a.free.length - a.lacking - (b.free.length - b.lacking));
    if (tightest === undefined) {
      best = { chosen, price };
      return;
    }
    const reach = new Map(tightest.free.map((walk) => [walk, open.filter(({ free }) => free.includes(walk)).length]));
    const tried = new Set(barred);
    for (const walk of tightest.free.toSorted((a, b) => (reach.get(b) ?? 0) - (reach.get(a) ?? 0))) {
      search(new Set([...chosen, walk]), tried, price + priceOf(walk));
      tried.add(walk);
    }
  };

  search(new Set(), new Set(), 0);
  return walks.filter((walk) => best.chosen.has(walk));
}

/** A lower bound for what the open demands still cost: demands that share no walk with each other have to be paid for separately. */
function leastFor(
  open: readonly { lacking: number; free: readonly Scenario[] }[],
  priceOf: (walk: Scenario) => number,
): number {
  const paid = new Set<Scenario>();
  let least = 0;
  for (const { lacking, free } of open.toSorted((a, b) => a.free.length - b.free.length)) {
    if (free.some((walk) => paid.has(walk))) continue;
    for (const walk of free) paid.add(walk);
    least += lacking * Math.min(...free.map(priceOf));
  }
  return least;
}
