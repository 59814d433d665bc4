// reglament doctor: tells for each operation whether the target works, before the first application is sent.
import { plainText } from '../reporters/index.ts';
import type { Exchange } from '../schemas/run/report.ts';
import type { Culprit } from '../suites/sut/blame.ts';
import { type Diagnosis, examine } from '../suites/sut/doctor.ts';
import { showExchange } from './show.ts';
import { connectTarget } from './target.ts';
import { knownRegulations, print, printJson } from './workspace.ts';

/** The exit code tells who has to mend a fault: those who run the portal (1), those who write the target file or module (2), or we (4). */
export const EXIT_CODE = { portal: 1, network: 1, 'target file': 2, module: 2, ours: 4 } as const;

/** Examines the target, prints one line for each operation, and sets the highest of the exit codes of all culprits. */
export async function doctorCommand(options: {
  target: string;
  roster?: string;
  show?: true;
  json?: true;
}): Promise<void> {
  const { show = false, json } = options;
  const regulations = knownRegulations();
  const sut = await connectTarget({ ...options, concurrency: 1, seed: 1, isOpen: show }, regulations);
  try {
    const exchanges: Exchange[] = [];
    const diagnoses = await examine(sut, regulations, (exchange) => {
      if (!show) return;
      exchanges.push(exchange);
      if (!json) print(showExchange(exchange));
    });
    if (json) printJson({ target: sut.name, operations: diagnoses, ...(show ? { exchanges } : {}) });
    else printAll(diagnoses);
    process.exitCode = Math.max(0, ...diagnoses.map(({ culprit }) => (culprit === null ? 0 : EXIT_CODE[culprit])));
  } finally {
    await sut.close();
  }
}

function printAll(diagnoses: readonly Diagnosis[]): void {
  const names = diagnoses.map(({ operation, person }) => (person === undefined ? operation : `${operation} ${person}`));
  const width = Math.max(...names.map(({ length }) => length));
  for (const [n, { standing, culprit, said }] of diagnoses.entries())
    print(`${names[n]?.padEnd(width)}  ${standing}${blameOf(culprit)}${said === '' ? '' : `: ${plainText(said)}`}`);
}

/** Whose a fault is, as it follows on the word. */
export function blameOf(culprit: Culprit | null): string {
  return culprit === null ? '' : culprit === 'ours' ? ', ours' : `, the ${culprit}'s`;
}
