// Measures a full run against a portal that answers after 20 ms, compared with a bare loop that sends the same requests.
import { CONCURRENCY, compare, FEW_ROUNDS, rounded, timed } from './figure.ts';
import { type RecordedWalk, replay } from './recording.ts';
import { ANSWERS_AFTER_MS } from './slow.ts';
import { built, SIMULATOR, withProcess } from './started.ts';
import { runSuites } from './suite.ts';

/** The figure `slowRun`: `ratio` compares with the bare loop, `overArithmetic` with the least time that the waiting alone takes. */
export async function measureSlowRun(walks: readonly RecordedWalk[]): Promise<Record<string, number>> {
  const description = await withProcess(SIMULATOR, async (url) => (await fetch(url)).text());
  const portal = JSON.stringify({ description, walks });
  const slow = (work: (url: string) => Promise<unknown>) =>
    withProcess([built('bench/slow-portal.js')], (url) => timed(() => work(url)), portal);
  let assertionsPassed = 0;
  const { ours, bare, ratio } = await compare(
    () =>
      slow(async (url) => {
        assertionsPassed = await runSuites(url);
      }),
    () => slow((url) => replay(url, walks)),
    FEW_ROUNDS,
  );
  const ideal = idealMs(walks.map((walk) => walk.length));
  return {
    assertionsPassed,
    suiteMs: ours,
    bareMs: bare,
    idealMs: ideal,
    ratio,
    overArithmetic: rounded(ours / ideal),
  };
}

/**
 * The least time in milliseconds that the walks can take, from the number of their exchanges. It cannot be less than the longest walk,
 * whose exchanges follow each other, nor less than all exchanges spread evenly over the walks at once.
 */
function idealMs(exchanges: readonly number[]): number {
  const all = exchanges.reduce((sum, count) => sum + count, 0);
  return Math.max(all / CONCURRENCY, ...exchanges) * ANSWERS_AFTER_MS;
}
