// reglament run: runs a plan on the portal, writes the journal on the way, and writes the reports at the end.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { styleText } from 'node:util';
import { createReporters, multiplex, type Reporter } from '../../reporters/index.ts';
import type { TermStart } from '../../schemas/calendar.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import { foldReport, type Part, type Report } from '../../schemas/run/report.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { visibleJson } from '../../schemas/run/visible-json.ts';
import { whenStarved } from '../../schemas/starved.ts';
import { openJournal, readJournal } from '../../suites/engine/running/journal.ts';
import { mayHoldEvidence } from '../../suites/engine/running/journal-file.ts';
import { partOf, type Shard } from '../../suites/engine/running/parts.ts';
import { plan } from '../../suites/engine/running/plan.ts';
import { run } from '../../suites/engine/running/run.ts';
import type { Selection } from '../../suites/engine/running/selection.ts';
import type { Sut } from '../../suites/sut/sut.ts';
import { ENDED_BY_SIGNAL, leave } from '../ending.ts';
import { reportError } from '../fail.ts';
import { onSignal } from '../signals.ts';
import { connectTarget, keepWithin } from '../target.ts';
import { knownRegulations, print, tool } from '../workspace.ts';

/** The name of the journal in the folder of a run. */
const JOURNAL = 'journal.ndjson';

interface RunCommandOptions extends Selection {
  target?: string;
  roster?: string;
  reporter: string[];
  out?: string;
  concurrency: number;
  seed: number;
  nonce?: string;
  shard?: Shard;
  jsonLines?: true;
  termStart: TermStart;
  requireFull?: true;
  production?: true;
}

/** Plans and runs, writes journal and reports, and sets the exit code by the outcome. */
export async function runCommand(given: RunCommandOptions): Promise<void> {
  if (given.out !== undefined) refuseTaken(given.out);
  const options = { ...given, ...nonceOf(given) };
  const regulations = knownRegulations();
  const sut = await connectTarget(options, regulations);
  try {
    const planned = plan(regulations, options, sut.description, sut.offer);
    const part = options.shard === undefined ? {} : { part: partOf(planned.scenarios, options.shard) };
    await carryOut(keepWithin(options, sut, planned), { sut, regulations, planned, ...part });
  } finally {
    await sut.close();
  }
}

/** Runs a plan, writes journal and reports into a folder, and sets the exit code by the outcome. */
export async function carryOut(
  options: RunCommandOptions,
  { sut, planned, regulations, part }: Pick<Running, 'sut' | 'planned' | 'regulations' | 'part'>,
): Promise<void> {
  const outDir = options.out ?? freshFolder();
  const reporters = await reportersFor(options.reporter, outDir, regulations, options.jsonLines && process.stderr);
  makeFolder(outDir);
  const path = join(outDir, JOURNAL);
  const trouble = await runAll(options, { sut, planned, path, reporters, regulations, ...(part && { part }) });
  const code = trouble === null ? null : reportError(trouble);
  if (!existsSync(path)) {
    process.exitCode = code ?? EXIT_CODES.defect;
    return;
  }
  const report = foldReport(readJournal(path));
  await reporters.onEnd?.(report);
  process.exitCode = code ?? (reporters.faulty ? EXIT_CODES.usage : exitCodeOf(report));
}

interface Running {
  sut: Sut;
  planned: ReturnType<typeof plan>;
  /** Which of the walks are walked here; absent where all are. */
  part?: Part;
  path: string;
  reporters: FaultyReporter;
  regulations: ReturnType<typeof knownRegulations>;
}

/**
 * The first signal ends the run in good order, a second one at once.
 * @returns what kept the run from its end, apart from a signal; null where nothing did
 */
