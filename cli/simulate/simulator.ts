// Starts the reference simulator, whole or with one cell broken.

import { Hono } from 'hono';
import type { Regulation } from '../../schemas/regulation.ts';
import { unknownId } from '../../schemas/unknown-id.ts';
import {
  createApp,
  createSigningClient,
  createSimulator,
  createSite,
  type Listening,
  listen,
  listMutants,
  openStore,
  SIGNING_PATH,
  serverCredentials,
} from '../../simulators/index.ts';
import { version } from '../version.ts';

/** Starts a simulator that listens. @throws ConformanceError `unknown-id` where no mutant has the id, `store-unusable`, `port-in-use` */
export async function startSimulator(
  regulations: readonly Regulation[],
  options: {
    port: number;
    seed?: number;
    mutant?: string;
    host?: string;
    name?: readonly string[];
    store?: string;
    keepsAlive?: boolean;
    ncalayer?: number;
    /** Whether a browser gets pages; default no. */
    pages?: boolean;
  },
): Promise<Listening & { readonly signing: { readonly url: string; readonly root: string } | null }> {
  const mutants = options.mutant === undefined ? [] : listMutants(regulations);
  const mutant = mutants.find(({ id }) => id === options.mutant);
  if (options.mutant !== undefined && mutant === undefined)
    throw unknownId({
      message: `there is no mutant "${options.mutant}"`,
      ...{ key: '--mutant', value: options.mutant, known: mutants.map(({ id }) => id) },
      cure: 'list them with `reglament list mutants`',
    });
  const store = options.store === undefined ? null : await openStore(options.store, version());
  const simulator = createSimulator({
    regulations,
    ...(store === null ? {} : { store }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(mutant === undefined ? {} : { mutant }),
  });
  const door = await listen(options.pages === true ? createSite(simulator, regulations) : createApp(simulator), {
    port: options.port,
    names: options.name ?? [],
    keepsAlive: options.keepsAlive ?? true,
    sockets: createSigningClient(simulator, SIGNING_PATH),
    ...(options.host === undefined ? {} : { host: options.host }),
  });
  // Certificates name the address of the simulator, whose port is known only now; nobody can have sent a request yet.
  simulator.moveTo(door.url);
  const stop = async (): Promise<void> => {
    await door.close();
    store?.close();
  };
  if (options.ncalayer === undefined) return { url: door.url, signing: null, close: stop };
  const { root, ...tls } = await serverCredentials(door.url, new Date());
  const signing = await listen(new Hono(), {
    ...{ port: options.ncalayer, names: options.name ?? [], keepsAlive: options.keepsAlive ?? true, tls },
    sockets: createSigningClient(simulator, null),
    ...(options.host === undefined ? {} : { host: options.host }),
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    url: door.url,
    signing: { url: signing.url.replace(/^https/u, 'wss'), root },
    async close() {
      await signing.close();
      await stop();
    },
  };
}
