// Adds up how long the cases took, by office, month and channel, and tells the percentiles.
import { GROUPINGS, type Grouping, type TimeGroup } from '../../schemas/audit/annex.ts';
import type { MappedEvent } from '../../schemas/audit/event.ts';
import type { Calendar } from '../../schemas/calendar.ts';
import { localInstant } from '../../schemas/zone.ts';

/** The most groups of one kind that are told, those with most cases first. */
const MOST_GROUPS = 100;

interface Taken {
  took: number[];
  late: number;
  termMs: number;
}

/** The times of one assertion. */
export class Times {
  readonly #groups = new Map<Grouping, Map<string | null, Taken>>(GROUPINGS.map((by) => [by, new Map()]));
  readonly #calendar: Calendar;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Adds a case. @param first its first row, which tells when it was applied for */
  add(first: MappedEvent, tookMs: number, termMs: number, isLate: boolean): void {
    const month = localInstant(this.#calendar, first.at).slice(0, 7);
    const values = { all: null, office: first.office, month, channel: first.channel };
    for (const by of GROUPINGS) {
      const groups = this.#groups.get(by);
      const known = groups?.get(values[by]) ?? { took: [], late: 0, termMs };
      known.took.push(tookMs);
      known.late += isLate ? 1 : 0;
      known.termMs = Math.min(known.termMs, termMs);
      groups?.set(values[by], known);
    }
  }

  /** The groups, by their kind, and then by their names. A kind of which the log names nothing is left out. */
  groups(): TimeGroup[] {
    const all = GROUPINGS.flatMap((by) =>
      [...(this.#groups.get(by) ?? [])].map(([value, { took, late, termMs }]): TimeGroup => {
        const sorted = Float64Array.from(took).sort();
        const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
        return {
          ...{ by, value, cases: took.length, late, termMs },
          ...{ p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? 0 },
        };
      }),
    );
    return arranged(all);
  }
}

/** Groups as they are told: by their kind, and then by their names, of each kind those with most cases. */
export function arranged(groups: readonly TimeGroup[]): TimeGroup[] {
  return GROUPINGS.flatMap((by) =>
    groups
      .filter((group) => group.by === by && (by === 'all' || group.value !== null))
      .toSorted((a, b) => b.cases - a.cases || compare(a.value, b.value))
      .slice(0, MOST_GROUPS)
      .toSorted((a, b) => compare(a.value, b.value)),
  );
}

const compare = (a: string | null, b: string | null): number =>
  (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
