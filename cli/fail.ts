// Writes the error with which a command ends, and gives its exit code.
import { plainText } from '../reporters/index.ts';
import { ConformanceError } from '../schemas/errors.ts';

/** Writes an error to stderr. @returns the exit code: that of a `ConformanceError`, or 4 for any other error, which is a defect of ours */
export function reportError(error: unknown): number {
  if (error instanceof ConformanceError) {
    process.stderr.write(`reglament: ${plainText(error.message)} [${error.code}]\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`reglament: a defect of reglament itself, please report it: ${text} [internal]\n`);
  return 4;
}
