// Measures how fast the command line starts: `reglament --help`, compared with a node that does nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { compare, timed } from './figure.ts';
import { built } from './started.ts';

const SPAWNS = 21;

/** The figure `help`. */
export async function measureHelp(): Promise<Record<string, number>> {
  const { ours, bare, ratio } = await compare(
    () => timed(() => ended([built('cli/main.js'), '--help'])),
    () => timed(() => ended(['-e', '0'])),
    SPAWNS,
  );
  return { helpMs: ours, nodeMs: bare, ratio };
}

async function ended(args: readonly string[]): Promise<void> {
  const [code] = await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ends with ${code}`);
}
