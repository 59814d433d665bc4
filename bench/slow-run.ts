// Measures a full run against a portal that answers after 20 ms, compared with a bare loop that sends the same requests.
import { CONCURRENCY, median, ROUNDS, rounded, timed } from './figure.ts';
import type { RecordedWalk } from './recording.ts';
import { ANSWERS_AFTER_MS } from './slow.ts';
import { built, withProcess } from './started.ts';
import { runSuites } from './suite.ts';

const PORTAL = [built('bench/slow-portal.js')];

/** The figure `slowRun`: `ratio` compares with the bare loop, `overArithmetic` with the least time that the waiting alone takes. */
export function measureSlowRun(walks: readonly RecordedWalk[]): Promise<Record<string, number>> {
  const recorded = JSON.stringify(walks);
  const replayed = (url: string) =>
    withProcess([built('bench/slow-replay.js'), url], async (ms) => Number(ms), recorded);
  return withProcess(PORTAL, (oursUrl) =>
    withProcess(PORTAL, async (bareUrl) => {
      const rounds: { ours: number; bare: number }[] = [];
      // Both sides wait most of the time, so they can run side by side, each in a process of its own and with a portal of its own.
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

/**
 * The least time in milliseconds that the walks can take, from the number of their exchanges. It cannot be less than the longest walk,
 * whose exchanges follow each other, nor less than all exchanges spread evenly over the walks at once.
 */
function idealMs(exchanges: readonly number[]): number {
  const all = exchanges.reduce((sum, count) => sum + count, 0);
  return Math.max(all / CONCURRENCY, ...exchanges) * ANSWERS_AFTER_MS;
}
