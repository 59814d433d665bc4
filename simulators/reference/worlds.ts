// Keeps the worlds of a simulator: those in use in memory, and all of them in a store where there is one.
import { ConformanceError } from '../../schemas/errors.ts';
import { WORLD_HEADER } from '../../schemas/target/driver.ts';
import { Rejection } from './engine/rejection.ts';
import { Room, type Tenant } from './engine/room.ts';
import { sha256 } from './engine/sha256.ts';
import type { World } from './operations/world.ts';
import type { Opening, WorldStore } from './store/store.ts';

/** What the worlds of a simulator are made and moved by. */
export interface WorldsOptions {
  /** How many are kept in memory (included). */
  readonly most: number;
  /** After how many milliseconds without use one makes place. */
  readonly idleMs: number;
  /** The default world, which is there from the beginning and is never dropped. */
  readonly standing: Opening;
  /** Default none: then a world that is not in memory is gone. */
  readonly store: WorldStore | null;
  /** Makes a world as it was opened. */
  make(opening: Opening): Promise<World>;
  /** Does again in a world what was done there. @returns the answer of now, or the rejection */
  redo(world: World, deed: string): Promise<unknown>;
}

/** One world in memory. Nobody may lose it while somebody is at work in it, or there would be two of it. */
interface Kept {
  readonly world: World;
  users: number;
  /** When it was last asked for, by the clock of the machine. */
  usedAt: number;
}

/** One world that comes back: as far as it has come, and whole. */
interface Coming {
  half: World | null;
  readonly whole: Promise<World>;
}

/** The worlds of one simulator. */
export class Worlds {
  readonly #options: WorldsOptions;
  /** Those in memory, the one that has been idle longest first. */
  readonly #kept = new Map<string, Kept>();
  /** Those that come back from the store, which their own questions to the authority reach half done. */
  readonly #coming = new Map<string, Coming>();
  readonly #room = new Room((tenant) => this.#dropIdlest(tenant) !== null);

  constructor(options: WorldsOptions) {
    this.#options = options;
  }

  /** How many are in memory that somebody has opened, which nobody has the standing one. */
  get size(): number {
    this.#dropForgotten();
    return this.#kept.size - (this.#kept.has(this.#options.standing.id) ? 1 : 0);
  }

  /** Adds a world; it is in the store when this ends. */
  async open(opening: Opening): Promise<World> {
    const { make, store } = this.#options;
    const world = await make(opening);
    if (store !== null) for (const id of await store.add(opening)) this.#forget(id);
    this.#keep(world);
    return world;
  }

  /** The world of that id. @throws Rejection 404 where it never was, or was dropped */
  async find(id: string): Promise<World> {
    return this.#present(id) ?? this.#comeBack(id).whole;
  }

  /** The same for those who ask on behalf of the world itself: while it comes back they meet it as far as it has come. */
  async within(id: string): Promise<World> {
    return this.#present(id) ?? this.#coming.get(id)?.half ?? this.find(id);
  }

  /** Works in a world after all earlier work there. @throws Rejection 404, and what the work throws */
  async use<T>(id: string, work: (world: World) => Promise<T>): Promise<T> {
    const world = await this.find(id);
    const kept = this.#kept.get(id);
    if (kept === undefined) return this.use(id, work);
    kept.users += 1;
    try {
      // Where it has been forgotten meanwhile, the store alone knows how it stands.
      return await world.exclusively(() => (this.#kept.get(id) === kept ? work(world) : this.use(id, work)));
    } finally {
      kept.users -= 1;
    }
  }

  /**
   * Works in a world after all earlier work there, and keeps the deed: it is in the store when this ends, be it by an answer or by a
   * rejection. What only reads, and finds nothing that the clock has moved on, is not kept. The answer to what is timed, which real time
   * decides too, is not known again.
   */
  deed<T>(
    id: string,
    deed: { readonly text: string; readonly reads: boolean; readonly timed?: boolean },
    work: (world: World) => Promise<T>,
  ) {
    return this.use(id, async (world): Promise<T> => {
      const { store } = this.#options;
      if (store === null) return work(world);
      const before = world.stirred;
      const done = await settled(work(world));
      const isKept = deed.reads ? world.stirred !== before && !world.seen.has(deed.text) : true;
      if (deed.reads) world.seen.add(deed.text);
      else world.seen.clear();
      if (isKept) await this.#write(world, deed.text, deed.timed === true ? '' : digestOf(done));
      if ('error' in done) throw done.error;
      return done.value;
    });
  }

  /** Takes room in a world for an input. @throws Rejection 429 */
  take(world: World, input: unknown): void {
    this.#room.take(world, input);
  }

  async #write(world: World, text: string, answer: string): Promise<void> {
    try {
      await this.#options.store?.append(world.id, text, answer);
    } catch (error) {
      // In memory it is ahead of the store now, and nobody may see it so.
      this.#forget(world.id);
      throw new Rejection(503, `store: it cannot be written (${error instanceof Error ? error.message : 'unknown'})`);
    }
  }

  #present(id: string): World | undefined {
    this.#dropForgotten();
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    kept.usedAt = performance.now();
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    return kept.world;
  }

