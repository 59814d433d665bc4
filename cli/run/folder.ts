// The folder of a run: where its journal lies, and whether its verdicts are those of this version.
import { join } from 'node:path';
import { ConformanceError } from '../../schemas/errors.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { RunEvent } from '../../schemas/run/report.ts';
import { whyOther } from '../../suites/engine/running/provenance.ts';
import { tool } from '../workspace.ts';

/** The path of the journal of a run. */
export const journalOf = (dir: string): string => join(dir, 'journal.ndjson');

type Beginning = Extract<RunEvent, { type: 'run-started' }>;

/** How a journal begins. @throws ConformanceError `journal-broken` where it does not */
export function beginningOf(journal: Iterable<RunEvent>, file: string): Beginning {
  const [first] = journal;
  if (first?.type === 'run-started') return first;
  throw new ConformanceError('journal-broken', 'it ends before the run began', { file, cure: 'run again' });
}

/** Why the verdicts of a run are not those of this version, as a sentence that names the version that wrote it; null where they are. */
export function whyNotOurs(begun: Beginning, regulations: readonly Regulation[]): string | null {
  const why = whyOther(begun, regulations);
  return why === null || begun.tool === tool() ? why : `it was written by ${begun.tool}, and this is ${tool()}: ${why}`;
}

/** Refuses a journal of other regulations or another suite. @throws ConformanceError `journal-broken` */
export function mustBeOurs(journal: Iterable<RunEvent>, file: string, regulations: readonly Regulation[]): void {
  const first = beginningOf(journal, file);
  const why = whyNotOurs(first, regulations);
  if (why === null) return;
  const cure = `take ${first.tool} and the regulations of that run (\`npx ${first.tool.replace(' ', '@')} report\`), or run again`;
  throw new ConformanceError('journal-broken', why, { file, line: 1, cure });
}
