// The suites against the reference simulator, which runs as a process of its own and is met as any portal is.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageFolder } from '../schemas/fixture.ts';
import { conformanceTests } from './vitest.ts';

let simulator: ChildProcess | null = null;

conformanceTests({
  async target() {
    simulator = spawn(process.execPath, [join(packageFolder(), 'dist/cli/main.js'), 'simulate', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (simulator.stdout === null) throw new Error('the simulator has no output');
    const [url] = await once(createInterface(simulator.stdout), 'line');
    return String(url);
  },
  stop: () => {
    simulator?.kill();
  },
});
