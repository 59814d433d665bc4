// reglament compare: puts two runs side by side.
import { renderComparison } from '../../reporters/trend/comparison-text.ts';
import { compare } from '../../schemas/run/comparison.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { printJson } from '../workspace.ts';
import { readRuns } from './read-runs.ts';

/** Prints the comparison. The exit code is 0 where no verdict differs, else 1. @throws ConformanceError where a folder is no run's */
export async function compareCommand(before: string, after: string, options: { json?: true }): Promise<void> {
  const [one, other = one] = readRuns([before, after]);
  if (one === undefined || other === undefined) return;
  const comparison = compare(one, other);
  if (options.json === true) printJson(comparison);
  else process.stdout.write(renderComparison(comparison));
  process.exitCode = comparison.same ? EXIT_CODES.passed : EXIT_CODES.failed;
}
