// reglament lint: compares the clauses of a regulation with its tables, and fails for a difference without an erratum.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDraft, loadDraft, type OrUnread, UNREAD } from '../../schemas/draft.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { type LintResult, lint } from '../../schemas/lint/lint.ts';
import { loadRegulation } from '../../schemas/load.ts';
import { describePlace } from '../../schemas/place.ts';
import type { Locator } from '../../schemas/regulation.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { knownRegulations, print, printJson, REGULATIONS_FOLDER } from '../workspace.ts';

/**
 * Compares clauses with tables, prints the differences, and sets the exit code: 1 for a difference without an erratum or an idle erratum.
 * @param file a regulation file; without it all regulations of the package
 * @throws ConformanceError for a file that cannot be read
 */
export function lintCommand(file: string | undefined, options: { json?: true }): void {
  const folder = fixturePath(REGULATIONS_FOLDER);
  const files =
    file === undefined
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.yaml'))
          .sort()
          .map((name) => join(folder, name))
      : [file];
  const brought =
    file === undefined
      ? knownRegulations()
          .slice(files.length)
          .map((one) => ({ file: one.source, ...lint(one) }))
      : [];
  const results = [...files.map((path) => ({ file: path, ...lintFile(path) })), ...brought];
  const clean = results.every(isClean);
  if (options.json) {
    printJson(
      results.map((result) => ({
        regulation: result.regulation,
        file: result.file,
        clean: isClean(result),
        differences: [
          ...result.explained.map(({ difference, erratum }) => ({ ...difference, erratum })),
          ...result.unexplained.map((difference) => ({ ...difference, erratum: null })),
        ],
        idle: result.idle,
      })),
    );
  } else {
    for (const { regulation, explained, unexplained, idle } of results) {
      for (const { code, at, message } of unexplained)
        print(`${regulation}: ${describePlace(at)}: ${message} [${code}] has no erratum`);
      for (const { erratum, reason } of idle) print(`${regulation}: erratum ${erratum}: ${reason}`);
      print(
        `${regulation}: ${explained.length + unexplained.length} differences, ${unexplained.length} without an erratum, ${idle.length} idle errata`,
      );
    }
  }
  process.exitCode = clean ? EXIT_CODES.passed : EXIT_CODES.failed;
}

/** What lint finds, with the codes of the reader beside its own. */
interface Found extends Omit<LintResult, 'unexplained'> {
  unexplained: { code: string; at: Locator; message: string }[];
}

/** What lint finds in a file; of a draft, the contradictions that were found in its text and that nobody has confirmed. */
function lintFile(path: string): Found {
  if (!existsSync(path) || !isDraft(readFileSync(path, 'utf8'))) return lint(loadRegulation(path));
  const { id, errata } = loadDraft(path).value;
  const open = errata === UNREAD ? [] : errata.flatMap((erratum) => (erratum === UNREAD ? [] : erratum));
  const unexplained = open
    .filter(({ reading }) => reading === UNREAD)
    .flatMap(({ explains, at, printed, conflictsWith }) => {
      const places = at === UNREAD ? [] : at.filter(isPlace);
      const codes = explains === UNREAD ? [] : explains;
      return codes.flatMap((code) =>
        places.map((place) => ({ code, at: place, message: `«${printed}»: ${conflictsWith}` })),
      );
    });
  return { regulation: id, explained: [], unexplained, idle: [] };
}

const isPlace = (place: OrUnread<Locator>): place is Locator =>
  place !== UNREAD && Object.values(place).every((part) => part !== UNREAD);

const isClean = ({ unexplained, idle }: Found): boolean => unexplained.length === 0 && idle.length === 0;
