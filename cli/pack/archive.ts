// The archive of an evidence pack: a ZIP file without compression, of which every byte follows from the files in it.
import { type Unzipped, unzipSync, type Zippable, zipSync } from 'fflate';
import { ConformanceError } from '../../schemas/errors.ts';

/** A file in an archive. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The largest archive that is read, in bytes, and the most files in it (both included). */
export const MOST_BYTES = 1_000_000_000;
const MOST_FILES = 64;

/** A name of a pack: in the archive itself, or in one folder. Nothing that it can hold leads out of where it is unpacked. */
const NAME = /^(?:[a-z0-9][a-z0-9-]*\/)?[a-z0-9][a-z0-9.-]*$/u;

/** Regular files that everybody may read, as Unix has it. */
const UNIX = 3;
const MODE = 0o100644;

/** The bytes of an archive: the same for the same files, in the same order, wherever and whenever it is made. */
export function writeArchive(files: readonly PackedFile[]): Uint8Array {
  // The format has local times and no zone, so that the first moment it knows is the same bytes in every zone.
  const mtime = new Date(1980, 0, 1);
  const options = { level: 0, mtime, os: UNIX, attrs: MODE * 0x1_0000 } as const;
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, [bytes, options]])) satisfies Zippable);
}

/**
 * The files of an archive that {@link writeArchive} has written.
 *
 * @param file the name of the archive, for errors
 *
 * @throws ConformanceError `pack-broken` for everything else: nothing of such an archive is believed, and nothing of it was written anywhere
 */
export function readArchive(bytes: Uint8Array, file: string): PackedFile[] {
  const names = new Set<string>();
  let total = 0;
  const refuse = (problem: string) => brokenPack(file, problem);
  let files: Unzipped;
  try {
    files = unzipSync(bytes, {
      filter({ name, size, originalSize, compression }) {
        const shown = JSON.stringify(name.slice(0, 100));
        if (!NAME.test(name)) throw refuse(`no pack has a file with the name ${shown}`);
        if (names.has(name)) throw refuse(`it has two files with the name ${shown}`);
        names.add(name);
        if (names.size > MOST_FILES) throw refuse(`it has more than ${MOST_FILES} files`);
        if (compression !== 0) throw refuse(`${shown} is compressed, as no pack has it`);
        total += size;
        if (size !== originalSize || total > bytes.length) throw refuse(`${shown} is larger than the archive`);
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof ConformanceError) throw cause;
    throw brokenPack(file, 'it is no ZIP file, or was cut off', cause);
  }
  const read = Object.entries(files).map(([name, content]) => ({ name, bytes: content }));
  if (Buffer.compare(writeArchive(read), bytes) === 0) return read;
  throw refuse(
    'it is not as `reglament pack` writes it: a byte of it was changed, or something was added or put elsewhere',
  );
}

/** An error about a file that is no evidence pack, or is one no more. */
export function brokenPack(file: string, problem: string, cause?: unknown): ConformanceError {
  const cure = 'have it sent again by whoever packed the run';
  return new ConformanceError('pack-broken', problem, { file, cure }, { cause });
}
