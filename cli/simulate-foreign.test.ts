// The guide's first steps: a foreign portal is started, and its target file drives it to a verdict.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath, packageFolder } from '../schemas/fixture.ts';
import { ended, firstLine, reglament, scratch, start } from './spawned.ts';

const cwd = scratch();
let portal: ChildProcess;
let variables: Record<string, string>;

beforeAll(async () => {
  portal = start(['simulate', '--foreign', 'html', '--port', '0'], cwd);
  const url = await firstLine(portal);
  const lines = readFileSync(join(cwd, 'certificates/env.sh'), 'utf8').matchAll(/^export (\w+)='(.*)'$/gmu);
  variables = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
  expect(variables.PORTAL_URL).toBe(url);
});
afterAll(() => portal.kill());

const withVariables = (args: readonly string[]) =>
  ended(
    spawn(process.execPath, [join(packageFolder(), 'dist/cli/main.js'), ...args], {
      cwd,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

describe('a foreign portal that is started', () => {
  const target = ['--target', fixturePath('targets/foreign-html.yaml')];

  it('is examined', async () => {
    const { code, stdout } = await withVariables(['doctor', ...target]);
    expect(stdout).toMatch(/^authenticate +works/mu);
    expect(code).toBe(0);
  });

  it.skipIf(process.env.REGLAMENT_ALL === undefined)('is judged', async () => {
    const { code, stdout } = await withVariables([
      'run',
      ...target,
      '--assertion',
      'cultural-property-export-certificate/portal/fill-request/actor',
      '--out',
      'out',
    ]);
    expect(stdout).toContain('passed on 1 of 1');
    expect(code).toBe(0);
  });
});

it('says which violations there are', async () => {
  const { code, stderr } = await reglament([
    'simulate',
    '--foreign',
    'soap',
    '--violation',
    'none-such',
    '--port',
    '0',
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('use one of');
});
