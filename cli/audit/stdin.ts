// Takes a log from stdin, as a query of a database gives it: it is read several times, so it is kept in a temporary file until the process ends.
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The paths with a file in the place of `-`, which stands for stdin. */
export async function withStdin(paths: readonly string[]): Promise<string[]> {
  if (!paths.includes('-')) return [...paths];
  const folder = mkdtempSync(join(tmpdir(), 'reglament-stdin-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'stdin');
  await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
  return paths.map((path) => (path === '-' ? file : path));
}
