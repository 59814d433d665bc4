// Assembles the simulator: every flow of the given regulations, ready to be driven in any number of isolated worlds.

import { randomBytes } from 'node:crypto';
import { ConformanceError } from '../../schemas/errors.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { type InputOf, OPERATIONS, type Operation, type OutputOf } from '../../schemas/target/driver.ts';
import type { Language } from '../../schemas/vocabulary.ts';
import { call, fetchDer } from './counterparties/call.ts';
import { createCounterpartyDoor } from './counterparties/door.ts';
import { GIVEN_UP, givenUp, LAG_MS } from './counterparties/envelopes.ts';
import { CappedMap } from './engine/capped-map.ts';
import { readInstant } from './engine/instant.ts';
import type { Mutant } from './engine/mutation.ts';
import { loadPhrasebook } from './engine/notifications.ts';
import { loadPeople, type People } from './engine/people.ts';
import { compileProgram } from './engine/program.ts';
import { Rejection } from './engine/rejection.ts';
import { dayText, officeAt } from './engine/roster.ts';
import { sha256 } from './engine/sha256.ts';
import { checkInput } from './operations/contract.ts';
import { type Answered, once } from './operations/once.ts';
import type { Portal } from './operations/portal.ts';
import { refuseStranger } from './operations/portal.ts';
import { PERFORMERS } from './operations/table.ts';
import { World } from './operations/world.ts';
import { type Deed, type Envelope, isTimed, readDeed, readEnvelope, requestOf, worldOfEnvelope } from './store/deed.ts';
import type { WorldStore } from './store/store.ts';
import { certifySystem } from './surroundings.ts';
import { Worlds } from './worlds.ts';

/** How a simulator is set up. */
export interface SimulatorOptions {
  /** Default: all that come with the package. */
  readonly regulations?: readonly Regulation[];
  /** The one cell that the simulator breaks on purpose. Default none. */
  readonly mutant?: Mutant;
  /**
   * Makes everything repeatable, tokens and the names of worlds included, which everybody who knows the seed can then tell. Default: nobody
   * can tell those, and the default world, which serves requests without a world header, has the seed 1.
   */
  readonly seed?: number;
  /** When the default world starts: ISO 8601 with an offset, years 1990 to 2099. Default 2013-03-15T10:00:00+06:00. */
  readonly now?: string;
  /** Whether the counterparties refuse messages over HTTP that are not signed. Default no: a signature is checked where there is one. */
  readonly demandsSignatures?: boolean;
  /** Whether what they send of their own accord may go to any address. Default no: only to this machine and to private networks. */
  readonly sendsFar?: boolean;
  /** Base URL of the certification authority's services, as it is written into certificates. Default `http://127.0.0.1`. */
  readonly origin?: string;
  /** Where worlds are kept beyond this process. Default nowhere. */
  readonly store?: WorldStore;
  /** How many worlds are kept in memory (included). Default {@link REMEMBERED_WORLDS}. */
  readonly worlds?: number;
  /** After how many milliseconds a world that nobody asks for is kept in memory no more. Default {@link REMEMBERED_MS}. */
  readonly idleMs?: number;
}

/** A request for one operation, its input already checked against the driver contract. */
export interface Demand<O extends Operation> {
  readonly operation: O;
  readonly params: Readonly<Record<string, string>>;
  readonly input: InputOf<O>;
  readonly token: string | null;
  readonly language: Language;
  /** By what it is known where it is sent once more; null where it has no key. */
  readonly key?: string | null;
}

/** A running simulator; the HTTP door calls it. */
export interface Simulator {
  /** The world that a header value names; the default world for null. @throws Rejection 404 when it never existed or was dropped. */
  worldOf(header: string | null): Promise<World>;
  /** Performs one operation in a world, after all earlier ones there. @throws Rejection when the portal does not accept it. */
  perform<O extends Operation>(world: World, demand: Demand<O>): Promise<OutputOf<O>>;
  /** Answers a request to a counterparty or to the certification authority. */
  serve(request: Request): Promise<Response>;
  /** Sets the base URL written into certificates from now on; call it once the port is known, before the first request. */
  moveTo(origin: string): void;
  /** How many worlds there are that somebody has opened. */
  countWorlds(): number;
}

