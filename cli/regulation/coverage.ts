// reglament coverage: tells for every cell, clause item and sentence which assertions test it, or why none can.
import { CELL_STATES, SENTENCE_STATES } from '../../schemas/run/output.ts';
import { cover } from '../../suites/derive/coverage.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';

/** Prints the state of every cell, item and sentence, and the totals. */
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
  for (const { regulation, place, state, assertions, reason, what } of coverage.sentences)
    print(
      `${regulation} ${place}: ${state}${assertions.length > 0 ? ` by ${assertions.length}` : ''}, ${what}${reason === null ? '' : ` (${reason})`}`,
    );
  const counted = (states: readonly string[], tally: Record<string, number>) =>
    states.map((state) => `${tally[state]} ${state}`).join(', ');
  const { cells, items, sentences } = coverage.totals;
  print(`cells: ${counted(CELL_STATES, cells)}\nitems: ${counted(CELL_STATES, items)}`);
  print(`sentences: ${counted(SENTENCE_STATES, sentences)}`);
}
