// reglament run: runs a plan on the portal, writes the journal on the way, and writes the reports at the end.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Value } from 'typebox/value';
import type { AnnexName } from '../../reporters/annex-names.ts';
import { createReporters, multiplex, type Reporter } from '../../reporters/index.ts';
import type { TermStart } from '../../schemas/calendar.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Language } from '../../schemas/language.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Baseline } from '../../schemas/run/baseline.ts';
import { foldReport } from '../../schemas/run/fold.ts';
import { Given } from '../../schemas/run/given.ts';
import type { Part, Report } from '../../schemas/run/report.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { visibleJson } from '../../schemas/run/visible-json.ts';
import { whenStarved } from '../../schemas/starved.ts';
import { type Journal, openJournal, readJournal } from '../../suites/engine/running/journal.ts';
import { mayHoldEvidence } from '../../suites/engine/running/journal-file.ts';
import { memoryIn } from '../../suites/engine/running/memory.ts';
import { partOf, type Shard } from '../../suites/engine/running/parts.ts';
import type { Past } from '../../suites/engine/running/past.ts';
import { type Plan, plan } from '../../suites/engine/running/plan.ts';
import { run } from '../../suites/engine/running/run.ts';
import type { Selection } from '../../suites/engine/running/selection.ts';
import type { Sut } from '../../suites/sut/sut.ts';
import { ENDED_BY_SIGNAL, leave } from '../ending.ts';
import { reportError } from '../fail.ts';
import { releaseMemory } from '../memory.ts';
import { onSignal } from '../signals.ts';
import { connectTarget, keepWithin, type TargetOptions } from '../target.ts';
import { knownRegulations, print, tool } from '../workspace.ts';
import { knownFrom } from './known.ts';
import { lock } from './lock.ts';

/** The name of the journal in the folder of a run. */
export const JOURNAL = 'journal.ndjson';
/** The folder below that of a run in which it keeps what a resume needs. */
const UNFINISHED = 'unfinished';

export interface RunCommandOptions extends Selection, TargetOptions {
  reporter: string[];
  lang: Language;
  annexes?: AnnexName[];
  out?: string;
  concurrency: number;
  seed: number;
  nonce?: string;
  /** The part of the run that is walked here; absent where all of it is. */
  shard?: Shard;
  jsonLines?: true;
  termStart: TermStart;
  requireFull?: true;
  production?: true;
  /** The file of known failures. */
  baseline?: string;
  /** The folder of a run of which only what failed is repeated. */
  failed?: string;
  breakLock?: true;
}

/** Plans and runs, writes journal and reports, and sets the exit code by the outcome. */
export async function runCommand(given: RunCommandOptions): Promise<void> {
  if (given.out !== undefined) refuseTaken(given.out);
  const options = { ...given, ...nonceOf(given) };
  const regulations = knownRegulations();
  const { ids, baseline } = knownFrom(options, regulations);
  const sut = await connectTarget(options, regulations);
  try {
    const planned = plan(regulations, { ...options, ...ids }, sut.description, sut.offer, true);
    const part = options.shard === undefined ? {} : { part: partOf(planned.scenarios, options.shard) };
    await carryOut(keepWithin(options, sut, planned), { sut, regulations, planned, ...baseline, ...part });
  } finally {
    await sut.close();
  }
}

/** The options of a run that its journal keeps for whoever resumes it. @throws TypeError for options that no command line gives */
export function givenIn(options: object): Given {
  const given = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => name in Given.properties && value !== undefined),
  );
  if (!Value.Check(Given, given)) throw new TypeError('these are no options of a run');
  return given;
}

/** What is run, and where. */
interface Running {
  sut: Sut;
  planned: Plan;
  regulations: readonly Regulation[];
  /** Which of the walks are walked here; absent where all are. */
  part?: Part;
  /** What is known to fail; absent where no baseline is given. */
  baseline?: Baseline;
  /** The part of the run that has been, with its journal; absent where the run begins. */
  before?: { past: Past; journal: Journal };
}

/** Runs a plan, writes journal and reports into a folder, and sets the exit code by the outcome. */
export async function carryOut(options: RunCommandOptions, running: Running): Promise<void> {
  const outDir = options.out ?? freshFolder();
  const reporters = await reportersFor(options.reporter, outDir, [...running.regulations], {
    language: options.lang,
    ...(options.annexes === undefined ? {} : { annexes: options.annexes }),
    ...(options.jsonLines ? { stream: process.stderr } : {}),
  });
  if (running.before !== undefined)
    return reportOn(outDir, reporters, await runAll(options, running, outDir, reporters));
  makeFolder(outDir);
  const release = lock(outDir, options.breakLock === true);
  try {
    await reportOn(outDir, reporters, await runAll(options, running, outDir, reporters));
  } finally {
    release();
  }
}

