// Reads the folders of several runs, and tells what keeps them from being read as runs of one portal.
import { realpathSync } from 'node:fs';
import { plainText } from '../../reporters/index.ts';
import { type PastRun, readPastRun } from '../../suites/engine/running/past-run.ts';

const tell = (sentence: string) => process.stderr.write(`reglament: ${plainText(sentence)}\n`);

/**
 * The runs, each once: a folder that holds the run of another one is told and left out.
 * @throws ConformanceError `file-unreadable` or `journal-broken` for a folder that no run has written, or that was damaged
 */
export function readRuns(dirs: readonly string[]): PastRun[] {
  const known = new Map<string, string>();
  const runs: PastRun[] = [];
  for (const dir of dirs) {
    const run = readPastRun(dir);
    const identity = run.report.journal ?? realpathSync(dir);
    const other = known.get(identity);
    if (other !== undefined) {
      tell(`${dir} holds the same run as ${other}, and is left out`);
      continue;
    }
    known.set(identity, dir);
    if (run.doubt !== null) tell(`${dir}: ${run.doubt}`);
    runs.push(run);
  }
  const targets = [...new Set(runs.map(({ report }) => `${report.target} (${report.portal})`))];
  if (targets.length > 1) tell(`these runs are of ${targets.length} targets: ${targets.join(', ')}`);
  const suites = new Set(runs.map(({ report }) => report.digests.suite)).size;
  if (suites > 1) tell(`these runs did not all judge the same assertions: ${suites} suites`);
  return runs;
}
