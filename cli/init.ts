// reglament init: writes a target file and a CI workflow to start from.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConformanceError } from '../schemas/errors.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { select } from '../suites/engine/running/selection.ts';
import { version } from './version.ts';
import { knownRegulations, print } from './workspace.ts';

const TARGET = 'portal.yaml';
/** What runs the suites every night, by the service that runs it: the file, and what it is made from. */
const WORKFLOWS = {
  github: ['.github/workflows/reglament.yml', 'nightly.github.yaml'],
  gitlab: ['.gitlab-ci.yml', 'nightly.gitlab.yaml'],
} as const;
/** The services for which a workflow can be written. */
export const CI_SERVICES = ['github', 'gitlab'] as const;

/**
 * Writes the target file and the workflow into a folder, and overwrites nothing.
 * @throws ConformanceError `unknown-id` for an unknown regulation or flow, `output-unwritable` where one of the files exists already
 */
export function initCommand(
  dir: string,
  options: { regulation: string; flow: string; ci: (typeof CI_SERVICES)[number] },
): void {
  select(knownRegulations(options.regulation), { flow: options.flow });
  const [workflow, source] = WORKFLOWS[options.ci];
  const files = [
    [TARGET, read('targets/starter.yaml').replace('[FLOW]', `[${options.regulation}/${options.flow}]`)],
    [workflow, read(source)],
  ] as const;
  for (const [name] of files) {
    if (!existsSync(join(dir, name))) continue;
    throw new ConformanceError('output-unwritable', 'there is such a file already', {
      file: join(dir, name),
      cure: 'move it away, or name another folder',
    });
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
    print(`wrote ${join(dir, name)}`);
  }
  // The workflow installs by the lock file, so that no other version, and no stranger's program of that name, ever runs.
  print(`next: npm install --save-dev --save-exact reglament@${version()}, and commit package-lock.json`);
  print(`next: put in the address and the test persons, then npx reglament doctor --target ${join(dir, TARGET)}`);
}

const read = (name: string) => readFileSync(fixturePath(name), 'utf8');
