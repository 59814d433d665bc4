// Writes the error with which a command ends, and gives its exit code.
import { plainText } from '../reporters/index.ts';
import { ConformanceError, ERROR_CODES } from '../schemas/errors.ts';

/** What disks and permissions answer to whoever writes; no part of ours is wrong then. */
const MACHINE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'ENAMETOOLONG', 'EMFILE']);

const isOfTheMachine = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error && MACHINE.has(String(error.code));

/** Writes an error to stderr. @returns the exit code: that of a `ConformanceError`, or 4 for any other error, which is a defect of ours */
export function reportError(error: unknown): number {
  if (error instanceof ConformanceError) {
    process.stderr.write(`reglament: ${plainText(error.message)} [${error.code}]\n`);
    return error.exitCode;
  }
  if (isOfTheMachine(error)) {
    process.stderr.write(
      `reglament: ${plainText(error.message)}; make room, or choose another place [output-unwritable]\n`,
    );
    return ERROR_CODES['output-unwritable'].exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`reglament: a defect of reglament itself, please report it: ${text} [internal]\n`);
  return 4;
}
