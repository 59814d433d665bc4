// The signals that ask a command to end, and who answers them.

/** Ctrl-C, the end of a service or a CI job, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

const answering: ((signal: Signal) => void)[] = [];

/** Gives the signals to `stop`, and to nobody who asked for them before. @returns what ends this */
export function onSignal(stop: (signal: Signal) => void): () => void {
  answering.push(stop);
  return () => void answering.splice(answering.indexOf(stop), 1);
}

/** Begins to listen. Once in a process. */
export function listenToSignals(): void {
  for (const signal of SIGNALS) process.on(signal, () => answering.at(-1)?.(signal));
}
