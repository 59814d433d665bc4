// Starts the reference simulator, whole or with one cell broken.
import { ConformanceError } from '../schemas/errors.ts';
import type { Regulation } from '../schemas/regulation.ts';
import { createApp, createSimulator, type Listening, listen, listMutants } from '../simulators/index.ts';

/** Listens with a simulator of the regulations. @throws ConformanceError `unknown-id` for a mutant, `port-in-use` */
export async function startSimulator(
  regulations: readonly Regulation[],
  options: { port: number; seed: number; mutant?: string; host?: string },
): Promise<Listening> {
  const mutant =
    options.mutant === undefined ? undefined : listMutants(regulations).find(({ id }) => id === options.mutant);
  if (options.mutant !== undefined && mutant === undefined) {
    throw new ConformanceError('unknown-id', `there is no mutant "${options.mutant}"`, {
      key: '--mutant',
      value: options.mutant,
      cure: 'list them with `reglament list mutants`',
    });
  }
  const simulator = createSimulator({ regulations, seed: options.seed, ...(mutant === undefined ? {} : { mutant }) });
  const door = await listen(createApp(simulator), {
    port: options.port,
    ...(options.host === undefined ? {} : { host: options.host }),
  });
  // The port is known only now, and nobody has asked yet.
  simulator.moveTo(door.url);
  return door;
}
