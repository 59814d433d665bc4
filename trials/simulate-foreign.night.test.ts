// The guide's first steps: a foreign portal is started, and its target file drives it to a verdict.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ended, firstLine, scratch, start, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { fixturePath, packageFolder } from '../schemas/fixture.ts';
import { type ForeignPortal, setUpForeign } from '../simulators/foreign/foreign-portals.ts';
import { surroundingsAt } from '../simulators/reference/surroundings.ts';
import { loadTarget } from '../suites/sut/target-file/file/load.ts';

type Started = { portal: ChildProcess; cwd: string; variables: Record<string, string> };
const started: Started[] = [];
afterAll(() => {
  for (const { portal } of started) portal.kill();
});

async function startPortal(name: ForeignPortal): Promise<Started> {
  const cwd = scratch();
  const portal = start(['simulate', '--foreign', name, '--port', '0'], cwd);
  const url = await firstLine(portal);
  const lines = readFileSync(join(cwd, 'certificates/env.sh'), 'utf8').matchAll(/^export (\w+)='(.*)'$/gmu);
  const one = {
    portal,
    cwd,
    variables: Object.fromEntries([...lines].map(([, key = '', value = '']) => [key, value])),
  };
  started.push(one);
  expect(one.variables.PORTAL_URL).toBe(url);
  return one;
}

const withVariables = ({ cwd, variables }: Started, args: readonly string[]) =>
  ended(
    spawn(process.execPath, [join(packageFolder(), 'dist/cli/main.js'), ...args], {
      cwd,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

describe.each(['html', 'json', 'soap'] as const)('the foreign portal %s', (name) => {
  const file = fixturePath(`targets/foreign-${name}.yaml`);
  const target = ['--target', file];

  it('gives all that its target file reads', async () => {
    const { files, variables } = setUpForeign(name, null, await surroundingsAt(new Date()));
    const folder = scratch();
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    const address = { PORTAL_URL: 'http://127.0.0.1:9', PORTAL_HOST: '127.0.0.1:9', PORTAL_TENANT: 't' };
    const { secrets, roster } = loadTarget(file, knownRegulations(), {
      ...variables,
      ...address,
      CERTIFICATES: folder,
    });
    const { PORTAL_USER, PORTAL_USER_2, OFFICER_USER, ...hidden } = variables;
    expect(secrets).toEqual(expect.arrayContaining(Object.values(hidden)));
    expect(roster).toMatchObject({
      credentials: { good: { id: PORTAL_USER }, 'another-person': { id: PORTAL_USER_2 } },
      officer: { id: OFFICER_USER },
    });
  });

  it.skipIf(name !== 'html' && process.env.REGLAMENT_ALL === undefined)(
    'is started and examined; judged, at night',
    async () => {
      const portal = await startPortal(name);
      // It made the folder of its keys, and keeps them out of git.
      expect(readFileSync(join(portal.cwd, 'certificates/.gitignore'), 'utf8')).toBe('*\n');
      const doctor = await withVariables(portal, ['doctor', ...target]);
      expect(doctor.stdout).toMatch(/^authenticate +works/mu);
      expect(doctor).toMatchObject({ code: 0, stderr: '' });
      if (process.env.REGLAMENT_ALL === undefined) return;
      const run = await withVariables(portal, [
        'run',
        ...target,
        '--assertion',
        '**/authenticate/completion',
        '--out',
        'out',
      ]);
      expect(run.stdout).toContain('passed on 1 of');
      expect(run.code).toBe(0);
    },
  );
});

it('leaves the .gitignore of a folder that was there as it is', async () => {
  const cwd = scratch();
  const ignored = join(cwd, 'certificates/.gitignore');
  mkdirSync(join(cwd, 'certificates'));
  writeFileSync(ignored, 'mine');
  const portal = start(['simulate', '--foreign', 'json', '--port', '0'], cwd);
  await firstLine(portal);
  portal.kill();
  expect(readFileSync(ignored, 'utf8')).toBe('mine');
});

it('says which violations there are', async () => {
  const { code, stderr } = await within(['simulate', '--foreign', 'soap', '--violation', 'none-such', '--port', '0']);
  expect(code).toBe(2);
  expect(stderr).toContain('use one of');
});
