// The version of the package. It stands alone so that the command line can tell it without loading anything else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../schemas/fixture.ts';

/** The version in package.json. */
export function version(): string {
  return JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).version;
}
