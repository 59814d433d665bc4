// The database inside the process that the tests of a file share. It is an optional package, which not every machine can run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, type TestContext } from 'vitest';
import { type Database, openEmbedded } from '../../suites/audit/sql/database.ts';

/** Opens it before the tests of a file and closes it after them. What it gives tells a test the database, or skips the test with the reason. */
export function embeddedDatabase(): (test: TestContext) => Database {
  let folder = '';
  let database: Database | null = null;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reglament-chdb-'));
    database = await openEmbedded(folder).catch(() => null);
  });
  afterAll(async () => {
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return (test) => database ?? test.skip('chdb is not there, or does not run here');
}
