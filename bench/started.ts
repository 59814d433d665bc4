// Starts a process that prints one line (its URL or its result), and ends it when the work with it is done.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageFolder } from '../schemas/fixture.ts';

/** The path of a file in `dist/`. */
export const built = (path: string): string => join(packageFolder(), 'dist', path);

/** The arguments of node that start the simulator on a free port. */
export const SIMULATOR = [built('cli/main.js'), 'simulate', '--port', '0'];

/**
 * Starts a process, and does the work with the first line that it prints.
 *
 * @param args arguments of node
 * @param input what the process reads from its standard input
 */
export function withProcess<T>(args: readonly string[], work: (line: string) => Promise<T>, input = ''): Promise<T> {
  return withChild(args, work, input);
}

/** The same, with the number of the process. */
export async function withChild<T>(
  args: readonly string[],
  work: (line: string, pid: number) => Promise<T>,
  input = '',
): Promise<T> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    return await work(String(line), child.pid ?? 0);
  } finally {
    child.kill();
  }
}

/** The resident set of a process, as Linux tells it; 0 elsewhere. */
export function residentMb(pid: number): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}
