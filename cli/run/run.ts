// reglament run: runs a plan on the portal, writes the journal on the way, and writes the reports at the end.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { createReporters, multiplex, type Reporter } from '../../reporters/index.ts';
import type { TermStart } from '../../schemas/calendar.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import { foldReport, type Report } from '../../schemas/run/report.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { type Journal, openJournal, readJournal } from '../../suites/engine/running/journal.ts';
import { plan } from '../../suites/engine/running/plan.ts';
import { run } from '../../suites/engine/running/run.ts';
import type { Selection } from '../../suites/engine/running/selection.ts';
import type { Sut } from '../../suites/sut/sut.ts';
import { connectTarget, keepWithin } from '../target.ts';
import { knownRegulations, tool } from '../workspace.ts';

interface RunCommandOptions extends Selection {
  target?: string;
  roster?: string;
  reporter: string[];
  out?: string;
  concurrency: number;
  seed: number;
  termStart: TermStart;
  requireFull?: true;
  production?: true;
}

/** Plans and runs, writes journal and reports, and sets the exit code by the outcome. */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  if (options.out !== undefined) refuseTaken(options.out);
  const regulations = knownRegulations();
  const sut = await connectTarget(options, regulations);
  try {
    const planned = plan(regulations, options, sut.description, sut.offer);
    await carryOut(keepWithin(options, sut, planned), { sut, regulations, planned });
  } finally {
    await sut.close();
  }
}

/** Runs a plan, writes journal and reports into a folder, and sets the exit code by the outcome. */
export async function carryOut(
  options: RunCommandOptions,
  { sut, planned, regulations }: Pick<Running, 'sut' | 'planned' | 'regulations'>,
): Promise<void> {
  const outDir = options.out ?? freshFolder();
  const reporters = await reportersFor(options.reporter, outDir, regulations);
  makeFolder(outDir);
  const journal = openJournal(join(outDir, 'journal.ndjson'));
  await runAll(options, { sut, planned, journal, reporters, regulations });
  const report = foldReport(readJournal(join(outDir, 'journal.ndjson')));
  await reporters.onEnd?.(report);
  process.exitCode = reporters.faulty ? EXIT_CODES.usage : exitCodeOf(report);
}

interface Running {
  sut: Sut;
  planned: ReturnType<typeof plan>;
  journal: Journal;
  reporters: FaultyReporter;
  regulations: ReturnType<typeof knownRegulations>;
}

/** The first Ctrl-C ends the run in good order, a second one at once. */
async function runAll(
  options: RunCommandOptions,
  { sut, planned, journal, reporters, regulations }: Running,
): Promise<void> {
  const interruption = new AbortController();
  const stop = () => {
    if (interruption.signal.aborted) process.exit(EXIT_CODES.incomplete);
    interruption.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await run({
      sut,
      regulations,
      plan: planned,
      calendar: kazakhstan(),
      convention: options.termStart,
      seed: options.seed,
      concurrency: options.concurrency,
      requireFull: options.requireFull === true,
      tool: tool(),
      signal: interruption.signal,
      onEvent(event) {
        journal.write(event);
        reporters.onEvent?.(event);
      },
    });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    journal.close();
  }
}

/** The exit code of a report. A defect of ours outweighs the outcome, which cannot be relied on then. */
export function exitCodeOf({ outcome, counts }: Report): number {
  return counts.error > 0 ? EXIT_CODES.defect : EXIT_CODES[outcome];
}

/** A reporter that remembers whether anything has gone wrong in it. */
type FaultyReporter = Reporter & { faulty: boolean };

/** Makes several reporters into one. A fault in any is told on stderr and changes the exit code, because a report may be missing. */
export async function reportersFor(
  names: readonly string[],
  outDir: string,
  regulations: ReturnType<typeof knownRegulations>,
): Promise<FaultyReporter> {
  const { stdout } = process;
  const context = {
    outDir,
    regulations,
    write: (text: string) => void stdout.write(text),
    isTty: stdout.isTTY === true,
    columns: stdout.columns ?? 0,
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

function makeFolder(out: string): void {
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
function refuseTaken(out: string): void {
  if (!existsSync(join(out, 'journal.ndjson'))) return;
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
