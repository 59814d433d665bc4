// Writes a file that the user has named.
import { writeFileSync } from 'node:fs';
import { ConformanceError } from '../../schemas/errors.ts';

/** @throws ConformanceError `output-unwritable` */
export function writeOut(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const details = { key: '--out', value: file, cure: 'name a file that can be written' };
    throw new ConformanceError('output-unwritable', `"${file}" cannot be written: ${why}`, details, { cause });
  }
}
