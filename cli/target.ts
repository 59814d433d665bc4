// Connects to the target that --target names.
import { ConformanceError } from '../schemas/errors.ts';
import type { Regulation } from '../schemas/regulation.ts';
import { isModulePath } from '../schemas/target/module.ts';
import type { Plan } from '../suites/engine/running/plan.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import { loadTargetModule } from '../suites/sut/module.ts';
import type { Sut } from '../suites/sut/sut.ts';
import type { Grants } from '../suites/sut/target-file/file/rights.ts';

/** The options that decide how a target is connected; `env` and `trust` are for the files that it is described in. */
export interface TargetOptions extends Grants {
  target?: string;
  concurrency: number;
  seed: number;
  mutant?: string;
  /** The portal is in production, so the run may only log in and read. */
  production?: true;
  /** A file with the test persons of a portal that speaks the driver contract. */
  roster?: string;
  /** Whether exchanges are shown to whoever tries the target out, with all but secrets, and stand in no report. */
  isOpen?: boolean;
}

/**
 * Connects to the target. For the name `simulator` it starts our simulator on a free port, and stops it when the target is closed.
 * @throws ConformanceError `usage` without a target, with one of no known kind, or for --production without a target file
 */
export async function connectTarget(options: TargetOptions, regulations: readonly Regulation[]): Promise<Sut> {
  const { target, concurrency, production = false, roster, isOpen = false } = options;
  if (target === undefined)
    throw new ConformanceError('usage', 'no target is given', {
      key: '--target',
      cure: 'give --target simulator, the URL of a portal that speaks the driver contract, or a target file',
    });
  const isFile = /\.ya?ml$/.test(target);
  if (production && !isFile)
    throw new ConformanceError('usage', `of "${target}" it cannot be told which requests only read`, {
      key: '--production',
      cure: 'describe the portal in a target file: https://… and modules are for test systems',
    });
  if (roster !== undefined && !/^https?:/.test(target))
    throw new ConformanceError('usage', `the test persons of "${target}" stand elsewhere`, {
      key: '--roster',
      value: roster,
      cure: 'leave it out: only a portal at a URL is given its test persons so',
    });
  if ((options.env ?? options.trust) !== undefined && !isFile && roster === undefined)
    throw new ConformanceError('usage', `"${target}" is no file that could read anything`, {
      key: options.env === undefined ? '--trust' : '--env',
      value: options.env ?? options.trust,
      cure: 'leave it out: only a target file and a roster are granted what they read',
    });
  if (options.counterparties !== undefined && !isFile)
    throw new ConformanceError('usage', `"${target}" is no file whose portal could be wired to counterparties`, {
      key: '--counterparties',
      value: options.counterparties,
      cure: 'describe the portal in a target file; the simulator, a portal at a URL and a module tell themselves what was asked (readAsked)',
    });
  if (target === 'simulator') return connectSimulator(options, regulations);
  if (isFile) {
    const [{ loadTarget }, { openTarget }, { loadBrowser, usesBrowser }] = await Promise.all([
      import('../suites/sut/target-file/file/load.ts'),
      import('../suites/sut/target-file/adapter.ts'),
      import('../suites/sut/target-file/browser/browser.ts'),
    ]);
    const loaded = loadTarget(target, regulations, process.env, options);
    if (usesBrowser(loaded.target)) await loadBrowser(loaded.target);
    return openTarget(loaded, { start: DEFAULT_START, concurrency, readsOnly: production, isOpen });
  }
  if (isModulePath(target) && !/^https?:/.test(target)) return loadTargetModule(target, isOpen);
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol)) {
    throw new ConformanceError(
      'usage',
      `"${target}" is neither "simulator", nor an http URL, nor a .yaml, .js or .ts file`,
      {
        key: '--target',
        value: target,
        cure: 'give --target simulator, a URL such as http://127.0.0.1:8080, a target file such as portal.yaml, or a module such as portal.js',
      },
    );
  }
  const own =
    roster === undefined
      ? {}
      : { roster: (await import('../suites/sut/target-file/file/roster.ts')).loadRoster(roster, options) };
  return connectDriver(target, { start: DEFAULT_START, concurrency, isOpen, ...own });
}

async function connectSimulator(
  { concurrency, seed, mutant, isOpen = false }: TargetOptions,
  regulations: readonly Regulation[],
): Promise<Sut> {
  const { startSimulator } = await import('./simulate/simulator.ts');
  const door = await startSimulator(regulations, {
    ...{ port: 0, seed, keepsAlive: false },
    ...(mutant === undefined ? {} : { mutant }),
  });
  const options = { name: 'simulator', start: DEFAULT_START, isSimulated: true, concurrency, isOpen };
  const sut = await connectDriver(door.url, options).catch(async (error: unknown) => {
    // An open door would keep the process from ending.
    await door.close();
    throw error;
  });
  const close = async () => {
    await sut.close();
    await door.close();
  };
  return { ...sut, close };
}

/**
 * Fits a run to what the target allows, before anything is sent.
 * @returns the options, with no more walks at once than the target allows
 * @throws ConformanceError `target-not-for-tests`, or `budget-too-small` where the plan opens more applications than are allowed
 */
export function keepWithin<O extends { concurrency: number; production?: true }>(
  options: O,
  { allowance }: Sut,
  { scenarios }: Pick<Plan, 'scenarios'>,
): O {
  if (allowance === undefined) return options;
  const needed = scenarios.reduce((sum, { applications }) => sum + applications, 0);
  if (!allowance.testSystem && options.production !== true)
    throw new ConformanceError('target-not-for-tests', 'the target is not marked as a test system', {
      key: 'testSystem',
      value: false,
      cure: 'mark a test system with testSystem: true; on any other, --production only logs in and reads',
    });
  if (needed > allowance.applications)
    throw new ConformanceError(
      'budget-too-small',
      `the run would open ${needed} requests, and ${allowance.applications} are allowed`,
      {
        key: 'limits.applications',
        value: allowance.applications,
        cure: `set it to ${needed}, or narrow the run with --regulation, --flow or --assertion`,
      },
    );
  return { ...options, concurrency: Math.min(options.concurrency, allowance.walks) };
}
