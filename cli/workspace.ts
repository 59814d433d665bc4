// Gives every command what it works on (the regulations, the name of the tool) and prints for it.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadFinished } from '../schemas/draft.ts';
import { ConformanceError } from '../schemas/errors.ts';
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

/** The variable that holds what `--regulations` names, so that the workers of a command see it too. */
const BROUGHT = 'REGLAMENT_REGULATIONS';

/** Brings the regulations of a file or folder in beside those of the package, or takes them away again (null). */
export function bringRegulations(path: string | null): void {
  if (path === null) delete process.env[BROUGHT];
  else process.env[BROUGHT] = path;
  delete read.regulations;
}

function broughtRegulations(own: readonly Regulation[]): Regulation[] {
  const path = process.env[BROUGHT];
  if (path === undefined || path === '') return [];
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const files = isFolder
    ? readdirSync(path)
        .filter((name) => /\.ya?ml$/u.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];
  const known = new Set(own.map(({ id }) => id));
  return files.map((file) => {
    const regulation = loadFinished(file);
    if (known.has(regulation.id))
      throw new ConformanceError('regulation-inconsistent', `the id ${regulation.id} is taken`, {
        file,
        key: 'id',
        value: regulation.id,
        cure: 'give the regulation an id of its own',
      });
    known.add(regulation.id);
    return regulation;
  });
}

/** The regulations of the package and those brought in, or with an id only that one. @throws ConformanceError `unknown-id` */
export function knownRegulations(id?: string): Regulation[] {
  if (read.regulations === undefined) {
    const own = loadRegulations(fixturePath(REGULATIONS_FOLDER));
    read.regulations = [...own, ...broughtRegulations(own)];
  }
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
