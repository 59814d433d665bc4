// Writes what a worker has covered: now and then, and when vitest ends it, for which it leaves half a second.
import { takeCoverage } from 'node:v8';
import { afterAll } from 'vitest';

const EVERY_MS = 20_000;
const LAST = Symbol.for('reglament.coverage-was-last-written');

// A worker takes one test file after the other, and this with each.
if (process.env.NODE_V8_COVERAGE !== undefined) {
  if (!Reflect.has(globalThis, LAST)) {
    Reflect.set(globalThis, LAST, Date.now());
    process.once('SIGTERM', () => process.exit());
  }
  afterAll(() => {
    if (Date.now() - Reflect.get(globalThis, LAST) < EVERY_MS) return;
    takeCoverage();
    Reflect.set(globalThis, LAST, Date.now());
  });
}
