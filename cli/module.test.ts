// A vendor's own module as the target: driven as any other, and never passed where it is broken.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import type { Listening } from '../simulators/index.ts';
import { startSimulator } from './simulator.ts';
import { scratch, within } from './spawned.ts';
import { regulations } from './workspace.ts';

let door: Listening;
let driver = '';

beforeAll(async () => {
  door = await startSimulator(regulations('passenger-transport-licence'), { port: 0, seed: 1 });
  driver = pathToFileURL(join(packageFolder(), 'dist/suites/sut/driver.js')).href;
});
afterAll(() => door.close());

const SELECTED = ['--regulation', 'passenger-transport-licence', '--flow', 'portal', '--assertion', '**/actor'];

/** Runs against a module; `honest` stands for a target that speaks the driver contract. */
async function runOn(text: string, name = 'portal.mjs') {
  const cwd = scratch();
  const honest = `import { connectDriver } from '${driver}';\nconst honest = await connectDriver('${door.url}', { start: '2013-04-26T10:00:00+06:00' });\n`;
  writeFileSync(join(cwd, name), text.includes('honest') ? honest + text : text);
  return within(['run', '--target', name, ...SELECTED, '--reporter', 'terminal'], cwd);
}

/** The honest target with another drive. */
const driving = (perform: string) => `export const target = { ...honest, async openDrive(...walk) {
  const drive = await honest.openDrive(...walk);
  return { roster: drive.roster, now: () => drive.now(), pass: (s) => drive.pass(s), perform: ${perform} };
} };`;

describe('a target module', () => {
  it('passes where what it drives is honest', async () => {
    const { code, stdout, stderr } = await runOn('export const target = honest;');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/passed on (\d+) of \1 assertions/iu);
    expect(code).toBe(0);
  });

  it.each<[string, string, RegExp]>([
    ['exports no target', 'export const other = 1;', /it has no export `target`/u],
    ['throws as it is loaded', 'throw new Error("no database");', /it cannot be loaded: no database/u],
    ['cannot be parsed', 'export const target = {', /it cannot be loaded: /u],
    ['has no drive', 'export const target = { name: "x", description: {}, close() {} };', /openDrive is no function/u],
    [
      'claims what nobody knows',
      'export const target = { ...honest, description: { ...honest.description, controls: ["magic"] } };',
      /target\.description: \/controls\/0 /u,
    ],
    ['has no limits that can be kept', 'export const target = { ...honest, allowance: {} };', /allowance is no \{/u],
  ])('that %s is an error of configuration', async (_, text, message) => {
    const { code, stderr } = await runOn(text);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/portal\.mjs: .*\[target-module\]/u);
    expect(code).toBe(2);
  });

  it.each([
    ['a file that is not there', 'other.mjs', /there is no such file/u],
    ['an extension that is no script', 'portal.exe', /is neither "simulator"/u],
  ])('%s is told', async (_, target, message) => {
    const { code, stderr } = await within(['run', '--target', target, ...SELECTED]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('in TypeScript is run, or Node is said to be too old for it', async () => {
    const { code, stderr } = await runOn(
      'const named: string = "x"; export const target = { ...honest, name: named };',
      'portal.ts',
    );
    if (Reflect.get(process.features, 'typescript')) expect(code).toBe(0);
    else {
      expect(stderr).toMatch(/Node \S+ does not run TypeScript; use Node 22\.18 or newer, or compile it/u);
      expect(code).toBe(2);
    }
  });

  it.each<[string, string, RegExp]>([
    ['throws', driving('async () => { throw new Error("lost 850615400026"); }'), /failed in authenticate: lost/u],
    ['answers nothing', driving('async () => undefined'), /answers authenticate with no object/u],
    [
      'answers in another shape',
      driving('async () => ({ body: { ok: true }, status: 200, problem: null, fault: null, exchange: "" })'),
      /answers authenticate with another body than the contract has/u,
    ],
    [
      'refuses without a status',
      driving('async () => ({ body: null, status: null, problem: "no", fault: null, exchange: "" })'),
      /a problem and the status null, which is no refusal/u,
    ],
    ['opens no drive', 'export const target = { ...honest, openDrive: async () => ({}) };', /now of its drive is no/u],
    [
      'has no test persons',
      'export const target = { ...honest, openDrive: async (...w) => ({ ...(await honest.openDrive(...w)), roster: {} }) };',
      /the roster of its drive/u,
    ],
  ])('that %s passes nothing', async (_, text, message) => {
    const { code, stdout, stderr } = await runOn(text);
    expect(stdout + stderr).toMatch(message);
    expect(stdout).not.toContain('850615400026');
    expect(stdout).toMatch(/passed on 0 of/iu);
    expect(code).toBe(3);
  });

  it('is held to its own limits', async () => {
    const allowance = '{ applications: 0, walks: 1, testSystem: true }';
    const { code, stderr } = await runOn(`export const target = { ...honest, allowance: ${allowance} };`);
    expect(stderr).toMatch(/and 0 are allowed/u);
    expect(code).toBe(2);
  });
});
