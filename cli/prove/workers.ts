// Shares the mutants out among worker threads, each with a portal of its own.
import { Worker } from 'node:worker_threads';
import type { Tried } from './prover.ts';

/** Limits for the heap of a worker. It needs no more memory for many mutants than for one, but Node would let the heap grow regardless. */
const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

/**
 * Tries every mutant in one of several worker threads.
 * @param jobs how many workers there are at most
 * @returns what came of each mutant, by its id
 * @throws Error when a worker dies: a defect of ours, never a verdict
 */
export async function tryAll(
  mutants: readonly string[],
  jobs: number,
  onDone: (done: number) => void,
): Promise<Map<string, Tried>> {
  const queue = [...mutants];
  const tried = new Map<string, Tried>();
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./worker.js', import.meta.url), { resourceLimits: LIMITS });
      worker.on('error', reject);
      worker.on('message', (result: Tried | null) => {
        if (result !== null) tried.set(result.mutant, result);
        if (result !== null) onDone(tried.size);
        const next = queue.shift();
        if (next !== undefined) worker.postMessage(next);
        else void worker.terminate().then(() => resolve());
      });
    });
  await Promise.all(Array.from({ length: Math.min(jobs, mutants.length) }, work));
  return tried;
}
