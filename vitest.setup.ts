// Writes what was covered when a test file ends: a worker of vitest is stopped before Node would do it.
import { takeCoverage } from 'node:v8';
import { afterAll } from 'vitest';

afterAll(() => {
  if (process.env.NODE_V8_COVERAGE !== undefined) takeCoverage();
});
