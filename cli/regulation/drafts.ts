// Reads the files that a command is given: imported YAML, or the texts of acts.
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Drafted } from '../../readers/draft/gathering.ts';
import { importText, importTexts } from '../../readers/import.ts';
import { MAX_TEXT_BYTES } from '../../readers/source/decoding.ts';
import { isDraft, loadDraft } from '../../schemas/draft.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { loadRegulation } from '../../schemas/load.ts';
import type { ImportedColumn } from '../../schemas/run/output.ts';
import { draftColumns, tableColumns } from '../../schemas/run/tables.ts';

const isYaml = (file: string): boolean => /\.ya?ml$/iu.test(file);

/** The drafts of the regulations that the texts hold. @throws ConformanceError `file-unreadable`, `text-unreadable` */
export const importFiles = (files: readonly string[]): Drafted[] =>
  importTexts(files.map((file) => ({ bytes: bytesOf(file), file })));

/** The columns of the tables that the files hold, whether they are finished, still open, or texts. */
export const columnsOf = (files: readonly string[]): ImportedColumn[] =>
  files.flatMap((file) => {
    if (!isYaml(file)) return importText(bytesOf(file), file).flatMap(({ draft }) => draftColumns(draft));
    return existsSync(file) && isDraft(readFileSync(file, 'utf8'))
      ? draftColumns(loadDraft(file).value)
      : tableColumns(loadRegulation(file));
  });

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
