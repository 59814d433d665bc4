// Writes a file that the user has named.
import { writeFileSync } from 'node:fs';
import { ConformanceError } from '../../schemas/errors.ts';

/** @throws ConformanceError `output-unwritable` */
export function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const details = { key: '--out', value: file, cure: 'name a file that can be written' };
    throw new ConformanceError('output-unwritable', `"${file}" cannot be written: ${why}`, details, { cause });
  }
}
