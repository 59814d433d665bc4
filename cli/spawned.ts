// Runs the built command line for the tests: as a process of its own, or within the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { vi } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { main } from './program.ts';

/** How a command ended, and what it printed. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const MAIN = join(packageFolder(), 'dist/cli/main.js');

/** The folders to remove when the worker ends. One listener removes all, as Node warns of many listeners and a test would capture that. */
const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes a temporary folder, which is removed when the worker ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-'));
  folders.push(folder);
  return folder;
}

/** Starts `reglament` in a scratch folder. */
export function start(args: readonly string[], cwd: string = scratch(), env = process.env): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs `reglament` to its end. */
export async function reglament(args: readonly string[], cwd?: string, env?: NodeJS.ProcessEnv): Promise<Ended> {
  return ended(start(args, cwd, env));
}

/** A module that writes the peak memory of its process, in kilobytes, to file descriptor 3 when the process ends. */
const TELLS_PEAK =
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))";

/** Runs `reglament` to its end, and gives its peak memory too. */
export async function weighed(args: readonly string[], cwd: string = scratch()): Promise<Ended & { peakMb: number }> {
  const hook = `data:text/javascript,${encodeURIComponent(TELLS_PEAK)}`;
  const child = spawn(process.execPath, ['--import', hook, MAIN, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let peakKb = '';
  child.stdio[3]?.on('data', (chunk) => {
    peakKb += chunk;
  });
  return { ...(await ended(child)), peakMb: Number(peakKb) / 1024 };
}

/** Waits for the end of a process and gives what it printed. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, stdout, stderr };
}

/** Waits for the first line that a process prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output');
  const [line] = await once(createInterface(child.stdout), 'line');
  return String(line);
}

/**
 * Runs `reglament` within the test itself, many times faster than as a process.
 * Meanwhile it changes the working directory and replaces stdout and stderr, so only one such run may take place at a time.
 */
export async function within(args: readonly string[], cwd: string = scratch()): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      printed[stream] += chunk;
      return true;
    }),
  );
  const before = process.cwd();
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    await main(args);
    return { code: Number(process.exitCode ?? 0), ...printed };
  } finally {
    process.exitCode = undefined;
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}
