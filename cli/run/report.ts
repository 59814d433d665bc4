// reglament report: writes the reports of a run again, from its journal.
import { mkdirSync } from 'node:fs';
import type { AnnexName } from '../../reporters/annex-names.ts';
import type { Language } from '../../schemas/language.ts';
import { foldReport } from '../../schemas/run/fold.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { checkSigned } from '../../suites/engine/running/attestation.ts';
import { readJournal, UNSEALED } from '../../suites/engine/running/journal.ts';
import { knownRegulations } from '../workspace.ts';
import { journalOf, mustBeOurs } from './folder.ts';
import { exitCodeOf, reportersFor } from './run.ts';

/** Writes the reports and sets the exit code by the outcome of the run. @throws ConformanceError `journal-broken`, `file-unreadable` */
export async function reportCommand(
  dir: string,
  options: { reporter: string[]; lang: Language; annexes?: AnnexName[]; out?: string },
): Promise<void> {
  const file = journalOf(dir);
  const journal = readJournal(file);
  const regulations = knownRegulations();
  mustBeOurs(journal, file, regulations);
  const report = foldReport(journal);
  if (journal.tail !== null) process.stderr.write(`reglament: ${file}: ${journal.tail}; it is left out\n`);
  if (journal.isSealed === false) process.stderr.write(`reglament: ${file}: ${UNSEALED}\n`);
  const out = options.out ?? dir;
  const { signed } = await checkSigned(dir, null, report.finishedAt);
  mkdirSync(out, { recursive: true });
  const reporters = await reportersFor(options.reporter, out, regulations, {
    language: options.lang,
    signed,
    ...(options.annexes === undefined ? {} : { annexes: options.annexes }),
  });
  await reporters.onEnd?.(report);
  process.exitCode = reporters.faulty ? EXIT_CODES.usage : exitCodeOf(report);
}
