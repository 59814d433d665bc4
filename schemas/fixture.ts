// Finds the fixtures of the package, from the sources and from the built files alike.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package: the nearest one above this file that holds `fixtures/`. */
export function packageFolder(): string {
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, 'fixtures', 'keys.json'))) return folder;
  }
  return join(import.meta.dirname, '..');
}

/** The path of a file or folder below `fixtures/`. */
export const fixturePath = (path: string): string => join(packageFolder(), 'fixtures', path);
