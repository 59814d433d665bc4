// A vendor's own module as the target: driven as any other, and never passed where it is broken.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { scratch, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { packageFolder } from '../schemas/fixture.ts';
import type { Listening } from '../simulators/index.ts';

let door: Listening;
let driver = '';

beforeAll(async () => {
  door = await startSimulator(knownRegulations('passenger-transport-licence'), { port: 0, seed: 1 });
  driver = pathToFileURL(join(packageFolder(), 'dist/suites/sut/driver.js')).href;
});
afterAll(() => door.close());

const SELECTED = [
  '--regulation',
  'passenger-transport-licence',
  '--flow',
  'portal',
  '--assertion',
  '**/{authenticate,pay}/actor',
];

/** Runs against a module; `honest` stands for a target that speaks the driver contract. */
const runOn = (text: string, name = 'portal.mjs') =>
  withModule(text, name, ['run', ...SELECTED, '--reporter', 'terminal']);

async function withModule(text: string, name: string, args: readonly string[]) {
  const cwd = scratch();
  const honest = `import { connectDriver } from '${driver}';\nconst honest = await connectDriver('${door.url}', { start: '2013-04-26T10:00:00+06:00' });\n`;
  writeFileSync(join(cwd, name), text.includes('honest') ? honest + text : text);
  return within([...args, '--target', name], cwd);
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
    [
      'has no drive',
      'export const target = { ...honest, openDrive: undefined };',
      /target\.openDrive: is missing; add the key openDrive/u,
    ],
    [
      'cannot be closed',
      'export const target = { ...honest, close: 7 };',
      /target\.close: 7 is no function; give it a function/u,
    ],
    [
      'offers a list',
      'export const target = { ...honest, offer: { operations: [], persons: new Set(), certificates: new Set(), languages: new Set(), shown: new Set(), reasons: {} } };',
      /target\.offer\.operations: \[\] is no Set; give it a Set/u,
    ],
    [
      'claims what nobody knows',
      'export const target = { ...honest, description: { ...honest.description, controls: ["magic"] } };',
      /target\.description\.controls\[0\]: "magic" is not known here; use one of worlds/u,
    ],
    [
      'has no limits that can be kept',
      'export const target = { ...honest, allowance: {} };',
      /target\.allowance\.applications: is missing; add the key/u,
    ],
  ])('that %s is an error of configuration', async (_, text, message) => {
    const { code, stderr } = await runOn(text);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/portal\.mjs\b.*: .*\[target-module\]/u);
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
      /answer to authenticate is not of the driver contract/u,
    ],
    [
      'refuses without a status',
      driving('async () => ({ body: null, status: null, problem: "no", fault: null, exchange: "" })'),
      /a problem and the status null, which is no refusal/u,
    ],
    [
      'has a clock without time',
      driving('(operation, call) => drive.perform(operation, call)').replace('drive.now()', 'Number.NaN'),
      /now gives no number/u,
    ],
    [
      'tells of exchanges that are none',
      driving('async () => { walk[2](undefined); return 7; }'),
      /the target module failed in authenticate/u,
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

  // The deadline of a call is half a minute, and many are made: at night.
  it.skipIf(process.env.REGLAMENT_ALL === undefined).each([
    ['never answers', driving('() => new Promise(() => undefined)'), /authenticate: it did not end within 30 s/u],
    [
      'answers too late',
      driving('(...call) => new Promise((done) => setTimeout(done, 35_000)).then(() => drive.perform(...call))'),
      /authenticate: it did not end within 30 s/u,
    ],
    [
      'never opens a drive',
      'export const target = { ...honest, openDrive: () => new Promise(() => undefined) };',
      /openDrive: it did not end within 30 s/u,
    ],
  ])('that %s passes nothing, and ends', { timeout: 600_000 }, async (_, text, message) => {
    const { code, stdout, stderr } = await runOn(text);
    expect(stdout + stderr).toMatch(message);
    expect(stdout).toMatch(/passed on 0 of/iu);
    expect(code).toBe(3);
  });

  it.each([
    ['throws', '() => { throw new Error("lost 850615400026") }'],
    ['throws late', 'async () => { throw new Error("lost 850615400026") }'],
  ])('that %s as it is closed is told, and the run does not end well', async (_, close) => {
    const { code, stdout, stderr } = await runOn(`export const target = { ...honest, close: ${close} };`);
    expect(stderr).toMatch(/the target module failed in close: lost/u);
    expect(stdout + stderr).not.toContain('850615400026');
    expect(code).not.toBe(0);
  });

  it('is held to its own limits', async () => {
    const allowance = '{ applications: 0, walks: 1, testSystem: true }';
    const { code, stderr } = await runOn(`export const target = { ...honest, allowance: ${allowance} };`);
    expect(stderr).toMatch(/and 0 are allowed/u);
    expect(code).toBe(2);
  });
});

describe('doctor', () => {
  const examine = (text: string) => withModule(text, 'portal.mjs', ['doctor']);

  it('says of each operation of a module how it stands, and opens nothing', async () => {
    const { code, stdout, stderr } = await examine(
      driving(
        '(operation, call) => ["open", "fill", "pay"].includes(operation) ? Promise.reject(new Error("changed")) : drive.perform(operation, call)',
      ),
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^openDrive +works$/mu);
    expect(stdout).toMatch(/^authenticate +works: the session is authorised$/mu);
    expect(stdout).toMatch(/^readHistory +works$/mu);
    expect(stdout).toMatch(/^readRequest +partly: a request that nobody has opened is refused/mu);
    expect(stdout).toMatch(/^open +not tried: it would change something/mu);
    expect(stdout).not.toContain('changed');
    expect(code).toBe(0);
  });

  it.each<[string, string, RegExp, number]>([
    [
      'throws',
      driving('async () => { throw new Error("lost 850615400026"); }'),
      /^authenticate +fault, the module's: the target module failed in authenticate: lost/mu,
      2,
    ],
    [
      'opens no drive',
      'export const target = { ...honest, openDrive: async () => undefined };',
      /^openDrive +fault, the module's: .*openDrive gives no object/mu,
      2,
    ],
    [
      'claims a flow that is none',
      'export const target = { ...honest, description: { ...honest.description, flows: ["a/b"] } };',
      /^describe +fault, the module's: description\.flows: "a\/b" is no flow/mu,
      2,
    ],
    [
      'drives a portal that is down',
      driving('async () => ({ body: null, status: null, problem: null, fault: "no answer came", exchange: "" })'),
      /^authenticate +fault, the portal's: no answer came/mu,
      1,
    ],
  ])('says whose fault it is when a module %s', async (_, text, message, exit) => {
    const { code, stdout } = await examine(text);
    expect(stdout).toMatch(message);
    expect(stdout).not.toContain('850615400026');
    expect(code).toBe(exit);
  });

  it('ends with one error where there is no module to examine', async () => {
    const { code, stdout, stderr } = await examine('export const other = 1;');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/portal\.mjs: it has no export `target`; .*\[target-module\]/u);
    expect(code).toBe(2);
  });

  it('examines a portal that speaks the driver contract', async () => {
    const { code, stdout } = await within(['doctor', '--target', door.url]);
    expect(stdout).toMatch(/^authenticate +works/mu);
    expect(code).toBe(0);
  });
});
