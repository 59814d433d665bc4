// reglament history: what many runs say together, as text, JSON and a page with plots.
import { renderHistoryPage } from '../../reporters/trend/history-page.ts';
import { renderHistory } from '../../reporters/trend/history-text.ts';
import { historyOf } from '../../schemas/run/history.ts';
import { printJson } from '../workspace.ts';
import { readRuns } from './read-runs.ts';
import { writeOut } from './write-out.ts';

/** Prints the history, and writes the page with --out. @throws ConformanceError where a folder is no run's */
export async function historyCommand(
  dirs: readonly string[],
  { json, out }: { json?: true; out?: string },
): Promise<void> {
  const runs = readRuns(dirs);
  const starts = runs.map(({ report }) => report.startedAt);
  if (new Set(starts).size < starts.length)
    process.stderr.write(
      'reglament: several runs began at the same time; those stand in the order in which they are named\n',
    );
  const history = historyOf(runs);
  if (json === true) printJson(history);
  else process.stdout.write(renderHistory(history));
  if (out !== undefined) writeOut(out, renderHistoryPage(history));
}
