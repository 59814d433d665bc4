// Measures the memory of a simulator with two thousand open worlds, in each of which an application has been walked to its end.
import { type RecordedWalk, replay } from './recording.ts';
import { residentMb, SIMULATOR, withChild } from './started.ts';

/** As many as are kept in memory. */
const WORLDS = 2000;

/** The figure `worlds`, in mebibytes. */
export function measureWorlds(walks: readonly RecordedWalk[]): Promise<Record<string, number>> {
  const completed = walks.filter((walk) => walk.some(({ path, status }) => path.endsWith('/result') && status === 200));
  const many = Array.from({ length: WORLDS }, (_, n) => completed[n % completed.length] ?? []);
  return withChild(SIMULATOR, async (url, pid) => {
    const emptyMb = residentMb(pid);
    await replay(url, many);
    return { worlds: WORLDS, emptyMb, memoryMb: residentMb(pid) };
  });
}
