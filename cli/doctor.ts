// reglament doctor: tells for each operation whether the target works, before the first application is sent.
import { plainText } from '../reporters/index.ts';
import { type Diagnosis, examine } from '../suites/sut/doctor.ts';
import { connectTarget } from './target.ts';
import { knownRegulations, print, printJson } from './workspace.ts';

/** The exit code tells who has to mend a fault: those who run the portal (1), those who write the target file or module (2), or we (4). */
const EXIT_CODE = { portal: 1, network: 1, 'target file': 2, module: 2, ours: 4 } as const;

/** Examines the target, prints one line for each operation, and sets the highest of the exit codes of all culprits. */
export async function doctorCommand({ target, json }: { target: string; json?: true }): Promise<void> {
  const regulations = knownRegulations();
  const sut = await connectTarget({ target, concurrency: 1, seed: 1 }, regulations);
  try {
    const diagnoses = await examine(sut, regulations);
    if (json) printJson({ target: sut.name, operations: diagnoses });
    else for (const diagnosis of diagnoses) print(line(diagnosis));
    process.exitCode = Math.max(0, ...diagnoses.map(({ culprit }) => (culprit === null ? 0 : EXIT_CODE[culprit])));
  } finally {
    await sut.close();
  }
}

function line({ operation, standing, culprit, said }: Diagnosis): string {
  const blame = culprit === null ? '' : culprit === 'ours' ? ', ours' : `, the ${culprit}'s`;
  return `${operation.padEnd(18)} ${standing}${blame}${said === '' ? '' : `: ${plainText(said)}`}`;
}
