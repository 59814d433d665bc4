// Reads the files that a command is given: imported YAML, or the texts of acts.
import { readFileSync, statSync } from 'node:fs';
import type { Drafted } from '../../readers/draft.ts';
import { importText } from '../../readers/import.ts';
import { MAX_TEXT_BYTES } from '../../readers/source/decoding.ts';
import { type Draft, loadDraft } from '../../schemas/draft.ts';
import { ConformanceError } from '../../schemas/errors.ts';

const isYaml = (file: string): boolean => /\.ya?ml$/iu.test(file);

/** The drafts of the regulations that the texts hold. @throws ConformanceError `file-unreadable`, `text-unreadable` */
export const importFiles = (files: readonly string[]): Drafted[] =>
  files.flatMap((file) => importText(bytesOf(file), file));

/** The drafts that the files hold, whether they are imported already or texts. */
export const draftsOf = (files: readonly string[]): Draft[] =>
  files.flatMap((file) =>
    isYaml(file) ? [loadDraft(file).value] : importText(bytesOf(file), file).map(({ draft }) => draft),
  );

function bytesOf(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    // A larger file is refused for its size, and needs not be read for that.
    return size > MAX_TEXT_BYTES ? new Uint8Array(size) : readFileSync(file);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConformanceError(
      'file-unreadable',
      `cannot be read (${reason})`,
      { file, value: file, cure: 'give the path of a file that exists and may be read' },
      { cause },
    );
  }
}
