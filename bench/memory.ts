// Measures the peak memory of runs of one regulation, of all, and of all walks twice over; the simulator is in another process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownRegulations } from '../cli/workspace.ts';
import { EXIT_CODES } from '../schemas/run/verdict.ts';
import { FEW_ROUNDS, median } from './figure.ts';
import { built, SIMULATOR, withProcess } from './started.ts';

const TIMES = 2;
/** A module that makes a process write its peak memory, in kilobytes, to file descriptor 3 when it ends. */
export const TELLS_PEAK =
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))";

/** The figure `peakMemoryMb`, in mebibytes. */
export function measureMemory(): Promise<Record<string, number>> {
  return withProcess(SIMULATOR, async (url) => {
    const [first] = knownRegulations();
    const run = [built('cli/main.js'), 'run', '--target', url];
    const runs: Record<string, (out: string) => string[]> = {
      oneRegulation: (out) => [...run, '--regulation', String(first?.id), '--out', out],
      allRegulations: (out) => [...run, '--out', out],
      [`allWalks${TIMES}Times`]: (out) => [built('bench/repeated-run.js'), url, out, String(TIMES)],
    };
    const peaks: Record<string, number>[] = [];
    // How much memory a run needs does not depend on how fast it is, so the three run side by side.
    for (let round = 0; round < FEW_ROUNDS; round += 1) {
      const each = Object.entries(runs).map(async ([name, argsFor]) => [name, await peakMemoryMb(argsFor)] as const);
      peaks.push(Object.fromEntries(await Promise.all(each)));
    }
    return Object.fromEntries(Object.keys(runs).map((name) => [name, median(peaks.map((peak) => peak[name] ?? 0))]));
  });
}

async function peakMemoryMb(argsFor: (out: string) => string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-bench-'));
  try {
    const args = [
      '--import',
      `data:text/javascript,${encodeURIComponent(TELLS_PEAK)}`,
      ...argsFor(join(folder, 'out')),
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
    let peakKb = '';
    child.stdio[3]?.on('data', (chunk) => {
      peakKb += chunk;
    });
    const [code] = await once(child, 'close');
    if (code !== EXIT_CODES.passed) throw new Error(`the run ends with ${code}`);
    return Math.round(Number(peakKb) / 1024);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
