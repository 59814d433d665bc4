// A vendor's own reporter: the one of the guide as it stands, one that is none, and ones that fail.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { startSimulator } from './simulate/simulator.ts';
import { reglament, scratch, within } from './spawned.ts';
import { knownRegulations } from './workspace.ts';

const ONE = ['--assertion', 'passenger-transport-licence/portal/pay/term', '--out', 'out'];
let RUN: string[];
let simulator: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
  RUN = ['run', '--target', simulator.url, ...ONE];
});
afterAll(() => simulator.close());

/** A folder in which the package is installed, and a reporter stands in a file. */
function folderWith(reporter: string): string {
  const cwd = scratch();
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(packageFolder(), join(cwd, 'node_modules/reglament'), 'dir');
  writeFileSync(join(cwd, 'mine.mjs'), reporter);
  return cwd;
}

const runWith = (reporter: string, names = './mine.mjs,json') => {
  const cwd = folderWith(reporter);
  const read = (name: string) => readFileSync(join(cwd, 'out', name), 'utf8');
  return within([...RUN, '--reporter', names], cwd).then((ended) => ({ ...ended, read }));
};

function sample(): string {
  const guide = readFileSync(join(packageFolder(), 'docs/reports.md'), 'utf8');
  const [, text = ''] = /^```js\n(.*?)^```$/msu.exec(guide) ?? [];
  expect(text).toContain('export const reporter');
  return text;
}

it('of the guide writes what it says', async () => {
  const { code, stdout, stderr, read } = await runWith(sample());
  expect(stderr).toBe('');
  expect(stdout).toBe('0 of 1 in red.md\n');
  expect(read('red.md')).toBe('# passed on 1 of 1 assertion\n\n');
  expect(code).toBe(0);
});

it('of the guide names what is red', async () => {
  const mutant = 'passenger-transport-licence/portal/pay/takes-longer';
  const door = await startSimulator(knownRegulations('passenger-transport-licence'), { port: 0, seed: 1, mutant });
  try {
    const cwd = folderWith(sample());
    const { code } = await within(['run', '--target', door.url, ...ONE, '--reporter', './mine.mjs'], cwd);
    const [title, , line] = readFileSync(join(cwd, 'out/red.md'), 'utf8').split('\n');
    expect(title).toBe('# failed on 1 of 1 assertion');
    expect(line).toMatch(/^- fail `passenger-transport-licence\/portal\/pay\/term`: \S/u);
    expect(code).toBe(1);
  } finally {
    await door.close();
  }
});

it('makes its report from the journal of a run too', async () => {
  const cwd = folderWith(sample());
  await within([...RUN, '--reporter', 'json'], cwd);
  const { code, stdout } = await within(['report', 'out', '--reporter', './mine.mjs', '--out', 'again'], cwd);
  expect([code, stdout]).toEqual([0, '0 of 1 in red.md\n']);
  expect(readFileSync(join(cwd, 'again/red.md'), 'utf8')).toBe('# passed on 1 of 1 assertion\n\n');
});

it('gets copies: what it writes into them reaches no other', async () => {
  const { code, read } = await runWith(`export const reporter = {
    name: 'vandal',
    onEvent(event) { if (event.type === 'verdict') event.verdict.verdict = 'fail'; },
    onEnd(report) { report.outcome = 'failed'; report.verdicts.length = 0; },
  };`);
  expect(JSON.parse(read('report.json'))).toMatchObject({ outcome: 'passed', verdicts: [{ verdict: 'pass' }] });
  expect(code).toBe(0);
});

it.each([
  [
    'at every event',
    'onEvent() { throw new Error("disk full"); }',
    /reporter "mine" failed while listening.*disk full/u,
  ],
  [
    'at the end',
    'async onEnd() { throw new Error("disk full"); }',
    /reporter "mine" could not write its report: disk full/u,
  ],
])('that throws %s harms no other, and spoils the exit code', async (_, method, message) => {
  const { code, stderr, read } = await runWith(`export const reporter = { name: 'mine', ${method} };`);
  expect(stderr).toMatch(message);
  expect(JSON.parse(read('report.json'))).toMatchObject({ outcome: 'passed' });
  expect(code).toBe(2);
});

describe('that is none', () => {
  it.each<[string, string, RegExp]>([
    [
      'exports nothing of the name',
      'export const other = 1;',
      /mine\.mjs: it has no export `reporter`; export const reporter/u,
    ],
    [
      'is a text',
      'export const reporter = "x";',
      /mine\.mjs reporter: "x" is a string, not an object; write an object/u,
    ],
    ['has no name', 'export const reporter = { onEnd() {} };', /reporter\.name: is missing; add the key name/u],
    [
      'has no method',
      'export const reporter = { name: "x", onEnd: 7 };',
      /reporter\.onEnd: 7 is no function; give it a function/u,
    ],
    [
      'listens to nothing',
      'export const reporter = { name: "x" };',
      /reporter: it listens to nothing; give it onEvent or onEnd/u,
    ],
    [
      'cannot be made',
      'export const reporter = () => { throw new Error("no token"); };',
      /reporter: the factory failed: no token; /u,
    ],
    ['makes nothing', 'export const reporter = () => null;', /reporter: null is null, not an object; /u],
    ['cannot be loaded', 'export const reporter = {', /mine\.mjs: it cannot be loaded: /u],
  ])('because it %s ends the command', async (_, text, message) => {
    const { code, stdout, stderr } = await runWith(text);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/\[reporter-module\]$/mu);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('because there is no such file ends the command', async () => {
    const { code, stderr } = await within([...RUN, '--reporter', './other.js']);
    expect(stderr).toMatch(/other\.js: there is no such file; correct the path \[reporter-module\]/u);
    expect(code).toBe(2);
  });
});

it('finds its types and helpers by the name of the package', () => {
  const script = "import * as door from 'reglament/reporters'; console.log(Object.keys(door).sort().join());";
  const names = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: packageFolder(),
    encoding: 'utf8',
  });
  expect(names).toBe('groupOf,headline,plainText\n');
});

describe('the terminal is coloured as Node says', () => {
  const cwd = scratch();
  beforeAll(() => within([...RUN, '--reporter', 'json'], cwd));

  // Node decides when a process starts, so each tells the run again in one of its own.
  it.each<[string, NodeJS.ProcessEnv, boolean]>([
    ['nobody watches', {}, false],
    ['FORCE_COLOR asks for it', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR forbids it', { FORCE_COLOR: '0' }, false],
  ])('where %s', async (_, wanted, coloured) => {
    const { FORCE_COLOR, NO_COLOR, ...env } = process.env;
    const { code, stdout } = await reglament(['report', 'out', '--reporter', 'terminal'], cwd, { ...env, ...wanted });
    expect(stdout).toContain('passed on');
    expect(stdout.includes('\u001b[32mpassed on')).toBe(coloured);
    expect(code).toBe(0);
  });
});
