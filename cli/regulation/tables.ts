// reglament tables: prints every step of the tables, as printed and as read.

import { plainText } from '../../reporters/index.ts';
import type { ImportedColumn } from '../../schemas/run/output.ts';
import { tableColumns } from '../../schemas/run/tables.ts';
import { describeTerm } from '../../schemas/term.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';
import { columnsOf } from './drafts.ts';

/** Prints a short listing; with --json one object for each step. With files, it prints the tables that they hold. */
export function tablesCommand(
  files: readonly string[],
  { regulation, flow, json }: { regulation?: string; flow?: string; json?: true },
): void {
  const all: ImportedColumn[] =
    files.length > 0 ? columnsOf(files) : knownRegulations(regulation).flatMap(tableColumns);
  if (files.length === 0 && flow !== undefined) select(knownRegulations(regulation), { flow });
  const columns = all.filter((column) => flow === undefined || column.flow === flow);
  if (json) {
    printJson(columns);
    return;
  }
  let heading = '';
  for (const column of columns) {
    const title = `${column.regulation}, annex ${column.annex}, table ${column.table} (${column.flow})`;
    if (title !== heading) print(`\n${title}`);
    heading = title;
    const { resolved } = column.next;
    const next =
      resolved === 'unread'
        ? resolved
        : resolved.map(({ to, when }) => (when === null ? `${to}` : `${to} when ${when}`)).join(', ') || '-';
    const term = column.term === null ? '-' : column.term === 'unread' ? column.term : describeTerm(column.term);
    print(`${String(column.step).padStart(3)}  ${column.id}: ${plainText(column.actor)}; ${term}; next ${next}`);
    print(`     ${plainText(column.action)}`);
  }
}
