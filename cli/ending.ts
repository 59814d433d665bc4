// Sees to it that no process ends without a sentence, nor with an exit code that is none of ours, whatever a module or a disk may do.
import { writeSync } from 'node:fs';
import { listenToSignals, onSignal } from './signals.ts';

/** The exit code of what was ended from outside, as shells have it for Ctrl-C. */
export const ENDED_BY_SIGNAL = 130;
// Those of `EXIT_CODES`, whose file would load a package at every start.
const USAGE = 2;
const DEFECT = 4;
const OURS: ReadonlySet<number> = new Set([0, 1, USAGE, 3, DEFECT, ENDED_BY_SIGNAL]);

const state = { isOver: false, isOutputLost: false };

/** Runs the command and watches over the end of the process. Once in a process, before anything else. */
export function watchOver(command: () => Promise<void>): void {
  for (const name of ['stdout', 'stderr'] as const)
    process[name].on('error', (error: NodeJS.ErrnoException) => {
      if (hasGone(error, process[name].isTTY) || state.isOutputLost) return;
      state.isOutputLost = true;
      say(`${name} cannot be written: ${error.message} [output-unwritable]`);
    });
  process.on('uncaughtException', (error) =>
    leave(
      DEFECT,
      `${error?.stack ?? error}\nnobody waited for this: a defect of reglament itself, or of a module that it was given [internal]`,
    ),
  );
  process.on('exit', (code) => {
    if (!state.isOver) {
      say(`a module that it was given, or a defect of reglament, ended the process with exit code ${code} [internal]`);
      process.exitCode = DEFECT;
    } else if (!OURS.has(Number(process.exitCode ?? 0))) process.exitCode = DEFECT;
    else if (state.isOutputLost && process.exitCode !== DEFECT) process.exitCode = USAGE;
  });
  listenToSignals();
  onSignal((signal) => leave(ENDED_BY_SIGNAL, `ended by ${signal}`));
  void command().then(() => {
    state.isOver = true;
  });
}

/** Ends the process at once, with a sentence. */
export function leave(code: number, sentence: string): never {
  say(sentence);
  state.isOver = true;
  process.exit(code);
}

/** Whether who reads has gone away, as head does and a terminal that is closed: the command runs to its end and keeps its exit code. */
const hasGone = ({ code }: NodeJS.ErrnoException, isTty: boolean): boolean =>
  code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || (isTty && code === 'EIO');

/** Writes to stderr at once, past the stream, which may have failed or may not be emptied any more. */
function say(sentence: string): void {
  try {
    writeSync(2, `reglament: ${sentence}\n`);
  } catch {
    // There is nobody left to tell.
  }
}
