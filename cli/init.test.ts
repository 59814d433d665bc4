// What init writes can be worked with at once: the target file loads, and doctor names what is missing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageFolder } from '../schemas/fixture.ts';
import { loadTarget } from '../suites/sut/target-file/file/load.ts';
import { scratch, within } from './spawned.ts';
import { knownRegulations } from './workspace.ts';

const FLOW = ['--regulation', 'passenger-transport-licence', '--flow', 'portal'];
const ENVIRONMENT = {
  PORTAL_URL: 'http://127.0.0.1:9',
  PORTAL_HOST: '127.0.0.1:9',
  PORTAL_USER: '850615400026',
  PORTAL_PASSWORD: 'secret',
};

it('writes a target file that loads and a workflow that can be read', async () => {
  const cwd = scratch();
  const { code, stdout } = await within(['init', cwd, ...FLOW]);
  expect(code).toBe(0);
  expect(stdout).toContain(`next: put in the address and the test persons, then npx reglament doctor`);
  const { target } = loadTarget(join(cwd, 'portal.yaml'), knownRegulations(), ENVIRONMENT);
  const [line = ''] = readFileSync(join(cwd, 'portal.yaml'), 'utf8').split('\n');
  const [, schema = ''] = /^# yaml-language-server: \$schema=node_modules\/reglament\/(.+)$/u.exec(line) ?? [];
  expect(existsSync(join(packageFolder(), schema)) && schema).toBe('schemas/target.schema.json');
  expect(target).toMatchObject({ flows: ['passenger-transport-licence/portal'], testSystem: false });
  const workflow = parse(readFileSync(join(cwd, '.github/workflows/reglament.yml'), 'utf8'));
  expect(workflow.jobs.conformance.steps.flatMap((step: { run?: string }) => step.run ?? [])).toHaveLength(2);
});

it('writes over nothing', async () => {
  const cwd = scratch();
  writeFileSync(join(cwd, 'portal.yaml'), 'mine');
  const { code, stderr } = await within(['init', cwd, ...FLOW]);
  expect(code).toBe(2);
  expect(stderr).toContain('there is such a file already');
  expect(readFileSync(join(cwd, 'portal.yaml'), 'utf8')).toBe('mine');
  expect(existsSync(join(cwd, '.github'))).toBe(false);
});

it('knows the flows', async () => {
  const { code, stderr } = await within([
    'init',
    scratch(),
    '--regulation',
    'passenger-transport-licence',
    '--flow',
    'x',
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('use one of portal, psc, provider');
});
