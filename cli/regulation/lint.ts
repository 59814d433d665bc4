// reglament lint: compares the clauses of a regulation with its tables, and fails for a difference without an erratum.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fixturePath } from '../../schemas/fixture.ts';
import { isClean, lint } from '../../schemas/lint/lint.ts';
import { loadRegulation } from '../../schemas/load.ts';
import { describePlace } from '../../schemas/place.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { print, printJson, REGULATIONS_FOLDER } from '../workspace.ts';

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
  const results = files.map((path) => ({ file: path, ...lint(loadRegulation(path)) }));
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
