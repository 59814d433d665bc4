// How commands end that a module, a disk or a signal ends: with a sentence, and with an exit code that means what happened.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { describing, sayJson, startPortal } from '../suites/sut/dumb-portal.ts';
import { type Ended, ended, reglament, scratch, start, within } from './spawned.ts';

const FLOW = 'passenger-transport-licence/portal';
/** A target whose walks come to what `opens` says. */
const target = (opens: string, before = '') => `${before}
export const target = {
  name: 'a module',
  description: { contract: 'reglament-driver/1', name: 'a module', flows: ['${FLOW}'], controls: [], languages: ['ru'] },
  openDrive: () => ${opens},
  close: async () => undefined,
};`;
const FAILS = target("Promise.reject(new Error('lost'))");
const reporter = (does: string) => `export const reporter = { name: 'own', ${does} };`;
const NEVER = 'new Promise(() => undefined)';
const RUN = ['run', '--target', './target.mjs', '--assertion', `${FLOW}/pay/actor`, '--out', 'out'];

function folderWith(files: Readonly<Record<string, string>>): string {
  const cwd = scratch();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

/** Runs a command within the test, and tells it that the process has run dry whenever no file is being read or written, as Node does. */
async function dry(args: readonly string[], cwd: string): Promise<Ended> {
  let quiet = 0;
  const timer = setInterval(() => {
    quiet = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq')) ? 0 : quiet + 1;
    if (quiet > 3) process.emit('beforeExit', 0);
  }, 20);
  try {
    return await within(args, cwd);
  } finally {
    clearInterval(timer);
  }
}

describe('what never comes', () => {
  it.each<[string, string, string, number, string]>([
    ['a target', `await ${NEVER};`, reporter('onEnd() {}'), 2, '[target-module]'],
    ['a reporter', FAILS, `await ${NEVER};`, 2, '[reporter-module]'],
    ['the factory of a reporter', FAILS, `export const reporter = () => ${NEVER};`, 2, '[reporter-module]'],
    ['the end of a reporter', FAILS, reporter(`onEnd: () => ${NEVER}`), 2, '"own" could not write its report'],
    ['what a reporter does with an event', FAILS, reporter(`onEvent: () => ${NEVER}`), 3, ''],
    ['a walk', target(NEVER), reporter('onEnd() {}'), 4, 'a walk waits for something that never comes'],
    ['the end of the target', FAILS.replace('undefined,', `${NEVER},`), reporter('onEnd() {}'), 4, 'nothing is left'],
  ])('%s', async (_, targetText, reporterText, code, said) => {
    const cwd = folderWith({ 'target.mjs': targetText, 'own.mjs': reporterText });
    const end = await dry([...RUN, '--reporter', './own.mjs'], cwd);
    expect([end.code, end.stderr]).toEqual([code, expect.stringContaining(said)]);
    if (existsSync(join(cwd, 'out'))) expect(sealed(join(cwd, 'out'))).toBe(true);
  });

  it('is noticed by a process that has run dry, where no deadline is left that could tell', async () => {
    const cwd = folderWith({ 'target.mjs': target(NEVER, 'globalThis.setTimeout = () => ({});') });
    const { code, stderr } = await reglament(RUN, cwd);
    expect([code, stderr]).toEqual([4, expect.stringContaining('a walk waits for something that never comes')]);
    expect(sealed(join(cwd, 'out'))).toBe(true);
  });
});

function sealed(out: string): boolean {
  const journal = readJournal(join(out, 'journal.ndjson'));
  return [...journal].length > 0 && journal.isSealed === true;
}

describe('what others do to the process', () => {
  it.concurrent.each<[string, string, number, string]>([
    ['ends it as passed', 'onEvent() { process.exit(0); }', 4, 'ended the process with exit code 0'],
    ['gives it a code of its own', "onEnd() { process.once('beforeExit', () => { process.exitCode = 77; }); }", 4, ''],
    [
      'throws where nobody waits',
      "onEnd: () => new Promise(() => setTimeout(() => { throw new Error('late'); }))",
      4,
      'late',
    ],
  ])('a module that %s is told', async (_, does, code, said) => {
    const cwd = folderWith({ 'target.mjs': FAILS, 'own.mjs': reporter(does) });
    const { stderr, ...end } = await reglament([...RUN, '--reporter', './own.mjs'], cwd);
    expect([end.code, stderr]).toEqual([code, expect.stringContaining(said)]);
  });
});

describe('a signal', () => {
  const waits = target('new Promise((end) => setTimeout(end, 20_000))');

  it.concurrent.each(['SIGHUP'] as const)('%s ends a run in good order', async (signal) => {
    const cwd = folderWith({
      'target.mjs': waits,
      'own.mjs': reporter("onEvent({ type }) { if (type === 'scenario-started') console.log('now'); }"),
    });
    const run = start([...RUN, '--reporter', './own.mjs,json'], cwd);
    const end = ended(run);
    run.stdout?.once('data', () => run.kill(signal));
    expect(await end).toMatchObject({ code: 3, stderr: expect.stringContaining('goes on with it') });
    expect(sealed(join(cwd, 'out'))).toBe(true);
    expect(readFileSync(join(cwd, 'out/report.json'), 'utf8')).toContain(`the run was interrupted: ${signal}`);
  });

  it('ends at once what cannot end in good order, and what is told so twice', async () => {
    const says = "console.log('now'); return new Promise((end) => setTimeout(end, 20_000));";
    const cwd = folderWith({ 'target.mjs': FAILS, 'own.mjs': reporter(`onEnd() { ${says} }`) });
    const run = start([...RUN, '--reporter', './own.mjs'], cwd);
    const end = ended(run);
    run.stdout?.once('data', () => run.kill('SIGINT'));
    expect(await end).toMatchObject({ code: 130, stderr: 'reglament: ended by SIGINT\n' });
  });
});

it('kills nothing but the walks under way: the first event is on the disk before the portal is asked to do anything', async () => {
  const cwd = scratch();
  const run: { child?: ChildProcess } = {};
  const portal = await startPortal((response, asked) => {
    if (asked.path === '/') return sayJson(200, describing(FLOW))(response, asked);
    run.child?.kill('SIGKILL');
  });
  run.child = start(['run', '--target', portal.url, '--assertion', `${FLOW}/pay/actor`, '--out', 'out'], cwd);
  expect(await ended(run.child)).toMatchObject({ code: null });
  await portal.close();
  const journal = readJournal(join(cwd, 'out/journal.ndjson'));
  expect([...journal][0]).toMatchObject({ type: 'run-started', target: portal.url });
  expect(journal.tail).toBeNull();
});

describe('an output that takes nothing', () => {
  it.skipIf(!existsSync('/dev/full'))('is told, and the exit code says that something is missing', async () => {
    const child = spawn(process.execPath, [join(packageFolder(), 'dist/cli/main.js'), 'list', 'regulations'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    const { code, stderr } = await ended(child);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^reglament: stdout cannot be written: ENOSPC.*\n$/u)]);
  });

  it('is a folder that may not be made: no defect of ours', async () => {
    const cwd = folderWith({ taken: '' });
    mkdirSync(join(cwd, 'portal'));
    const { code, stderr } = await within(
      ['init', 'taken/here', '--regulation', 'passenger-transport-licence', '--flow', 'portal'],
      cwd,
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('[output-unwritable]')]);
  });
});
