// reglament resume: goes on with a run that was killed, was stopped or waits for something.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConformanceError } from '../../schemas/errors.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { suits } from '../../schemas/run/assertion.ts';
import type { Given } from '../../schemas/run/given.ts';
import { say } from '../../schemas/said.ts';
import { readJournal, resumeJournal } from '../../suites/engine/running/journal.ts';
import { Past } from '../../suites/engine/running/past.ts';
import { type Plan, plan } from '../../suites/engine/running/plan.ts';
import { whyOther } from '../../suites/engine/running/provenance.ts';
import type { Sut } from '../../suites/sut/sut.ts';
import { connectTarget, keepWithin } from '../target.ts';
import { knownRegulations, tool } from '../workspace.ts';
import { lock } from './lock.ts';
import { carryOut, givenIn, JOURNAL, type RunCommandOptions, runCommand, tellRemoved } from './run.ts';

/** Whether a folder holds the journal of a run of the same target and options that has not come to its end. */
function isUnfinished(folder: string, options: RunCommandOptions): boolean {
  const path = join(folder, JOURNAL);
  if (!existsSync(path)) return false;
  try {
    const past = new Past();
    const journal = readJournal(path);
    for (const event of journal) past.add(event);
    const isSame = options.nonce === undefined || options.nonce === past.started?.nonce;
    return isSame && past.isResumable && canonical(past.started?.options) === canonical(givenIn(options));
  } catch (error) {
    // It is told as the journal of another run.
    if (error instanceof ConformanceError) return false;
    throw error;
  }
}

const canonical = (options: Given | undefined) =>
  JSON.stringify(Object.entries(options ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** Runs, or goes on with the unfinished run that the folder holds. */
export async function runOrResume(options: RunCommandOptions): Promise<void> {
  if (options.out !== undefined && isUnfinished(options.out, options)) return resumeCommand(options.out, options);
  return runCommand(options);
}

/** Goes on with the run of a folder, and sets the exit code by its outcome. @throws ConformanceError */
export async function resumeCommand(
  dir: string,
  {
    reporter,
    lang,
    annexes,
    breakLock,
    env,
    trust,
    counterparties,
  }: Pick<RunCommandOptions, 'reporter' | 'lang' | 'annexes' | 'breakLock' | 'env' | 'trust' | 'counterparties'>,
): Promise<void> {
  const path = join(dir, JOURNAL);
  if (!existsSync(path))
    throw new ConformanceError('file-unreadable', 'there is no journal of a run', {
      file: path,
      cure: 'name the folder that a run was given with --out',
    });
  const release = lock(dir, breakLock === true);
  const past = new Past();
  try {
    const { journal, taken } = resumeJournal(path, (event) => past.add(event), tellRemoved(path));
    if (taken !== null) process.stderr.write(`reglament: ${path}: ${taken}\n`);
    const regulations = knownRegulations();
    const given = {
      ...optionsOf(past, regulations, path),
      ...{
        reporter,
        lang,
        ...(annexes === undefined ? {} : { annexes }),
        ...(env === undefined ? {} : { env }),
        ...(trust === undefined ? {} : { trust }),
        ...(counterparties === undefined ? {} : { counterparties }),
      },
    };
    const sut = await connectTarget(given, regulations);
    try {
      tellChange(past, sut);
      const planned = planOf(past, plan(regulations, given, sut.description, sut.offer, true));
      const { nonce, part, baseline } = past.started ?? {};
      const running = {
        sut,
        regulations,
        planned,
        before: { past, journal },
        ...(part && { part }),
        ...(baseline && { baseline }),
      };
      await carryOut({ ...keepWithin(given, sut, planned), out: dir, ...(nonce == null ? {} : { nonce }) }, running);
    } finally {
      await sut.close();
      journal.close();
    }
  } finally {
    release();
  }
}

/** The options of the command that began the run. @throws ConformanceError `not-resumable` */
function optionsOf({ started }: Past, regulations: readonly Regulation[], file: string): Given {
  const options = started?.options;
  const why =
    started === null || options === undefined
      ? 'it does not say with which options the run began'
      : whyOther(started, regulations);
  if (why !== null || options === undefined)
    throw new ConformanceError('not-resumable', why ?? 'the run has not begun', {
      file,
      line: 1,
      cure: `resume it with ${started?.tool ?? tool()}, or run again into another folder`,
    });
  return options;
}

/** What was planned when the run began. A portal that offers something else now changes nothing about that. */
function planOf({ started, verdictOn }: Past, { notApplicable }: Plan): Plan {
  const { assertions = [], scenarios = [] } = started ?? {};
  const without = assertions.filter((assertion) => !scenarios.some((scenario) => suits(scenario, assertion)));
  const reasons = without.map(
    ({ id }) =>
      [id, verdictOn(id)?.says.reason ?? notApplicable.get(id) ?? say`not-observable: no walk can decide it`] as const,
  );
  return { assertions, scenarios, notApplicable: new Map(reasons) };
}

/** Says that the portal calls itself by another name than when the run began. */
function tellChange({ started }: Past, { description }: Pick<Sut, 'description'>): void {
  if (started === null || started.portal === description.name) return;
  process.stderr.write(
    `reglament: the portal was "${started.portal}" when the run began, and is "${description.name}" now\n`,
  );
}
