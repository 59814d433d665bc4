// Gives every command what it works on (the regulations, the name of the tool) and prints for it.
import { fixturePath } from '../schemas/fixture.ts';
import { loadRegulations } from '../schemas/load.ts';
import type { Regulation } from '../schemas/regulation.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';
import { unknownId } from '../schemas/unknown-id.ts';
import { version } from './version.ts';

/** The folder of the regulations below `fixtures/`. */
export const REGULATIONS_FOLDER = 'regulations';

/** A cache of the package's files, which do not change while a process lives. */
const read: { regulations?: Regulation[] } = {};

/** The regulations of the package, or with an id only that one. @throws ConformanceError `unknown-id` */
export function knownRegulations(id?: string): Regulation[] {
  read.regulations ??= loadRegulations(fixturePath(REGULATIONS_FOLDER));
  const all = [...read.regulations];
  if (id === undefined) return all;
  const named = all.filter((regulation) => regulation.id === id);
  if (named.length > 0) return named;
  const known = all.map((regulation) => regulation.id);
  throw unknownId({ message: `there is no regulation "${id}"`, key: '--regulation', value: id, known });
}

/** `reglament <version>`, as reports name the tool. */
export function tool(): string {
  return `reglament ${version()}`;
}

/** Prints a value as indented JSON. */
export const printJson = (value: unknown): void => print(visibleJson(value, 2));

/** Prints a line on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
