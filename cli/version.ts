// Reads the version of the package, in a file of its own so that the command line need load nothing else to print it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../schemas/fixture.ts';

/** The version in package.json. */
export function version(): string {
  return JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).version;
}
