// What all pages share: the simulators behind them, one whole and others with a broken cell, and how an operation is asked of them.
import type { Regulation } from '../../../schemas/regulation.ts';
import type { InputOf, Operation, OutputOf } from '../../../schemas/target/driver.ts';
import { CappedMap } from '../engine/capped-map.ts';
import type { Mutant } from '../engine/mutation.ts';
import type { People } from '../engine/people.ts';
import { compileProgram, type Program } from '../engine/program.ts';
import { Rejection } from '../engine/rejection.ts';
import { deriveMutants } from '../mutants/derive.ts';
import { checkInput } from '../operations/contract.ts';
import type { World } from '../operations/world.ts';
import { createSimulator, type Simulator } from '../simulator.ts';
import { type Exchanges, watch } from './exchanges.ts';
import type { Place, Visit } from './visit.ts';
import type { Words } from './words.ts';

/** When a world that is opened on the pages begins, unless the tester says another instant. */
export const BEGINS = '2013-03-15T10:00:00+06:00';

const REMEMBERED_BROKEN = 16;
/** How many worlds of a visit can be gone back to. */
const MOST_PLACES = 50;

/** The simulators and the data behind the pages. */
export class Site {
  readonly regulations: readonly Regulation[];
  readonly people: People;
  readonly exchanges: Exchanges;
  readonly #whole: Simulator;
  readonly #programs = new Map<string, Program>();
  readonly #mutants = new Map<string, readonly Mutant[]>();
  readonly #places = new WeakMap<World, Place>();
  readonly #broken = new CappedMap<Simulator>(REMEMBERED_BROKEN);

  constructor(whole: Simulator, regulations: readonly Regulation[], people: People, exchanges: Exchanges) {
    this.#whole = whole;
    this.regulations = regulations;
    this.people = people;
    this.exchanges = exchanges;
  }

  /** The regulation of an id. @throws Rejection 404 */
  regulation(id: string): Regulation {
    const found = this.regulations.find((regulation) => regulation.id === id);
    if (found === undefined) throw new Rejection(404, 'regulation: there is none of this id');
    return found;
  }

  /** The program of a flow. @throws Rejection 404 */
  program(id: string, flow: string): Program {
    const regulation = this.regulation(id);
    if (!Object.hasOwn(regulation.flows, flow)) throw new Rejection(404, 'flow: there is none of this id');
    const key = `${id}/${flow}`;
    const program = this.#programs.get(key) ?? compileProgram(regulation, flow);
    this.#programs.set(key, program);
    return program;
  }

  /** The mutants of one flow. */
  mutants(id: string, flow: string): readonly Mutant[] {
    const all = this.#mutants.get(id) ?? deriveMutants(this.regulation(id));
    this.#mutants.set(id, all);
    return all.filter((mutant) => mutant.flow === flow);
  }

  /** The mutant of an id. @throws Rejection 404 */
  mutant(id: string): Mutant {
    const [regulation = '', flow = ''] = id.split('/');
    const found = this.mutants(regulation, flow).find((mutant) => mutant.id === id);
    if (found === undefined) throw new Rejection(404, 'mutant: there is none of this id');
    return found;
  }

  /** Opens a world in the whole simulator, or in one with the cell of the mutant broken, and makes it the one of the visit. */
  async enter(
    visit: Visit,
    { seed = 1, now = BEGINS, mutant = null as Mutant | null, origin = '' } = {},
  ): Promise<Place> {
    const simulator = mutant === null ? this.#whole : this.#brokenBy(mutant, origin);
    const standing = await simulator.worldOf(null);
    const { world } = await simulator.perform(standing, {
      operation: 'openWorld',
      params: {},
      input: checkInput('openWorld', { seed, now }),
      token: null,
      language: visit.language,
    });
    return this.#goTo(visit, { world, mutant, pace: 'hurry', caughtUpAt: Date.now() });
  }

  /** Makes a world that somebody else has opened the one of the visit; for null the one of all programs that name none. @throws Rejection 404 */
  async join(visit: Visit, world: string | null): Promise<Place> {
    return this.#goTo(visit, { world, mutant: null, pace: 'hurry', caughtUpAt: Date.now() });
  }

  /** Everybody in a world shares its place, and with that how its clock goes. */
  async #goTo(visit: Visit, made: Place): Promise<Place> {
    const world = await this.simulatorOf(made).worldOf(made.world);
    const place = this.#places.get(world) ?? made;
    this.#places.set(world, place);
    this.exchanges.follow(world);
    if (!visit.places.includes(place) && visit.places.push(place) > MOST_PLACES) visit.places.shift();
    visit.place = place;
    return place;
  }

  /** The simulator that a world is in. @throws Rejection 404 where it was dropped for one with another broken cell */
  simulatorOf({ mutant }: Place): Simulator {
    if (mutant === null) return this.#whole;
    const known = this.#broken.get(mutant.id);
    if (known === undefined) throw new Rejection(404, 'world: it was dropped for newer ones; open another one');
    return known;
  }

  #brokenBy(mutant: Mutant, origin: string): Simulator {
    const known = this.#broken.get(mutant.id);
    if (known !== undefined) return known;
    const made = watch(
      createSimulator({ regulations: this.regulations, mutant, ...(origin === '' ? {} : { origin }) }),
      this.exchanges,
    );
    this.#broken.set(mutant.id, made);
    return made;
  }
}

/** What a page is made from: the site, the visit, the words of its language, and the address that was asked for. */
export interface Turn {
  readonly site: Site;
  readonly visit: Visit;
  readonly words: Words;
  /** The path of the page. */
  readonly path: string;
  readonly origin: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** Performs an operation of the driver contract in a world. @throws Rejection where the portal does not accept it */
export async function ask<O extends Operation>(
  { site, visit }: Turn,
  place: Place,
  operation: O,
  {
    input = null,
    token = null,
    params = {},
  }: { input?: unknown; token?: string | null; params?: Record<string, string> } = {},
): Promise<OutputOf<O>> {
  const checked: InputOf<O> = checkInput(operation, input);
  const { language } = visit;
  const simulator = site.simulatorOf(place);
  return simulator.perform(await simulator.worldOf(place.world), {
    operation,
    params,
    input: checked,
    token,
    language,
  });
}

/** The world of a place. @throws Rejection 404 where it was dropped for newer ones */
export const worldAt = async ({ site }: Turn, place: Place): Promise<World> =>
  site.simulatorOf(place).worldOf(place.world);
