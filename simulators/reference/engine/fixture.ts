// Loads the fixtures that the simulator needs.
import type { Static, TSchema } from 'typebox';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadYaml } from '../../../schemas/load.ts';

/** The YAML or JSON file at a path below `fixtures/`. @throws ConformanceError when it is missing or has another shape. */
export function loadFixture<S extends TSchema>(path: string, schema: S): Static<S> {
  return loadYaml(fixturePath(path), schema).value;
}
