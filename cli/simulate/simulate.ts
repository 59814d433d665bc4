// reglament simulate: starts the reference simulator, which runs until it is told to stop.

import { onSignal } from '../signals.ts';
import { knownRegulations, print } from '../workspace.ts';
import { startSimulator } from './simulator.ts';

/** Listens until SIGINT, SIGTERM or SIGHUP. The first line printed is the URL. */
export async function simulateCommand(options: {
  port: number;
  host: string;
  mutant?: string;
  seed?: number;
  name?: readonly string[];
  demandSignatures?: boolean;
  sendAnywhere?: boolean;
}): Promise<void> {
  const door = await startSimulator(knownRegulations(), options);
  print(door.url);
  if (options.mutant !== undefined) print(`broken: ${options.mutant}`);
  await new Promise<void>((stop) => onSignal(() => stop()));
  await door.close();
}
