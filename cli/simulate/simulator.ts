// Starts the reference simulator, whole or with one cell broken.
import { ConformanceError } from '../../schemas/errors.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { createApp, createSimulator, type Listening, listen, listMutants } from '../../simulators/index.ts';

/** Starts a simulator that listens. @throws ConformanceError `unknown-id` where no mutant has the id, `port-in-use` */
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
  // Certificates name the address of the simulator, whose port is known only now; nobody can have sent a request yet.
  simulator.moveTo(door.url);
  return door;
}
