// Finds the folder `fixtures/` of the package, both from the sources and from the built files.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The root folder of the package: the nearest one above this file that has `fixtures/` in it. */
export function packageFolder(): string {
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, 'fixtures', 'keys.json'))) return folder;
  }
  return join(import.meta.dirname, '..');
}

/** The path of a file or folder below `fixtures/`. */
export const fixturePath = (path: string): string => join(packageFolder(), 'fixtures', path);