/** How many worlds are kept. Older ones are dropped, so that memory stays flat however many scenarios are run. */
export const REMEMBERED_WORLDS = 2000;
/** How long a world that nobody asks for is kept: a week, so that one of a run every night, or over a weekend, is there the next time. */
const REMEMBERED_MS = 7 * 86_400_000;
/** Only what was sent last can be sent once more by whoever lost the answer. */
const REMEMBERED_OPENINGS = 64;
/** The name of the default world. */
const STANDING = 'standing';

/**
 * Makes a simulator.
 *
 * @throws ConformanceError `regulation-inconsistent` when a flow cannot be walked, `usage` for a start outside the clock's years
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { regulations = loadRegulations(fixturePath('regulations')) } = options;
  const { now = '2013-03-15T10:00:00+06:00', origin = 'http://127.0.0.1', mutant = null } = options;
  const start = readInstant(now);
  if (start === null) {
    throw new ConformanceError('usage', 'is no instant of the years 1990 to 2099', { key: 'now', value: now });
  }
  const { seed = 1, store = null } = options;
  const fresh = options.seed === undefined ? randomBytes(32).toString('hex') : String(seed);
  const people = loadPeople();
  const phrasebook = loadPhrasebook();
  store?.bind({
    ...{ seed: String(options.seed ?? 'none'), start: now, mutant: mutant?.id ?? 'none' },
    regulations: sha256(JSON.stringify([regulations, people, phrasebook])),
  });
  const secret = store?.secret(fresh) ?? fresh;
  let base = origin;
  let opened = store?.lastNumber() ?? 0;
  /** What was answered to openings of worlds; they belong to no world, so they are no deed of the one that they are asked in. */
  const openings: Answered = { answered: new CappedMap(REMEMBERED_OPENINGS) };

  const worlds = new Worlds({
    ...{ most: options.worlds ?? REMEMBERED_WORLDS, idleMs: options.idleMs ?? REMEMBERED_MS, store },
    standing: { id: STANDING, number: 0, seed, start, origin },
    make: async ({ id, seed: own, start: at, origin: named }) =>
      new World(id, own, at, await officeAt(named, people).issue(at), secret),
    redo: (world, deed) => redo(world, readDeed(deed)),
  });
  const worldOf = (header: string | null): Promise<World> => worlds.find(header ?? STANDING);

  /** Worlds in which something is done again; whoever was told of it then is not told once more. */
  const redone = new WeakSet<object>();
  const counterparties = createCounterpartyDoor({
    people,
    worldOf: (id) => worlds.within(id ?? STANDING),
    async admit(id, question, token) {
      const world = await worlds.within(id ?? STANDING);
      refuseStranger(world, question.fields.request, token);
      worlds.take(world, question.fields);
    },
    demandsSignatures: options.demandsSignatures === true,
    sendsFar: options.sendsFar === true,
    sends: (world) => !redone.has(world),
    async gatewayKey(id) {
      const world = await worlds.within(id ?? STANDING);
      return certifySystem(world.credentials.authority, new Date(start), { key: 'gateway', name: 'ШЭП' });
    },
    async officeOf(id, day) {
      const world = await worlds.within(id ?? STANDING);
      const own = { world, authority: world.credentials.authority, now: new Date(world.now) };
      if (day === null) return own;
      const dayMs = readInstant(`${day}T00:00:00Z`);
      if (dayMs === null || dayText(dayMs) !== day) throw new Rejection(404, 'path: no such day');
      const { authority } = await officeAt(base, people).issue(dayMs);
      // A client that names no world cannot know its clock, so the services of a day answer as of the beginning of that day.
      const isOwnClock = id !== null || day === dayText(start);
      return { world, authority, now: isOwnClock ? own.now : new Date(dayMs) };
    },
  });
  const serve = async (request: Request): Promise<Response> => counterparties.fetch(request);

  const portal: Portal = {
    regulations: new Map(regulations.map((regulation) => [regulation.id, regulation])),
    programs: new Map(
      regulations.flatMap((regulation) =>
        Object.keys(regulation.flows).map((flow) => [
          `${regulation.id}/${flow}`,
          compileProgram(regulation, flow, mutant),
        ]),
      ),
    ),
    accounts: new Map(people.accounts.map((account) => [account.id, account])),
    phrasebook,
    ...namesIn(people),
    call: (world, correspondent, message) => call(people, world, correspondent, message),
    fetchDer: (world, url, question) => fetchDer(serve, world, url, question),
    async openWorld(worldSeed, startMs) {
      opened += 1;
      const id = `world-${sha256(`${secret} world ${opened}`).slice(0, 32)}`;
      return worlds.open({ id, number: opened, seed: worldSeed, start: startMs, origin: base });
    },
  };

  const performIn = <O extends Operation>(world: World, { operation, key = null, ...demand }: Demand<O>) => {
    const isOpening = operation === 'openWorld';
    const [answers, ownKey] = isOpening ? [openings, key === null ? null : `${world.id} ${key}`] : [world, key];
    return once(answers, ownKey, { operation, ...demand }, async () => {
      if (demand.input !== null && !isOpening) worlds.take(world, demand.input);
      return PERFORMERS[operation]({ portal, world, ...demand });
    });
  };

  const deliver = async (envelope: Envelope, signal: AbortSignal) => {
    const { status, headers, body } = await counterparties.fetch(requestOf(envelope, signal));
    const bytes = Buffer.from(await new Response(body).arrayBuffer()).toString('base64');
    return { status, headers: Object.fromEntries(headers), bytes };
  };

  /** Does again what was done in a world, which comes back from the store. */
  const redo = async (world: World, deed: Deed): Promise<unknown> => {
    redone.add(world);
    try {
      if ('envelope' in deed) return await deliver(deed.envelope, AbortSignal.abort());
      const { operation, input, ...demand } = deed.demand;
      return await performIn(world, { operation, input: checkInput(operation, input), ...demand });
    } finally {
      redone.delete(world);
    }
  };

  /** Takes an envelope as a deed of its world. What hangs does so outside, where it keeps nobody for long from that world. */
  const take = async (envelope: Envelope, signal: AbortSignal): Promise<Response> => {
    const deed = { text: JSON.stringify({ envelope }), reads: false, timed: isTimed(envelope) };
    const { status, headers, bytes } = await worlds.deed(worldOfEnvelope(envelope) ?? STANDING, deed, () =>
      deliver(envelope, AbortSignal.timeout(LAG_MS + 1000)),
    );
    if (status === 500 && Buffer.from(bytes, 'base64').includes(GIVEN_UP)) await givenUp(signal);
    return new Response(Buffer.from(bytes, 'base64'), { status, headers });
  };

  return {
    worldOf,
    async serve(request) {
      const envelope = store === null ? null : await readEnvelope(request);
      return envelope === null ? counterparties.fetch(request) : take(envelope, request.signal);
    },
    countWorlds: () => worlds.size,
    moveTo(listening) {
      base = listening;
    },
    perform(world, demand) {
      if (demand.operation === 'openWorld') return performIn(world, demand);
      const text = store === null ? '' : JSON.stringify({ demand });
      const reads = OPERATIONS[demand.operation].method === 'GET';
      return worlds.deed(world.id, { text, reads }, (own) => performIn(own, demand));
    },
  };
}

/** The names that documents print: of the provider with its authorised person, and of those who apply. */
function namesIn({ holders, official }: People): Pick<Portal, 'provider' | 'names'> {
  const {
    bin = '',
    iin: head = '',
    organisation: name = '',
    commonName: signatory = '',
  } = holders[official.holder] ?? {};
  // Whoever acts for an organisation is known by their own number too, and the organisation by its own.
  const known = Object.values(holders).flatMap(({ iin, bin: own, commonName, givenName, organisation }) =>
    own !== undefined && organisation !== undefined
      ? [[own, organisation] as const]
      : iin === undefined
        ? []
        : [[iin, [commonName, givenName].join(' ').trim()] as const],
  );
  return { provider: { bin, name, head, signatory }, names: new Map(known) };
}
