// Finds the fixtures of the package, from the sources and from the built files alike.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Static, TSchema } from 'typebox';
import { loadYaml } from '../../schemas/load.ts';

/** The YAML or JSON file at a path below `fixtures/`. @throws ConformanceError when it is missing or has another shape. */
export function loadFixture<S extends TSchema>(path: string, schema: S): Static<S> {
  return loadYaml(join(fixturesFolder(), path), schema).value;
}

function fixturesFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  let folder = start;
  while (!existsSync(join(folder, 'fixtures', 'keys.json'))) {
    const above = dirname(folder);
    // The loader then says which file is missing, and from where.
    if (above === folder) return join(start, 'fixtures');
    folder = above;
  }
  return join(folder, 'fixtures');
}
