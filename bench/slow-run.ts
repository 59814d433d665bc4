// A full run against a portal that answers after 20 ms, over the ideal: a bare loop that does nothing between the same requests.
import { CONCURRENCY, compare, rounded, timed } from './figure.ts';
import { type RecordedWalk, replay } from './recording.ts';
import { ANSWERS_AFTER_MS } from './slow.ts';
import { built, withPortal } from './started.ts';
import { runSuites } from './suite.ts';

export function measureSlowRun(walks: readonly RecordedWalk[]): Promise<object> {
  return withPortal([built('bench/slow-portal.js')], async (url) => {
    const { ours, bare } = await compare(
      () => timed(() => runSuites(url)),
      () => timed(() => replay(url, walks)),
    );
    const ideal = idealMs(walks.map((walk) => walk.length));
    return {
      suiteMs: ours,
      bareMs: bare,
      idealMs: ideal,
      ratio: rounded(ours / bare),
      overArithmetic: rounded(ours / ideal),
    };
  });
}

/** The exchanges of a walk follow each other, so the longest walk is one bound; all of them spread evenly is the other. */
function idealMs(exchanges: readonly number[]): number {
  const all = exchanges.reduce((sum, count) => sum + count, 0);
  return Math.max(all / CONCURRENCY, ...exchanges) * ANSWERS_AFTER_MS;
}
