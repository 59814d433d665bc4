// A run whose disk becomes full, on a small one that is made for it: too slow for every change, so only in the night.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readJournal } from '../suites/engine/running/journal.ts';
import { reglament, scratch } from './spawned.ts';

const disk = scratch();
const isMade =
  process.env.REGLAMENT_ALL !== undefined &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', disk]).status === 0;
afterAll(() => {
  if (isMade) spawnSync('umount', [disk]);
});

it.skipIf(!isMade)('ends by itself, says why, keeps whole lines and shows what was judged', async () => {
  const out = join(disk, 'out');
  const flow = ['--regulation', 'passenger-transport-licence', '--flow', 'portal'];
  const { code, stdout, stderr } = await reglament(['run', '--target', 'simulator', ...flow, '--out', out]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/the journal cannot be written: ENOSPC.*\[output-unwritable\]/u),
  ]);
  expect(stderr).not.toContain('a defect of reglament');
  expect(stdout).toContain('incomplete');
  expect(readFileSync(join(out, 'journal.ndjson')).at(-1)).toBe(0x0a);
  const journal = readJournal(join(out, 'journal.ndjson'));
  expect([...journal].length).toBeGreaterThan(1);
  expect([journal.tail, journal.isSealed]).toEqual([null, false]);
  const again = await reglament(['report', out, '--reporter', 'terminal']);
  expect([again.code, again.stdout]).toEqual([3, expect.stringContaining('incomplete')]);
});
