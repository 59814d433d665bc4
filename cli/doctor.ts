// reglament doctor: whether a target file works, before the first application is sent.
import { plainText } from '../reporters/index.ts';
import type { Diagnosis } from '../suites/sut/target/doctor.ts';
import { examine } from '../suites/sut/target/doctor.ts';
import { loadTarget } from '../suites/sut/target/load.ts';
import { print, printJson, regulations } from './workspace.ts';

/** The exit code of each culprit: whoever runs the portal mends it (1), or whoever writes the file (2), or we do (4). */
const EXIT_CODE = { portal: 1, network: 1, 'target file': 2, ours: 4 } as const;

/** Examines the target and prints one line an operation. */
export async function doctorCommand({ target, json }: { target: string; json?: true }): Promise<void> {
  const loaded = loadTarget(target, regulations());
  const diagnoses = await examine(loaded);
  if (json) printJson({ target: loaded.target.name, operations: diagnoses });
  else for (const diagnosis of diagnoses) print(line(diagnosis));
  process.exitCode = Math.max(0, ...diagnoses.map(({ culprit }) => (culprit === null ? 0 : EXIT_CODE[culprit])));
}

function line({ operation, standing, culprit, said }: Diagnosis): string {
  const blame = culprit === null ? '' : culprit === 'ours' ? ', ours' : `, the ${culprit}'s`;
  return `${operation.padEnd(18)} ${standing}${blame}${said === '' ? '' : `: ${plainText(said)}`}`;
}
