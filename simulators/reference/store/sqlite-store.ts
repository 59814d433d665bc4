// Keeps worlds in a file of SQLite, one transaction for all that is waiting, each on the disk before it is answered.
import type BetterSqlite from 'better-sqlite3';
import { ConformanceError } from '../../../schemas/errors.ts';
import type { KeptDeed, Opening, WorldStore } from './store.ts';

/** What a file is known by as ours ("regl"), and the version of its tables. */
const APPLICATION = 0x7265676c;
const LAYOUT = 1;
/** How many worlds are kept besides the default one (included), and how large they may be in all; the oldest make place. */
const MOST_WORLDS = 10_000;
const MOST_BYTES = 4_000_000_000;
/** How many deeds are read at once; each may have a megabyte. */
const PAGE = 50;

const TABLES = `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE worlds (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, seed TEXT NOT NULL, start INTEGER NOT NULL, origin TEXT NOT NULL);
  CREATE TABLE deeds (n INTEGER PRIMARY KEY, world INTEGER NOT NULL REFERENCES worlds ON DELETE CASCADE, deed TEXT NOT NULL, answer TEXT NOT NULL);
  CREATE INDEX deeds_of ON deeds (world, n);
`;

/** How a store is limited. */
export interface StoreLimits {
  /** Default 10,000. */
  readonly mostWorlds?: number;
  /** Default 4 GB. */
  readonly mostBytes?: number;
}

/**
 * Opens a store, or makes it where there is no file.
 * @param version of the program; another one may answer otherwise
 * @throws ConformanceError `store-unusable`
 */
