// reglament simulate: starts the reference simulator, which runs until it is told to stop.

import { knownRegulations, print } from '../workspace.ts';
import { startSimulator } from './simulator.ts';

/** Listens until SIGINT or SIGTERM. The first line printed is the URL. */
export async function simulateCommand(options: {
  port: number;
  host: string;
  mutant?: string;
  seed: number;
}): Promise<void> {
  const door = await startSimulator(knownRegulations(), options);
  print(door.url);
  if (options.mutant !== undefined) print(`broken: ${options.mutant}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await door.close();
}
