// reglament merge: joins the parts of a run into one journal, and writes its reports.
import type { AnnexName } from '../../reporters/annex-names.ts';
import type { Language } from '../../schemas/language.ts';
import { foldReport } from '../../schemas/run/fold.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { openJournal, readJournal } from '../../suites/engine/running/journal.ts';
import { merge } from '../../suites/engine/running/merge.ts';
import { knownRegulations } from '../workspace.ts';
import { journalOf, mustBeOurs } from './folder.ts';
import { exitCodeOf, makeFolder, refuseTaken, reportersFor } from './run.ts';

/**
 * Merges the parts and sets the exit code by the outcome of the whole run.
 * @throws ConformanceError `parts-apart`, `journal-broken`, `file-unreadable`, `output-unwritable`
 */
export async function mergeCommand(
  dirs: readonly string[],
  options: { reporter: string[]; lang: Language; annexes?: AnnexName[]; out: string },
): Promise<void> {
  refuseTaken(options.out);
  const regulations = knownRegulations();
  const parts = dirs.map((name) => ({ name, journal: readJournal(journalOf(name)) }));
  for (const { name, journal } of parts) mustBeOurs(journal, journalOf(name), regulations);
  const events = merge(parts);
  const reporters = await reportersFor(options.reporter, options.out, regulations, {
    language: options.lang,
    ...(options.annexes === undefined ? {} : { annexes: options.annexes }),
  });
  makeFolder(options.out);
  const path = journalOf(options.out);
  const whole = openJournal(path);
  try {
    for (const event of events) whole.write(event);
  } finally {
    whole.close();
  }
  const report = foldReport(readJournal(path));
  await reporters.onEnd?.(report);
  process.exitCode = reporters.faulty ? EXIT_CODES.usage : exitCodeOf(report);
}
