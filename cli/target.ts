// Turns the words after --target into a connected system under test.
import { ConformanceError } from '../schemas/errors.ts';
import type { Regulation } from '../schemas/regulation.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import type { Sut } from '../suites/sut/sut.ts';

export interface TargetOptions {
  target?: string;
  concurrency: number;
  seed: number;
  mutant?: string;
}

/**
 * Connects to the target; `simulator` starts our own on a free port, and closing the target ends it.
 * @throws ConformanceError `usage` without a target or with one that is neither `simulator` nor a URL
 */
export async function connectTarget(options: TargetOptions, regulations: readonly Regulation[]): Promise<Sut> {
  const { target, concurrency } = options;
  if (target === undefined)
    throw new ConformanceError('usage', 'no target is given', {
      key: '--target',
      cure: 'give --target simulator or the URL of a portal that speaks the driver contract',
    });
  if (target === 'simulator') return connectSimulator(options, regulations);
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol)) {
    throw new ConformanceError('usage', `"${target}" is neither "simulator" nor an http URL`, {
      key: '--target',
      value: target,
      cure: 'give --target simulator or a URL such as http://127.0.0.1:8080',
    });
  }
  return connectDriver(target, { start: DEFAULT_START, concurrency });
}

async function connectSimulator(
  { concurrency, seed, mutant }: TargetOptions,
  regulations: readonly Regulation[],
): Promise<Sut> {
  const { startSimulator } = await import('./simulator.ts');
  const door = await startSimulator(regulations, { port: 0, seed, ...(mutant === undefined ? {} : { mutant }) });
  const sut = await connectDriver(door.url, { name: 'simulator', start: DEFAULT_START, concurrency });
  const close = async () => {
    await sut.close();
    await door.close();
  };
  return { ...sut, close };
}
