// Writes the files of a report, each whole or not at all.
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConformanceError } from '../schemas/errors.ts';

/** How the names of the files begin that are ours in a folder which other tools write into too. */
export const OWN = 'reglament-';

/** What is in a file: a text, which is written in UTF-8, or bytes. */
export type FileContent = string | Uint8Array;
/** What a renderer gives: the content of a file, or those of the files of a folder by their names. */
export type Rendered = FileContent | ReadonlyMap<string, FileContent>;

/** What a renderer gave, by the paths from the folder of the run. @param name the file, or the folder of several */
export function filesOf(name: string, rendered: Rendered): ReadonlyMap<string, FileContent> {
  if (typeof rendered === 'string' || rendered instanceof Uint8Array) return new Map([[name, rendered]]);
  return new Map([...rendered].map(([file, content]) => [`${name}/${file}`, content]));
}

/**
 * The files in a folder that an earlier report left and this one does not have, by their paths from the folder of the run.
 * @param files the files of this report
 */
export async function leftOver(
  folder: string,
  name: string,
  files: ReadonlyMap<string, FileContent>,
): Promise<string[]> {
  const found = await readdir(join(folder, name)).catch(() => []);
  return found
    .filter((file) => file.startsWith(OWN))
    .map((file) => `${name}/${file}`)
    .filter((path) => !files.has(path));
}

/**
 * Writes what a renderer gave into a folder, which is made where it is missing. Each file is written beside its place and then moved there,
 * so that nobody who reads meanwhile sees half a file.
 * @param name the file, or the folder of several, from which what an earlier report left is taken away
 * @returns the path of the file or folder
 * @throws ConformanceError `output-unwritable`
 */
export async function writeOutput(folder: string, name: string, rendered: Rendered): Promise<string> {
  const files = filesOf(name, rendered);
  for (const [path, content] of files) await writeWhole(join(folder, path), content);
  for (const path of await leftOver(folder, name, files)) await rm(join(folder, path), { force: true });
  return join(folder, name);
}

async function writeWhole(path: string, content: FileContent): Promise<void> {
  const draft = `${path}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, content, 'utf8');
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    const details = { file: path, value: path, cure: 'give another folder with --out, or correct its permissions' };
    throw new ConformanceError('output-unwritable', `cannot be written (${reason})`, details, { cause });
  }
}
