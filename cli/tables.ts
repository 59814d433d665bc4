// reglament tables: every step column, as printed and as read.
import { tableColumns } from '../schemas/tables.ts';
import { describeTerm } from '../schemas/term.ts';
import { print, printJson, regulations } from './workspace.ts';

/** One object a step column with --json, else a short listing. */
export function tablesCommand(options: { regulation?: string; json?: true }): void {
  const columns = regulations(options.regulation).flatMap(tableColumns);
  if (options.json) {
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
