// reglament init: writes a target file and a CI workflow to start from.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConformanceError } from '../schemas/errors.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { select } from '../suites/engine/running/selection.ts';
import { knownRegulations, print } from './workspace.ts';

const TARGET = 'portal.yaml';
const WORKFLOW = '.github/workflows/reglament.yml';

/**
 * Writes the target file and the workflow into a folder, and overwrites nothing.
 * @throws ConformanceError `unknown-id` for an unknown regulation or flow, `output-unwritable` where one of the files exists already
 */
export function initCommand(dir: string, options: { regulation: string; flow: string }): void {
  select(knownRegulations(options.regulation), { flow: options.flow });
  const files = [
    [TARGET, read('targets/starter.yaml').replace('[FLOW]', `[${options.regulation}/${options.flow}]`)],
    [WORKFLOW, read('nightly.yaml')],
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
  print(`next: put in the address and the test persons, then npx reglament doctor --target ${join(dir, TARGET)}`);
}

const read = (name: string) => readFileSync(fixturePath(name), 'utf8');
