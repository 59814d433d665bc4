// How a command ends with an error: one line, the cure, and the exit code.
import { plainText } from '../reporters/index.ts';
import { ConformanceError } from '../schemas/errors.ts';

/** Writes an error to stderr. @returns the exit code: 2 for usage and configuration, 4 for a defect of ours */
export function reportError(error: unknown): number {
  if (error instanceof ConformanceError) {
    process.stderr.write(`reglament: ${plainText(error.message)} [${error.code}]\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`reglament: a defect of reglament itself, please report it: ${text} [internal]\n`);
  return 4;
}
