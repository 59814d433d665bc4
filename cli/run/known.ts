// Reads what a run is told of earlier ones: its baseline, and what failed before.
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Baseline } from '../../schemas/run/baseline.ts';
import { localInstant } from '../../schemas/zone.ts';
import { loadBaseline } from '../../suites/engine/running/baseline-file.ts';
import { failedIn } from '../../suites/engine/running/past-run.ts';
import { select } from '../../suites/engine/running/selection.ts';

/** Today in Kazakhstan, as in 2026-11-27. */
export const today = (): string => localInstant(kazakhstan(), Date.now()).slice(0, 10);

/** Reads both before anything is sent. @throws ConformanceError whatever is wrong with either */
export function knownFrom(
  { baseline, failed }: { baseline?: string; failed?: string },
  regulations: readonly Regulation[],
): { ids: { ids?: string[] }; baseline: { baseline?: Baseline } } {
  if (baseline === undefined && failed === undefined) return { ids: {}, baseline: {} };
  const all = select(regulations, { level: 'recommended' });
  return {
    ids:
      failed === undefined
        ? {}
        : {
            ids: failedIn(
              failed,
              all.map(({ id }) => id),
            ),
          },
    baseline: baseline === undefined ? {} : { baseline: loadBaseline(baseline, all, today()) },
  };
}
