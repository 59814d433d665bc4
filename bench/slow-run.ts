// A full run against a portal that answers after 20 ms, over the ideal: a bare loop that does nothing between the same requests.
import { CONCURRENCY, median, ROUNDS, rounded, timed } from './figure.ts';
import type { RecordedWalk } from './recording.ts';
import { ANSWERS_AFTER_MS } from './slow.ts';
import { built, withProcess } from './started.ts';
import { runSuites } from './suite.ts';

const PORTAL = [built('bench/slow-portal.js')];

export function measureSlowRun(walks: readonly RecordedWalk[]): Promise<Record<string, number>> {
  const recorded = JSON.stringify(walks);
  const replayed = (url: string) =>
    withProcess([built('bench/slow-replay.js'), url], async (ms) => Number(ms), recorded);
  return withProcess(PORTAL, (oursUrl) =>
    withProcess(PORTAL, async (bareUrl) => {
      const rounds: { ours: number; bare: number }[] = [];
      // Both sides wait most of the time, so they run side by side: each in a process of its own, with a portal of its own.
      for (let round = 0; round < ROUNDS; round += 1) {
        const [ours, bare] = await Promise.all([timed(() => runSuites(oursUrl)), replayed(bareUrl)]);
        rounds.push({ ours, bare });
      }
      const ours = median(rounds.map((round) => round.ours));
      const bare = median(rounds.map((round) => round.bare));
      const ideal = idealMs(walks.map((walk) => walk.length));
      return {
        suiteMs: rounded(ours),
        bareMs: rounded(bare),
        idealMs: ideal,
        ratio: rounded(ours / bare),
        overArithmetic: rounded(ours / ideal),
      };
    }),
  );
}

/** The exchanges of a walk follow each other, so the longest walk is one bound; all of them spread evenly is the other. */
function idealMs(exchanges: readonly number[]): number {
  const all = exchanges.reduce((sum, count) => sum + count, 0);
  return Math.max(all / CONCURRENCY, ...exchanges) * ANSWERS_AFTER_MS;
}
