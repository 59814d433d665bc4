// Gives the tests a folder of their own for temporary files, and takes it away with all that they left there when they have ended.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const own = mkdtempSync(join(tmpdir(), 'reglament-tests-'));

/** Vitest runs it once before all tests; its workers inherit the variable. */
export function setup(): void {
  process.env.TMPDIR = own;
}

/** Vitest runs it once after all tests. */
export function teardown(): void {
  rmSync(own, { recursive: true, force: true });
}
