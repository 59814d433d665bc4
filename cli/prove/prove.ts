// reglament prove: runs the suites against every mutant and tells which assertions noticed it.

import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import picomatch from 'picomatch';
import { ConformanceError } from '../../schemas/errors.ts';
import type { ProveOutput } from '../../schemas/run/output.ts';
import { EXIT_CODES } from '../../schemas/run/verdict.ts';
import { listMutants, type Mutant } from '../../simulators/index.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { writeProof } from '../emit/proof-page.ts';
import { knownRegulations, print, printJson } from '../workspace.ts';
import type { Tried } from './prover.ts';
import { tryAll } from './workers.ts';

/** The options of `prove`. */
export interface ProveOptions {
  regulation?: string;
  flow?: string;
  mutant?: string;
  sample: number;
  seed: number;
  jobs?: number;
  write?: true;
  json?: true;
}

/** How many percent of the mutants may be killed without being localised. */
const MISPLACED_PERCENT = 1;

/**
 * Tries the mutants, prints the proof, and sets the exit code. It is 0 where every mutant is killed, at most `MISPLACED_PERCENT` of them
 * are not localised, and every assertion is failed by some mutant.
 */
export async function proveCommand(options: ProveOptions): Promise<void> {
  const isWhole =
    [options.regulation, options.flow, options.mutant].every((one) => one === undefined) && options.sample === 1;
  if (options.write && !isWhole) {
    throw new ConformanceError('usage', 'what is written down is a whole proof', {
      key: '--write',
      cure: 'leave --regulation, --flow, --mutant and --sample out',
    });
  }
  const mutants = chooseMutants(options);
  const tried = await tryAll(
    mutants.map(({ id }) => id),
    options.jobs ?? availableParallelism(),
    options.json ? () => undefined : showProgress(mutants.length),
  );
  const proof = proofOf(mutants, tried, options);
  if (options.write) writeProof(proof);
  if (options.json) printJson(proof);
  else printProof(proof);
  const { survived, unproved, killed, localised } = proof.totals;
  const misplaced = killed - localised;
  const isProved =
    survived.length === 0 && unproved.length === 0 && misplaced * 100 <= MISPLACED_PERCENT * mutants.length;
  process.exitCode = isProved ? EXIT_CODES.passed : EXIT_CODES.failed;
}

/** The mutants that the options select. @throws ConformanceError `unknown-id` or `empty-selection` */
export function chooseMutants(options: Omit<ProveOptions, 'write' | 'json' | 'jobs'>): Mutant[] {
  const regulations = knownRegulations(options.regulation);
  if (options.flow !== undefined) select(regulations, { flow: options.flow });
  const matches = options.mutant === undefined ? () => true : picomatch(options.mutant);
  const all = listMutants(regulations);
  const chosen = all
    .filter(({ flow, id }) => (options.flow === undefined || flow === options.flow) && matches(id))
    .filter(({ id }) => isDrawn(id, options));
  if (chosen.length > 0) return chosen;
  throw new ConformanceError('empty-selection', `none of ${all.length} mutants is selected`, {
    key: options.mutant === undefined ? '--sample' : '--mutant',
    value: options.mutant ?? String(options.sample),
    cure: 'list them with `reglament list mutants`, and use ** to cross a slash',
  });
}

/** Whether the seed draws this id. It draws about one id in `sample`. */
export function isDrawn(id: string, { seed, sample }: Pick<ProveOptions, 'seed' | 'sample'>): boolean {
  return createHash('sha256').update(`${seed} ${id}`).digest().readUInt32BE(0) % sample === 0;
}

function proofOf(mutants: readonly Mutant[], tried: ReadonlyMap<string, Tried>, options: ProveOptions): ProveOutput {
  const proofs = mutants.map(({ id, regulation, flow, action, step, row, description }) => {
    const { walks, killed, killedBy, localised } = tried.get(id) ?? unseen;
    return {
      id,
      regulation,
      flow,
      action,
      step,
      row,
      description,
      walks,
      killed,
      killedBy,
      localised,
      // An equivalent mutant would break nothing that the text demands. None is made, so there is none to be marked.
      equivalent: null,
    };
  });
  const isWhole = options.mutant === undefined && options.sample === 1;
  const { regulation, flow } = options;
  const assertions = select(knownRegulations(regulation), flow === undefined ? {} : { flow }).map(({ id }) => id);
  const noticing = new Set(proofs.flatMap(({ killedBy }) => killedBy));
  return {
    mutants: proofs,
    totals: {
      mutants: proofs.length,
      killed: proofs.filter(({ killed }) => killed).length,
      localised: proofs.filter(({ localised }) => localised).length,
      equivalent: 0,
      survived: proofs.filter(({ killed }) => !killed).map(({ id }) => id),
      assertions: assertions.length,
      unproved: isWhole ? assertions.filter((id) => !noticing.has(id)) : [],
    },
  };
}

const unseen = { walks: 0, killed: false, killedBy: [], localised: false };

function showProgress(total: number): (done: number) => void {
  const { stderr } = process;
  return (done) => {
    if (stderr.isTTY) stderr.write(`\r${done} of ${total} mutants${done === total ? '\n' : ''}`);
  };
}

function printProof({ mutants, totals }: ProveOutput): void {
  for (const { id, description } of mutants.filter(({ killed }) => !killed))
    print(`survived      ${id}  ${description}`);
  for (const { id, killedBy } of mutants.filter(({ killed, localised }) => killed && !localised))
    print(`misplaced     ${id}  noticed by ${killedBy.join(', ')}`);
  for (const id of totals.unproved) print(`never failed  ${id}`);
  print(`${totals.killed} of ${totals.mutants} mutants killed, ${totals.localised} by the cell that they break`);
  if (totals.unproved.length > 0)
    print(`${totals.unproved.length} of ${totals.assertions} assertions are failed by no mutant`);
}