/** Writes the reports, and sets the exit code. @param trouble what kept the run from its end; null where nothing did */
async function reportOn(outDir: string, reporters: FaultyReporter, trouble: unknown): Promise<void> {
  const path = join(outDir, JOURNAL);
  const code = trouble === null ? null : reportError(trouble);
  if (!existsSync(path)) {
    process.exitCode = code ?? EXIT_CODES.defect;
    return;
  }
  // Nothing of the walks is needed any more: the report is made from the journal.
  releaseMemory();
  const report = foldReport(readJournal(path));
  await reporters.onEnd?.(report);
  process.exitCode = code ?? (reporters.faulty ? EXIT_CODES.usage : exitCodeOf(report));
}

/** How long what is being sent may still be answered after the first signal. */
const GRACE_MS = 10_000;

/**
 * The first signal ends the run in good order, a second one at once.
 * @returns what kept the run from its end, apart from a signal; null where nothing did
 */
async function runAll(
  options: RunCommandOptions,
  { sut, planned, regulations, before, ...known }: Running,
  outDir: string,
  reporters: FaultyReporter,
): Promise<unknown> {
  // The regulations were read and planned with, and most of what that took is no longer needed.
  releaseMemory();
  const path = join(outDir, JOURNAL);
  const journal = before?.journal ?? openJournal(path, tellRemoved(path));
  for (const event of before?.past.told ?? []) reporters.onEvent?.(event);
  const memory = memoryIn(join(outDir, UNFINISHED));
  const [interruption, halt] = [new AbortController(), new AbortController()];
  let trouble: unknown = null;
  let isKept = true;
  let grace: NodeJS.Timeout | undefined;
  /** What is left to do when the run ends, as a sentence; null where nothing is. */
  let left: string | null = 'the run has not come to its end';
  const waiting = new Set<string>();
  const giveUp = (error: Error) => {
    trouble = error;
    interruption.abort(error.message);
  };
  const endings = [
    onSignal((signal) => {
      if (halt.signal.aborted)
        leave(ENDED_BY_SIGNAL, `ended by ${signal}; \`reglament resume ${outDir}\` goes on with it`);
      halt.abort(signal);
      grace = setTimeout(() => interruption.abort(signal), GRACE_MS);
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
      ...known,
      ...(before === undefined ? {} : { past: before.past }),
      concurrency: options.concurrency,
      requireFull: options.requireFull === true,
      tool: tool(),
      host: hostname(),
      given: givenIn(options),
      memory,
      signal: interruption.signal,
      halt: halt.signal,
      onEvent(event) {
        if (event.type === 'scenario-suspended') waiting.add(event.scenario);
        if (event.type === 'run-finished')
          left = event.stopped ?? (waiting.size === 0 ? null : `walks that wait for the portal: ${waiting.size}`);
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
  } catch (error) {
    trouble ??= error;
  } finally {
    clearTimeout(grace);
    for (const end of endings) end();
    journal.close();
    memory.close();
  }
  if (left === null && trouble === null) memory.clear();
  else
    process.stderr.write(
      `reglament: ${left ?? 'the journal is cut'}; \`reglament resume ${outDir}\` goes on with it\n`,
    );
  return trouble;
}

/** Says that a journal was removed and is written again. */
export const tellRemoved = (path: string) => () =>
  void process.stderr.write(`reglament: ${path} was removed; it is written again, with all that was in it\n`);

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

/** How reporters tell what they tell. */
export interface Telling {
  readonly language?: Language;
  /** Who has signed the folder of the run, in lines. */
  readonly signed?: readonly string[];
  /** What is printed behind the act in a PDF. */
  readonly annexes?: readonly AnnexName[];
  /** What they write to; stderr where something else is printed on stdout. */
  readonly stream?: NodeJS.WriteStream;
}

/**
 * Makes several reporters into one. A fault in any is told on stderr and changes the exit code, because a report may be missing.
 * @param telling in which language, and where to
 */
export async function reportersFor(
  names: readonly string[],
  outDir: string,
  regulations: ReturnType<typeof knownRegulations>,
  { language = 'en', signed = [], annexes = [], stream = process.stdout }: Telling = {},
): Promise<FaultyReporter> {
  const summary = process.env.GITHUB_STEP_SUMMARY;
  const context = {
    language,
    signed,
    outDir,
    regulations,
    annexes,
    write: (text: string) => void stream.write(text),
    isTty: stream.isTTY === true,
    columns: stream.columns ?? 0,
    // Node decides by the terminal, NO_COLOR and FORCE_COLOR, but has no function that tells, so we look at what it does.
    hasColour: styleText('red', ' ') !== ' ',
    ...(summary === undefined || summary === '' ? {} : { stepSummary: summary }),
  };
  const several = multiplex(await createReporters(names, context), ({ message }) => {
    all.faulty = true;
    process.stderr.write(`reglament: ${message}\n`);
  });
  const all = { ...several, faulty: false };
  return all;
}

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
