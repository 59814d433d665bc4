// reglament errata: lists where the regulations contradict themselves, and how we read them.

import { describePlace } from '../../schemas/place.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { ListedErratum } from '../../schemas/run/output.ts';
import { erratumId } from '../../schemas/run/tables.ts';
import { derive } from '../../suites/derive/derive.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';

/** The errata of a regulation, each with the assertions that rest on it. */
export function listErrata(regulation: Regulation): ListedErratum[] {
  const assertions = derive(regulation);
  return regulation.errata.map((erratum) => {
    const id = erratumId(regulation, erratum.id);
    const { at, printed, conflictsWith, reading, status, severity } = erratum;
    return {
      id,
      regulation: regulation.id,
      source: regulation.source,
      at,
      printed,
      conflictsWith,
      reading,
      status,
      severity,
      assertions: assertions.filter((assertion) => assertion.errata.includes(id)).map((assertion) => assertion.id),
    };
  });
}

/** Prints the errata with their readings, and how many are of high severity. */
export function errataCommand(options: { regulation?: string; json?: true }): void {
  const errata = knownRegulations(options.regulation).flatMap(listErrata);
  if (options.json) {
    printJson(errata);
    return;
  }
  for (const erratum of errata) {
    print(`${erratum.id}  [${erratum.severity}, ${erratum.status}]  ${erratum.at.map(describePlace).join('; ')}`);
    print(`  printed: ${erratum.printed}\n  against: ${erratum.conflictsWith}\n  read as: ${erratum.reading}`);
  }
  print(`${errata.length} errata, ${errata.filter(({ severity }) => severity === 'high').length} of them high`);
}
