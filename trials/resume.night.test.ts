// reglament resume, from outside: a process that is killed, the lock that it leaves, a folder that is moved, an end that is an end.
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { ended, scratch, start, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import type { Report } from '../schemas/run/report.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { type DumbPortal, startPortal } from '../suites/sut/dumb-portal.ts';
import { forward } from './recorder.ts';

const SOME = ['--assertion', 'passenger-transport-licence/portal/{sign,register}/{term,once}', '--concurrency', '2'];
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let door: DumbPortal;
const served = { count: 0, at: 0, reached: () => {} };
beforeAll(async () => {
  simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
  door = await startPortal(async (response, request) => {
    served.count += 1;
    if (served.count === served.at) served.reached();
    const { status, type, body } = await forward(simulator.url, request);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
});
afterAll(async () => {
  await door.close();
  await simulator.close();
});

const RUN = () => ['run', '--target', door.url, ...SOME, '--out', 'out', '--reporter', 'json'];
const reportIn = (folder: string): Report => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
/** Waits until so many more requests have come. */
const more = (count: number) =>
  new Promise<void>((resolve) => {
    served.at = served.count + count;
    served.reached = resolve;
  });

it('goes on with a run that was killed, in another folder, and ends it', async () => {
  const cwd = scratch();
  const reached = more(60);
  const child = start(RUN(), cwd);
  const over = ended(child);
  await reached;

  const second = await within(RUN(), cwd);
  expect([second.code, second.stderr]).toEqual([2, expect.stringContaining(`process ${child.pid}`)]);
  child.kill('SIGKILL');
  await over;
  expect(existsSync(join(cwd, 'out/lock'))).toBe(true);
  const kept = readdirSync(join(cwd, 'out/unfinished')).map((name) => join(cwd, 'out/unfinished', name));
  expect(kept).not.toEqual([]);
  expect(kept.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);

  renameSync(join(cwd, 'out'), join(cwd, 'moved'));
  const resumed = await within(['resume', 'moved', '--reporter', 'json'], cwd);
  expect(resumed.stderr).toContain('it is taken over');
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(reportIn(join(cwd, 'moved')).outcome).toBe('passed');
  const journal = readJournal(join(cwd, 'moved/journal.ndjson'));
  expect([...journal].map(({ type }) => type)).toContain('run-resumed');
  expect(journal.isSealed).toBe(true);
  for (const left of ['lock', 'unfinished']) expect(existsSync(join(cwd, 'moved', left))).toBe(false);

  const again = await within(['resume', 'moved'], cwd);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('[not-resumable]')]);
});

it('goes on after Ctrl-C with the same command, and not with another one', async () => {
  const cwd = scratch();
  const reached = more(60);
  const child = start(RUN(), cwd);
  const over = ended(child);
  await reached;
  child.kill('SIGINT');
  const { code, stderr } = await over;
  expect([code, stderr]).toEqual([3, expect.stringContaining('`reglament resume out` goes on with it')]);
  expect(reportIn(join(cwd, 'out')).stopped).toContain('SIGINT');

  const other = await within([...RUN(), '--seed', '2'], cwd);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('the journal of another run')]);
  const same = await within(RUN(), cwd);
  expect(same.code, same.stderr).toBe(0);
  expect(reportIn(join(cwd, 'out'))).toMatchObject({ outcome: 'passed', stopped: null });
});

it('takes no folder over from another machine unless it is told to', async () => {
  const cwd = scratch();
  const reached = more(60);
  const child = start(RUN(), cwd);
  const over = ended(child);
  await reached;
  child.kill('SIGKILL');
  await over;
  const lock = join(cwd, 'out/lock');
  writeFileSync(lock, JSON.stringify({ ...JSON.parse(readFileSync(lock, 'utf8')), host: 'elsewhere' }));
  const refused = await within(['resume', 'out', '--reporter', 'json'], cwd);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--break-lock')]);
  const told = await within(['resume', 'out', '--reporter', 'json', '--break-lock'], cwd);
  expect(told.code, told.stderr).toBe(0);
});
