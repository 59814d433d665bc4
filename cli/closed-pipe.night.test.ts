// A reader that goes away, as head does, costs a command its output and nothing else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ended, scratch, start } from './spawned.ts';

const LOST = `export const target = {
  name: 'lost',
  description: { contract: 'reglament-driver/1', name: 'lost', flows: [], controls: [], languages: ['ru'] },
  openDrive: () => Promise.reject(new Error('lost')),
  close: async () => undefined,
};`;

// Most of it is the start of a process, so that they start together.
it.concurrent.each([
  [['list', 'assertions'], 0],
  [['tables', '--json'], 0],
  [['doctor', '--target', 'lost.mjs'], 2],
])('%j ends quietly, with its own exit code', async (args, code) => {
  const cwd = scratch();
  writeFileSync(join(cwd, 'lost.mjs'), LOST);
  const child = start(args, cwd);
  child.stdout?.destroy();
  expect(await ended(child)).toEqual({ code, stdout: '', stderr: '' });
});
