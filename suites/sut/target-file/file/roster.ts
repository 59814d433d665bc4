// Reads the test persons that a file names: a target file, or one that names nobody else.
import type { Roster } from '../../../../schemas/target/driver.ts';
import { RosterFile } from '../../../../schemas/target/roster-file.ts';
import { type OwnFile, readOwnFile } from './own-file.ts';
import type { Grants } from './rights.ts';

/** The test persons of a file, with their keys and certificates. @throws ConformanceError `target-inconsistent` */
export function rosterOf(
  { credentials, officer, employee, operator, staff, certificates = {}, issuers = [] }: RosterFile,
  { read, pair }: Pick<OwnFile<unknown>, 'read' | 'pair'>,
): Roster {
  return {
    credentials,
    officer: officer ?? null,
    ...(employee === undefined ? {} : { employee }),
    ...(operator === undefined ? {} : { operator }),
    ...(staff === undefined ? {} : { staff }),
    certificates: Object.fromEntries(
      Object.entries(certificates).map(([name, one]) => [name, pair(['certificates', name], one)]),
    ),
    issuers: issuers.map((name, at) => read(['issuers', at], name)),
  };
}

/**
 * Loads a roster file, which goes to the portal that the user has named.
 * @throws ConformanceError `target-secret`, `target-untrusted`, `target-inconsistent`, and whatever `loadYaml` throws
 */
export function loadRoster(file: string, grants: Grants = {}): Roster {
  const own = readOwnFile(file, RosterFile, process.env, grants);
  return rosterOf(own.value, own);
}
