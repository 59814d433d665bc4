// reglament errata: lists where the regulations contradict themselves, and how we read them.

import { describePlace } from '../../schemas/place.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { ErratumRow } from '../../schemas/run/output.ts';
import { erratumId } from '../../schemas/run/tables.ts';
import { derive } from '../../suites/derive/derive.ts';
import { print, printJson, regulations } from '../workspace.ts';

/** The errata of a regulation, each with the assertions that rest on it. */
export function erratumRows(act: Regulation): ErratumRow[] {
  const assertions = derive(act);
  return act.errata.map((erratum) => {
    const id = erratumId(act, erratum.id);
    const { at, printed, conflictsWith, reading, status, severity } = erratum;
    return {
      id,
      regulation: act.id,
      source: act.source,
      at,
      printed,
      conflictsWith,
      reading,
      status,
      severity,
      assertions: assertions.filter((row) => row.errata.includes(id)).map((row) => row.id),
    };
  });
}

/** Prints the errata with their readings, and how many are of high severity. */
export function errataCommand(options: { regulation?: string; json?: true }): void {
  const rows = regulations(options.regulation).flatMap(erratumRows);
  if (options.json) {
    printJson(rows);
    return;
  }
  for (const row of rows) {
    print(`${row.id}  [${row.severity}, ${row.status}]  ${row.at.map(describePlace).join('; ')}`);
    print(`  printed: ${row.printed}\n  against: ${row.conflictsWith}\n  read as: ${row.reading}`);
  }
  print(`${rows.length} errata, ${rows.filter(({ severity }) => severity === 'high').length} of them high`);
}
