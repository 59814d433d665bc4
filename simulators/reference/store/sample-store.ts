// Tells whether this machine has the database that worlds are kept in, which is optional; used only by tests.
import { openStore } from './sqlite-store.ts';

/** Whether a store can be opened here; without it the tests of stores are skipped. */
export const hasStores = await openStore(':memory:', '1').then(
  (store) => {
    store.close();
    return true;
  },
  () => false,
);

/** The database in a file, whatever it holds. */
export const databaseIn = async (file: string) => new (await import('better-sqlite3')).default(file);

/** Why tests of stores are skipped. */
export const NO_STORES = 'better-sqlite3 is not there, or not built for this machine';
