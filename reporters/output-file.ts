// Writes a report file whole or not at all.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConformanceError } from '../schemas/errors.ts';

/**
 * Writes a file into a folder, which is made where it is missing. The text is written beside its place and then moved there, so that
 * nobody who reads meanwhile sees half a file.
 * @returns the path of the file
 * @throws ConformanceError `output-unwritable`
 */
export async function writeOutput(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  const draft = `${path}.partial`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(draft, text, 'utf8');
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    const details = { file: path, value: path, cure: 'give another folder with --out, or correct its permissions' };
    throw new ConformanceError('output-unwritable', `cannot be written (${reason})`, details, { cause });
  }
  return path;
}
