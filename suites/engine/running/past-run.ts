// Reads the folder of a run that is over: its verdicts, and how long its exchanges took, without keeping the exchanges.
import { join } from 'node:path';
import { ConformanceError } from '../../../schemas/errors.ts';
import { foldReport } from '../../../schemas/run/fold.ts';
import type { Report, RunEvent } from '../../../schemas/run/report.ts';
import { readJournal, UNSEALED } from './journal.ts';

/** A run as its journal tells it. */
export interface PastRun {
  /** The folder, as it was named. */
  dir: string;
  /** Its report, without the exchanges. */
  report: Report;
  /** How long each exchange took, in milliseconds, by its operation. */
  tookMs: ReadonlyMap<string, readonly number[]>;
  /** Why it is not to be relied on as a whole, as a sentence; null where it came to its end. */
  doubt: string | null;
}

/**
 * Reads a folder that a run has written, by whatever version and regulations.
 * @throws ConformanceError `file-unreadable` where there is no journal, `journal-broken` where no run has written it
 */
export function readPastRun(dir: string): PastRun {
  const file = join(dir, 'journal.ndjson');
  const journal = readJournal(file);
  const events: RunEvent[] = [];
  const tookMs = new Map<string, number[]>();
  for (const event of journal) {
    if (event.type !== 'exchange') events.push(event);
    else {
      const { operation, tookMs: took } = event.exchange;
      const known = tookMs.get(operation);
      if (known === undefined) tookMs.set(operation, [took]);
      else known.push(took);
    }
  }
  if (events.length === 0)
    throw new ConformanceError('journal-broken', 'it ends before the run began', {
      file,
      cure: 'leave this folder out: nothing was judged',
    });
  const doubt = journal.tail ?? (journal.isSealed === true ? null : UNSEALED);
  return { dir, report: foldReport(Object.assign(events, { content: journal.content })), tookMs, doubt };
}

/** The ids of what failed in a run, recommended or not. @throws ConformanceError `empty-selection` where nothing did, `unknown-id` */
export function failedIn(dir: string, known: readonly string[]): string[] {
  const { verdicts, recommended } = readPastRun(dir).report;
  const failed = [...verdicts, ...recommended].filter(({ verdict }) => verdict === 'fail');
  const details = { key: '--failed', value: dir };
  if (failed.length === 0)
    throw new ConformanceError('empty-selection', `nothing failed in the run of ${dir}`, {
      ...details,
      cure: 'leave --failed out, or name the folder of a run in which something failed',
    });
  const ids = failed.map(({ assertion }) => assertion);
  const gone = ids.find((id) => !known.includes(id));
  if (gone === undefined) return ids;
  throw new ConformanceError('unknown-id', `${gone} failed in ${dir} and is no assertion of this version`, {
    ...details,
    cure: 'run without --failed: the assertions have changed since',
  });
}
