// Starts the reference simulator, whole or with one cell broken.

import type { Regulation } from '../../schemas/regulation.ts';
import { unknownId } from '../../schemas/unknown-id.ts';
import { createApp, createSimulator, type Listening, listen, listMutants } from '../../simulators/index.ts';

/** Starts a simulator that listens. @throws ConformanceError `unknown-id` where no mutant has the id, `port-in-use` */
export async function startSimulator(
  regulations: readonly Regulation[],
  options: {
    port: number;
    seed?: number;
    mutant?: string;
    host?: string;
    name?: readonly string[];
    demandSignatures?: boolean;
    sendAnywhere?: boolean;
    keepsAlive?: boolean;
  },
): Promise<Listening> {
  const mutants = options.mutant === undefined ? [] : listMutants(regulations);
  const mutant = mutants.find(({ id }) => id === options.mutant);
  if (options.mutant !== undefined && mutant === undefined)
    throw unknownId({
      message: `there is no mutant "${options.mutant}"`,
      ...{ key: '--mutant', value: options.mutant, known: mutants.map(({ id }) => id) },
      cure: 'list them with `reglament list mutants`',
    });
  const simulator = createSimulator({
    regulations,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(mutant === undefined ? {} : { mutant }),
    demandsSignatures: options.demandSignatures === true,
    sendsFar: options.sendAnywhere === true,
  });
  const door = await listen(createApp(simulator), {
    port: options.port,
    names: options.name ?? [],
    keepsAlive: options.keepsAlive ?? true,
    ...(options.host === undefined ? {} : { host: options.host }),
  });
  // Certificates name the address of the simulator, whose port is known only now; nobody can have sent a request yet.
  simulator.moveTo(door.url);
  return door;
}
