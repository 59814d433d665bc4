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
  ncalayer?: number;
  store?: string;
}): Promise<void> {
  const door = await startSimulator(knownRegulations(), { ...options, pages: true });
  print(door.url);
  if (door.signing !== null) print(`signing client: ${door.signing.url} (trust ${door.signing.root})`);
  print(`for people: open ${door.url} in a browser`);
  if (options.mutant !== undefined) print(`broken: ${options.mutant}`);
  await new Promise<void>((stop) => onSignal(() => stop()));
  await door.close();
}
