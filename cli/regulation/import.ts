// reglament import: reads the texts of acts into regulation files, and lists what is left for a person to say.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftText } from '../../readers/draft-text.ts';
import { plainText } from '../../reporters/index.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { print, printJson } from '../workspace.ts';
import { importFiles } from './drafts.ts';
import { tellWork } from './tell-work.ts';

/**
 * Writes a file for each regulation, all or none, and prints the worklist; without a folder it only prints it. The exit code is 3 while
 * anything is open.
 * @throws ConformanceError `file-unreadable`, `text-unreadable`, `output-unwritable`
 */
export async function importCommand(
  files: readonly string[],
  { out, json, review, answers }: { out?: string; json?: true; review?: true; answers?: string },
): Promise<void> {
  if (review) return (await import('./review.ts')).reviewCommand(files, answers);
  const drafted = importFiles(files);
  const written =
    out === undefined
      ? []
      : writeAll(
          out,
          drafted.map((one) => [`${one.draft.id}.yaml`, draftText(one)]),
        );
  const open = drafted.some(({ draft }) => draft.worklist.length > 0);
  if (json)
    printJson(
      drafted.map(({ draft, places }, n) => ({
        regulation: draft.id,
        source: draft.source,
        file: written[n] ?? null,
        places: Object.fromEntries(places),
        worklist: draft.worklist,
      })),
    );
  else
    drafted.forEach(({ draft }, n) => {
      print(`${draft.id}, from ${plainText(draft.source)}${written[n] === undefined ? '' : `: ${written[n]}`}`);
      for (const work of draft.worklist) print(`  ${tellWork(work)}`);
      print(`  ${draft.worklist.length} places are open`);
    });
  if (open) process.exitCode = 3;
}

/** Writes files beside their places first, so that none is there in part, and none at all where one exists already. */
function writeAll(folder: string, files: readonly (readonly [name: string, text: string])[]): string[] {
  const paths = files.map(([name]) => join(folder, name));
  const taken = paths.find((path, n) => existsSync(path) || paths.indexOf(path) !== n);
  if (taken !== undefined)
    throw new ConformanceError('output-unwritable', 'exists already', {
      file: taken,
      value: taken,
      cure: 'choose another folder',
    });
  mkdirSync(folder, { recursive: true });
  const temporary = paths.map((path) => `${path}.${process.pid}.part`);
  try {
    for (const [n, [, text]] of files.entries()) writeFileSync(temporary[n] ?? '', text);
    for (const [n, path] of temporary.entries()) renameSync(path, paths[n] ?? '');
  } finally {
    for (const path of temporary) rmSync(path, { force: true });
  }
  return paths;
}