async function runAll(
  options: RunCommandOptions,
  { sut, planned, part, path, reporters, regulations }: Running,
): Promise<unknown> {
  const journal = openJournal(path, () =>
    process.stderr.write(`reglament: ${path} was removed; it is written again, with all that was in it\n`),
  );
  const interruption = new AbortController();
  let trouble: unknown = null;
  let isKept = true;
  const giveUp = (error: Error) => {
    trouble = error;
    interruption.abort(error.message);
  };
  const endings = [
    onSignal((signal) => {
      if (interruption.signal.aborted)
        leave(ENDED_BY_SIGNAL, `ended by ${signal}; \`reglament report ${dirname(path)}\` tells what ${path} holds`);
      interruption.abort(signal);
    }),
    whenStarved(() => giveUp(new Error('a walk waits for something that never comes'))),
  ];
  try {
    await run({
      sut,
      regulations,
      plan: planned,
      calendar: kazakhstan(),
      convention: options.termStart,
      seed: options.seed,
      ...(options.nonce === undefined ? {} : { nonce: options.nonce }),
      ...(part && { part }),
      concurrency: options.concurrency,
      requireFull: options.requireFull === true,
      tool: tool(),
      signal: interruption.signal,
      onEvent(event) {
        if (!isKept) return;
        try {
          journal.write(event);
        } catch (error) {
          // What cannot be kept is no evidence, so nothing more is sent.
          isKept = false;
          return giveUp(error instanceof Error ? error : new Error(String(error)));
        }
        if (options.jsonLines) print(visibleJson(event));
        reporters.onEvent?.(event);
      },
    });
  } finally {
    for (const end of endings) end();
    journal.close();
  }
  return trouble;
}

/** What the values that are sent follow from: for the simulator the seed, so that its reports stay the same, and for a portal chance. */
function nonceOf({ nonce, target, shard }: RunCommandOptions): { nonce?: string } {
  if (nonce === undefined && target === 'simulator') return {};
  if (nonce === undefined && shard !== undefined)
    throw new ConformanceError('usage', 'the parts of a run have one nonce, and none is given', {
      key: '--nonce',
      cure: 'give all parts the same that no other run had, such as the number of the pipeline',
    });
  return { nonce: nonce ?? randomBytes(8).toString('hex') };
}

/** The exit code of a report. A defect of ours outweighs the outcome, which cannot be relied on then. */
export function exitCodeOf({ outcome, counts }: Report): number {
  return counts.error > 0 ? EXIT_CODES.defect : EXIT_CODES[outcome];
}

/** A reporter that remembers whether anything has gone wrong in it. */
type FaultyReporter = Reporter & { faulty: boolean };

/**
 * Makes several reporters into one. A fault in any is told on stderr and changes the exit code, because a report may be missing.
 * @param stream what they write to; stderr where something else is printed on stdout
 */
export async function reportersFor(
  names: readonly string[],
  outDir: string,
  regulations: ReturnType<typeof knownRegulations>,
  stream: NodeJS.WriteStream = process.stdout,
): Promise<FaultyReporter> {
  const context = {
    outDir,
    regulations,
    write: (text: string) => void stream.write(text),
    isTty: stream.isTTY === true,
    columns: stream.columns ?? 0,
    // Node decides by the terminal, NO_COLOR and FORCE_COLOR, but has no function that tells, so we look at what it does.
    hasColour: styleText('red', ' ') !== ' ',
  };
  const several = multiplex(await createReporters(names, context), ({ message }) => {
    all.faulty = true;
    process.stderr.write(`reglament: ${message}\n`);
  });
  const all = { ...several, faulty: false };
  return all;
}

/** Makes the folder of a run. @throws ConformanceError `output-unwritable`, also where it holds a run already */
export function makeFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
  } catch (cause) {
    const details = { key: '--out', value: out, cure: 'choose a folder that can be written' };
    throw new ConformanceError(
      'output-unwritable',
      `"${out}" cannot be made: ${cause instanceof Error ? cause.message : cause}`,
      details,
      { cause },
    );
  }
  refuseTaken(out);
}

/** Refuses a folder with a journal in it, before anything is loaded or sent. @throws ConformanceError `output-unwritable` */
export function refuseTaken(out: string): void {
  const path = join(out, JOURNAL);
  if (!existsSync(path) || !mayHoldEvidence(path)) return;
  throw new ConformanceError('output-unwritable', `"${out}" holds the journal of another run`, {
    key: '--out',
    value: out,
    cure: 'choose another folder; a journal is evidence and is not overwritten',
  });
}

/** A folder below `reports/` that does not exist yet, named after the time. */
function freshFolder(): string {
  const name = join('reports', new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-'));
  for (let n = 1; ; n += 1) {
    const folder = n === 1 ? name : `${name}-${n}`;
    if (!existsSync(folder)) return folder;
  }
}
