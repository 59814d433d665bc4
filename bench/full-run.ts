// Measures a full run against the simulator, compared with a bare loop that sends the same requests at the same concurrency.
import { compare, timed } from './figure.ts';
import { type RecordedWalk, replay } from './recording.ts';
import { runSuites } from './suite.ts';

/** The figure `fullRun`; `ratio` shows what planning, checking and judging cost on top of the requests. */
export async function measureFullRun(url: string, walks: readonly RecordedWalk[]): Promise<Record<string, number>> {
  let assertionsPassed = 0;
  const { ours, bare, ratio } = await compare(
    () =>
      timed(async () => {
        assertionsPassed = await runSuites(url);
      }),
    () => timed(() => replay(url, walks)),
  );
  return { assertionsPassed, walks: walks.length, exchanges: walks.flat().length, suiteMs: ours, bareMs: bare, ratio };
}
