// reglament coverage: tells for every cell and clause item which assertions test it, or why none can.
import { CELL_STATES, cover } from '../../suites/derive/coverage.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';

/** Prints the state of every cell and item, and the totals. */
export function coverageCommand(options: { regulation?: string; json?: true }): void {
  const coverage = cover(knownRegulations(options.regulation));
  if (options.json) {
    printJson(coverage);
    return;
  }
  for (const { regulation, table, step, row, state, assertions, reason } of coverage.cells)
    print(
      `${regulation} table ${table} step ${step} ${row}: ${reason === null ? `${state} by ${assertions.length}` : `${state}, ${reason}`}`,
    );
  for (const { regulation, clause, item, state, assertions, reason } of coverage.items)
    print(
      `${regulation} clause ${clause} item ${item}: ${reason === null ? `${state} by ${assertions.length}` : `${state}, ${reason}`}`,
    );
  const inWords = (tally: Record<string, number>) => CELL_STATES.map((state) => `${tally[state]} ${state}`).join(', ');
  print(`cells: ${inWords(coverage.totals.cells)}\nitems: ${inWords(coverage.totals.items)}`);
}