  #comeBack(id: string): Coming {
    const known = this.#coming.get(id);
    if (known !== undefined) return known;
    const { store, standing } = this.#options;
    const opening = store?.opening(id) ?? null;
    if (opening === null && id === standing.id) {
      const coming = { half: null, whole: this.open(standing).finally(() => this.#coming.delete(id)) };
      this.#coming.set(id, coming);
      return coming;
    }
    if (opening === null) throw new Rejection(404, `${WORLD_HEADER}: no such world, or it was dropped for newer ones`);
    const coming: Coming = { half: null, whole: Promise.resolve().then(() => this.#redoAll(opening, coming)) };
    this.#coming.set(id, coming);
    return coming;
  }

  async #redoAll(opening: Opening, coming: Coming): Promise<World> {
    const { store, make, redo } = this.#options;
    const world = await make(opening);
    coming.half = world;
    try {
      for await (const { n, deed, answer } of store?.deeds(opening.id) ?? []) {
        const done = await settled(redo(world, deed));
        if (answer === '' || digestOf(done) === answer) continue;
        const cure = 'use the version that wrote it, or another file';
        throw new ConformanceError('store-unusable', `deed ${n} of ${world.id} has another answer now`, { cure });
      }
      this.#keep(world);
      return world;
    } catch (error) {
      this.#room.release(world);
      throw error;
    } finally {
      this.#coming.delete(opening.id);
    }
  }

  #keep(world: World): void {
    this.#dropForgotten();
    this.#kept.set(world.id, { world, users: 0, usedAt: performance.now() });
    while (this.#kept.size > this.#options.most) if (this.#dropIdlest(world) === null) break;
  }

  /** Drops the worlds that nobody has asked for in so long. They are looked for when another one is asked for, so that no timer runs. */
  #dropForgotten(): void {
    const { idleMs, standing, store } = this.#options;
    const since = performance.now() - idleMs;
    for (const { world, users, usedAt } of this.#kept.values()) {
      if (usedAt > since) return;
      if (users === 0 && (world.id !== standing.id || store !== null)) this.#forget(world.id);
    }
  }

  /** Drops the world that has been idle longest, but not this one. @returns it; null where every other is in use */
  #dropIdlest(but: Tenant): World | null {
    const { standing, store } = this.#options;
    for (const { world, users } of this.#kept.values()) {
      if (users > 0 || world === but || (world.id === standing.id && store === null)) continue;
      this.#forget(world.id);
      return world;
    }
    return null;
  }

  #forget(id: string): void {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    if (kept !== undefined) this.#room.release(kept.world);
  }
}

type Done<T> = { readonly value: T } | { readonly error: unknown };

const settled = <T>(work: Promise<T>): Promise<Done<T>> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

/** By what an answer is known again. */
function digestOf(done: Done<unknown>): string {
  const said =
    'value' in done
      ? ['answered', done.value]
      : done.error instanceof Rejection
        ? ['rejected', done.error.problem]
        : ['failed', String(done.error)];
  return sha256(JSON.stringify(said)).slice(0, 32);
}
