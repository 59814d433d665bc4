// reglament tables: prints every step of the tables, as printed and as read.

import { tableColumns } from '../../schemas/run/tables.ts';
import { describeTerm } from '../../schemas/term.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';

/** Prints a short listing; with --json one object for each step. */
export function tablesCommand({ regulation, flow, json }: { regulation?: string; flow?: string; json?: true }): void {
  const regulations = knownRegulations(regulation);
  if (flow !== undefined) select(regulations, { flow });
  const columns = regulations.flatMap(tableColumns).filter((column) => flow === undefined || column.flow === flow);
  if (json) {
    printJson(columns);
    return;
  }
  let heading = '';
  for (const column of columns) {
    const title = `${column.regulation}, annex ${column.annex}, table ${column.table} (${column.flow})`;
    if (title !== heading) print(`\n${title}`);
    heading = title;
    const next =
      column.next.resolved.map(({ to, when }) => (when === null ? `${to}` : `${to} when ${when}`)).join(', ') || '-';
    print(
      `${String(column.step).padStart(3)}  ${column.id}: ${column.actor}; ${column.term === null ? '-' : describeTerm(column.term)}; next ${next}`,
    );
    print(`     ${column.action}`);
  }
}
