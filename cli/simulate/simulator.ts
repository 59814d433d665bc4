// Starts the reference simulator, whole or with one cell broken.

import { Hono } from 'hono';
import { ConformanceError } from '../../schemas/errors.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { unknownId } from '../../schemas/unknown-id.ts';
import {
  createApp,
  createNodeDoor,
  createService,
  createSigningClient,
  createSimulator,
  createSite,
  type Listening,
  type Logged,
  listen,
  listMutants,
  onlyParts,
  openStore,
  PARTS,
  type Part,
  readProxies,
  SIGNING_PATH,
  serverCredentials,
} from '../../simulators/index.ts';
import { version } from '../version.ts';

/** How many requests a second are taken where others than this machine can ask: more than a run of the suites sends to a portal of tests. */
const RATE = 200;

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
    demandSignatures?: boolean;
    sendAnywhere?: boolean;
    keepsAlive?: boolean;
    ncalayer?: number;
    /** Whether a browser gets pages; default no. */
    pages?: boolean;
    only?: readonly string[];
    /** Requests a second from one client, and for one world. Default any number on the loopback, {@link RATE} elsewhere. */
    rate?: number;
    /** The proxies that are believed which client a request is of, as `readProxies` takes them. Default none. */
    trustProxy?: readonly string[];
    /** What is told of every answer, where it runs as a service. */
    service?: { readonly log?: (answered: Logged) => void };
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
    demandsSignatures: options.demandSignatures === true,
    sendsFar: options.sendAnywhere === true,
  });
  const parts = partsOf(options.only ?? []);
  const contract = createApp(simulator);
  const whole =
    options.pages === true
      ? createSite(simulator, regulations)
      : { fetch: contract.fetch, node: createNodeDoor(simulator) };
  const chosen = parts.length === 0 ? whole : onlyParts(contract, parts);
  const app =
    options.service === undefined
      ? chosen
      : createService({ ...options.service, routes: contract, app: chosen, countWorlds: simulator.countWorlds });
  const isNear = options.host === undefined || /^(?:127\.|localhost$|::1$)/u.test(options.host);
  const perSecond = options.rate ?? (isNear ? undefined : RATE);
  if (options.trustProxy !== undefined && perSecond === undefined) {
    const cure = 'give --rate with it, or leave it out';
    const value = options.trustProxy.join(',');
    throw new ConformanceError('usage', 'there is no limit for which it would matter', {
      key: '--trust-proxy',
      value,
      cure,
    });
  }
  const limited = perSecond === undefined ? {} : { perSecond };
  const signs = parts.length === 0 || parts.includes('signing-client');
  const door = await listen(app, {
    port: options.port,
    names: options.name ?? [],
    keepsAlive: options.keepsAlive ?? true,
    ...limited,
    ...(options.trustProxy === undefined ? {} : { trustedProxies: readProxies(options.trustProxy) }),
    ...(signs ? { sockets: createSigningClient(simulator, SIGNING_PATH) } : {}),
    ...(options.host === undefined ? {} : { host: options.host }),
  });
  // Certificates name the address of the simulator, whose port is known only now; nobody can have sent a request yet.
  simulator.moveTo(door.url);
  const close = async (): Promise<void> => {
    await door.close();
    store?.close();
  };
  if (options.ncalayer === undefined)
    return {
      ...{ url: door.url, signing: null, close },
      async stop(graceMs) {
        await door.stop(graceMs);
        store?.close();
      },
    };
  const { root, ...tls } = await serverCredentials(door.url, new Date());
  const signing = await listen(new Hono(), {
    ...{ port: options.ncalayer, names: options.name ?? [], keepsAlive: options.keepsAlive ?? true, tls },
    ...limited,
    sockets: createSigningClient(simulator, null),
    ...(options.host === undefined ? {} : { host: options.host }),
  }).catch(async (error) => {
    await close();
    throw error;
  });
  return {
    url: door.url,
    signing: { url: signing.url.replace(/^https/u, 'wss'), root },
    async close() {
      await signing.close();
      await close();
    },
    async stop(graceMs) {
      await Promise.all([door.stop(graceMs), signing.stop(graceMs)]);
      store?.close();
    },
  };
}

/** The parts of these names. @throws ConformanceError `unknown-id` */
function partsOf(names: readonly string[]): Part[] {
  return names.map((name) => {
    const part = PARTS.find((known) => known === name);
    if (part !== undefined) return part;
    throw unknownId({ message: `the simulator has no part "${name}"`, key: '--only', value: name, known: PARTS });
  });
}