export async function openStore(file: string, version: string, limits: StoreLimits = {}): Promise<WorldStore> {
  const Database = await driver(file);
  return attempt(file, () => {
    const db = new Database(file, { timeout: 0 });
    try {
      prepare(db, file);
      const store = new SqliteStore(db, file, limits);
      store.bind({ version });
      return store;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

async function driver(file: string): Promise<typeof BetterSqlite> {
  try {
    const { default: Database } = await import('better-sqlite3');
    // The package may be there without what has to be built for the machine, which it looks for only now.
    new Database(':memory:').close();
    return Database;
  } catch (cause) {
    const details = { file, key: '--store', cure: 'install it: npm install better-sqlite3' };
    throw new ConformanceError('store-unusable', 'the package better-sqlite3 is missing or not built', details, {
      cause,
    });
  }
}

function prepare(db: BetterSqlite.Database, file: string): void {
  const refuse = (problem: string, cure: string) => new ConformanceError('store-unusable', problem, { file, cure });
  const setting = (name: string): unknown => db.pragma(name, { simple: true });
  // One process alone: two would each have the worlds in memory, and differ.
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  const isFresh = setting('schema_version') === 0;
  if (!isFresh && setting('application_id') !== APPLICATION)
    throw refuse('it is a database of something else', 'give another file');
  if (!isFresh && setting('user_version') !== LAYOUT)
    throw refuse(`it has the layout ${setting('user_version')}, not ${LAYOUT}`, 'use the version that wrote it');
  if (setting('quick_check(1)') !== 'ok') throw refuse('it is damaged', 'restore it, or give another file');
  db.transaction(() => {
    if (isFresh) db.exec(TABLES);
    // A write takes the lock, so that a second process is told at once.
    db.pragma(`application_id = ${APPLICATION}`);
    db.pragma(`user_version = ${LAYOUT}`);
  }).immediate();
}

/** Does what SQLite may refuse. @throws ConformanceError `store-unusable` */
function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ConformanceError) throw cause;
    const code = String(Object(cause).code ?? '');
    const [problem, cure] = /^SQLITE_(?:BUSY|LOCKED)/u.test(code)
      ? ['it is open in another process', 'end that one, or give another file']
      : /^SQLITE_(?:NOTADB|CORRUPT)/u.test(code)
        ? ['it is damaged, or no database of SQLite', 'restore it, or give another file']
        : [`it cannot be opened (${cause instanceof Error ? cause.message : code})`, 'correct the path or permissions'];
    throw new ConformanceError('store-unusable', problem, { file, cure }, { cause });
  }
}

interface Waiting {
  readonly write: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

class SqliteStore implements WorldStore {
  readonly #db: BetterSqlite.Database;
  readonly #file: string;
  readonly #limits: Required<StoreLimits>;
  readonly #statements;
  #waiting: Waiting[] = [];

  constructor(db: BetterSqlite.Database, file: string, limits: StoreLimits) {
    this.#db = db;
    this.#file = file;
    this.#limits = { mostWorlds: MOST_WORLDS, mostBytes: MOST_BYTES, ...limits };
    this.#statements = {
      fact: db.prepare<[string], { value: string }>('SELECT value FROM facts WHERE name = ?'),
      state: db.prepare<[string, string]>('INSERT INTO facts VALUES (?, ?)'),
      last: db.prepare<[], { seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'worlds'"),
      add: db.prepare<[number, string, string, number, string]>('INSERT INTO worlds VALUES (?, ?, ?, ?, ?)'),
      opening: db.prepare<[string], Omit<Opening, 'seed'> & { seed: string }>('SELECT * FROM worlds WHERE id = ?'),
      count: db.prepare<[], { worlds: number }>('SELECT count(*) AS worlds FROM worlds'),
      oldest: db.prepare<[string], { number: number; id: string }>(
        'SELECT number, id FROM worlds WHERE number > 0 AND id <> ? ORDER BY number LIMIT 1',
      ),
      drop: db.prepare<[number]>('DELETE FROM worlds WHERE number = ?'),
      append: db.prepare<[string, string, string]>(
        'INSERT INTO deeds (world, deed, answer) VALUES ((SELECT number FROM worlds WHERE id = ?), ?, ?)',
      ),
      deeds: db.prepare<[string, number, number], KeptDeed>(
        'SELECT n, deed, answer FROM deeds WHERE world = (SELECT number FROM worlds WHERE id = ?) AND n > ? ORDER BY n LIMIT ?',
      ),
    };
  }

  bind(identity: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(identity)) {
      const known = this.#fact(`identity ${name}`, value);
      if (known === value) continue;
      const details = { file: this.#file, key: name, value, cure: 'start as it was first, or give another file' };
      throw new ConformanceError('store-unusable', `it was written with ${known}, and this is ${value}`, details);
    }
  }

  secret(fresh: string): string {
    return this.#fact('secret', fresh);
  }

  lastNumber(): number {
    return this.#statements.last.get()?.seq ?? 0;
  }

  async add({ number, id, seed, start, origin }: Opening): Promise<readonly string[]> {
    const dropped: string[] = [];
    await this.#commit(() => {
      this.#statements.add.run(number, id, String(seed), start, origin);
      while (this.#isFull()) {
        const oldest = this.#statements.oldest.get(id);
        if (oldest === undefined) break;
        this.#statements.drop.run(oldest.number);
        dropped.push(oldest.id);
      }
    });
    return dropped;
  }

  opening(id: string): Opening | null {
    const found = this.#statements.opening.get(id);
    return found === undefined ? null : { ...found, seed: Number(found.seed) };
  }

  append(world: string, deed: string, answer: string): Promise<void> {
    return this.#commit(() => void this.#statements.append.run(world, deed, answer));
  }

  async *deeds(world: string): AsyncGenerator<KeptDeed> {
    for (let after = 0, page = this.#page(world, after); page.length > 0; page = this.#page(world, after)) {
      yield* page;
      after = page.at(-1)?.n ?? after;
    }
  }

  close(): void {
    this.#flush();
    this.#db.close();
  }

  #page(world: string, after: number): KeptDeed[] {
    return this.#statements.deeds.all(world, after, PAGE);
  }

  /** A fact as it was stated first. */
  #fact(name: string, value: string): string {
    const known = this.#statements.fact.get(name)?.value;
    if (known === undefined) this.#statements.state.run(name, value);
    return known ?? value;
  }

  #isFull(): boolean {
    const setting = (name: string) => Number(this.#db.pragma(name, { simple: true }));
    const bytes = (setting('page_count') - setting('freelist_count')) * setting('page_size');
    const worlds = this.#statements.count.get()?.worlds ?? 0;
    return worlds > this.#limits.mostWorlds || bytes > this.#limits.mostBytes;
  }

  /** Writes with all that waits at the same time, since the disk takes as long for many as for one. */
  #commit(write: () => void): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ write, done, failed });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const failures = new Map<Waiting, unknown>();
    try {
      this.#db.transaction(() => {
        for (const waiting of batch) this.#tryOut(waiting, failures);
      })();
    } catch (error) {
      for (const waiting of batch) failures.set(waiting, error);
    }
    for (const waiting of batch)
      if (failures.has(waiting)) waiting.failed(failures.get(waiting));
      else waiting.done();
  }

  /** Writes within the transaction of all; what fails is undone alone. */
  #tryOut(waiting: Waiting, failures: Map<Waiting, unknown>): void {
    try {
      this.#db.transaction(waiting.write)();
    } catch (error) {
      failures.set(waiting, error);
    }
  }
}
