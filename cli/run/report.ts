// reglament report: writes the reports of a run again, from its journal.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConformanceError } from '../../schemas/errors.ts';
import { foldReport } from '../../schemas/run/report.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { readJournal, UNSEALED } from '../../suites/engine/running/journal.ts';
import { whyOther } from '../../suites/engine/running/provenance.ts';
import { knownRegulations } from '../workspace.ts';
import { exitCodeOf, reportersFor } from './run.ts';

/** Writes the reports and sets the exit code by the outcome of the run. @throws ConformanceError `journal-broken`, `file-unreadable` */
export async function reportCommand(dir: string, options: { reporter: string[]; out?: string }): Promise<void> {
  const file = join(dir, 'journal.ndjson');
  const journal = readJournal(file);
  const [first] = journal;
  if (first?.type !== 'run-started')
    throw new ConformanceError('journal-broken', 'it ends before the run began', { file, cure: 'run again' });
  const regulations = knownRegulations();
  const why = whyOther(first, regulations);
  if (why !== null)
    throw new ConformanceError('journal-broken', why, {
      file,
      line: 1,
      cure: `write the report with ${first.tool} and the regulations of that run, or run again`,
    });
  const report = foldReport(journal);
  if (journal.tail !== null) process.stderr.write(`reglament: ${file}: ${journal.tail}; it is left out\n`);
  if (journal.isSealed === false) process.stderr.write(`reglament: ${file}: ${UNSEALED}\n`);
  const out = options.out ?? dir;
  mkdirSync(out, { recursive: true });
  const reporters = await reportersFor(options.reporter, out, regulations);
  await reporters.onEnd?.(report);
  process.exitCode = reporters.faulty ? EXIT_CODES.usage : exitCodeOf(report);
}
