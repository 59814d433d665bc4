// Assembles the simulator: every flow of the given regulations, ready to be driven in any number of isolated worlds.

import { createHash, randomBytes } from 'node:crypto';
import { ConformanceError } from '../../schemas/errors.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { type InputOf, type Operation, type OutputOf, WORLD_HEADER } from '../../schemas/target/driver.ts';
import type { Language } from '../../schemas/vocabulary.ts';
import { call, fetchDer } from './counterparties/call.ts';
import { createCounterpartyDoor } from './counterparties/door.ts';
import { CappedMap } from './engine/capped-map.ts';
import { readInstant } from './engine/instant.ts';
import type { Mutant } from './engine/mutation.ts';
import { loadPhrasebook } from './engine/notifications.ts';
import { loadPeople, type People } from './engine/people.ts';
import { compileProgram } from './engine/program.ts';
import { Rejection } from './engine/rejection.ts';
import { Room } from './engine/room.ts';
import { dayText, officeAt } from './engine/roster.ts';
import { once } from './operations/once.ts';
import type { Portal } from './operations/portal.ts';
import { refuseStranger } from './operations/portal.ts';
import { PERFORMERS } from './operations/table.ts';
import { World } from './operations/world.ts';

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
  /** Base URL of the certification authority's services, as it is written into certificates. Default `http://127.0.0.1`. */
  readonly origin?: string;
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
export const REMEMBERED_WORLDS = 1000;

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
  const { seed = 1 } = options;
  const secret = options.seed === undefined ? randomBytes(32).toString('hex') : String(seed);
  const people = loadPeople();
  let office = officeAt(origin, people);
  const worlds = new CappedMap<World>(REMEMBERED_WORLDS);
  const room = new Room((world) => (world instanceof World ? (worlds.dropOldestBut(world) ?? null) : null));
  let opened = 0;
  let lasting: Promise<World> | null = null;

  const worldOf = async (header: string | null): Promise<World> => {
    if (header === null) {
      lasting ??= office.issue(start).then((credentials) => new World('standing', seed, start, credentials, secret));
      return lasting;
    }
    const world = worlds.get(header);
    if (world === undefined)
      throw new Rejection(404, `${WORLD_HEADER}: no such world, or it was dropped for newer ones`);
    return world;
  };

  const counterparties = createCounterpartyDoor({
    people,
    worldOf,
    async admit(id, question, token) {
      const world = await worldOf(id);
      refuseStranger(world, question.fields.request, token);
      room.take(world, question.fields);
    },
    async officeOf(id, day) {
      const world = await worldOf(id);
      const own = { world, authority: world.credentials.authority, now: new Date(world.now) };
      if (day === null) return own;
      const dayMs = readInstant(`${day}T00:00:00Z`);
      if (dayMs === null || dayText(dayMs) !== day) throw new Rejection(404, 'path: no such day');
      const { authority } = await office.issue(dayMs);
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
    phrasebook: loadPhrasebook(),
    ...namesIn(people),
    call: (world, correspondent, message) => call(people, world, correspondent, message),
    fetchDer: (world, url, question) => fetchDer(serve, world, url, question),
    async openWorld(worldSeed, startMs) {
      opened += 1;
      const id = `world-${createHash('sha256').update(`${secret} world ${opened}`).digest('hex').slice(0, 32)}`;
      const world = new World(id, worldSeed, startMs, await office.issue(startMs), secret);
      const dropped = worlds.set(id, world);
      if (dropped !== undefined) room.release(dropped);
      return world;
    },
  };

  return {
    worldOf,
    serve,
    countWorlds: () => worlds.size,
    moveTo(listening) {
      office = officeAt(listening, people);
    },
    perform(world, { operation, key = null, ...demand }) {
      return world.exclusively(() =>
        once(world, key, { operation, ...demand }, async () => {
          if (demand.input !== null) room.take(world, demand.input);
          return PERFORMERS[operation]({ portal, world, ...demand });
        }),
      );
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
