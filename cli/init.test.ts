// What init writes can be worked with at once: the target file loads, and doctor names what is missing.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { packageFolder } from '../schemas/fixture.ts';
import { loadTarget } from '../suites/sut/target-file/file/load.ts';
import { firstLine, scratch, within } from './spawned.ts';
import { knownRegulations } from './workspace.ts';

/** What of a workflow is looked at. */
interface Workflow {
  jobs?: { conformance: { steps: { run?: string }[] } };
  conformance?: { script: string[] };
}

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
  expect(existsSync(join(cwd, '.github/workflows/reglament.yml'))).toBe(true);
});

it.each([
  [
    'github',
    '.github/workflows/reglament.yml',
    (file: Workflow) => file.jobs?.conformance.steps.flatMap(({ run }) => run ?? []),
  ],
  ['gitlab', '.gitlab-ci.yml', (file: Workflow) => file.conformance?.script],
])('writes a workflow for %s that runs what the lock file holds, and nothing else', async (ci, path, commandsOf) => {
  const cwd = scratch();
  const { code, stdout } = await within(['init', cwd, ...FLOW, '--ci', ci]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /next: npm install --save-dev --save-exact reglament@\d+\.\d+\.\d+, and commit package-lock\.json/u,
  );
  const [first, ...others] = commandsOf(parse(readFileSync(join(cwd, path), 'utf8'))) ?? [];
  expect(first).toBe('npm ci');
  expect(others).toHaveLength(2);
  for (const command of others) {
    const args = /^npx --no -- reglament (.*)$/u.exec(command)?.[1]?.split(' ') ?? [];
    // The portal is not there: what the command line says of it shows that it was understood.
    const { stderr } = await within(args, cwd);
    expect(stderr).not.toContain('[usage]');
  }
});

describe('a facade', () => {
  // What it is served with has to be installed; `node` and `hono` are in this project.
  const installed = ['express', 'fastify', 'hono', 'node'].filter(
    (name) => name === 'node' || existsSync(join(packageFolder(), 'node_modules', name)),
  );

  it.each(installed)('served with %s has its first login judged', async (facade) => {
    const cwd = scratch();
    expect(await within(['init', cwd, ...FLOW, '--facade', facade])).toMatchObject({ code: 0 });
    symlinkSync(join(packageFolder(), 'node_modules'), join(cwd, 'node_modules'));
    const people = { PORTAL_USER: ENVIRONMENT.PORTAL_USER, PORTAL_PASSWORD: ENVIRONMENT.PORTAL_PASSWORD };
    const server = spawn(process.execPath, ['server.mjs'], { cwd, env: { ...process.env, ...people, PORT: '0' } });
    for (const [name, value] of Object.entries(people)) vi.stubEnv(name, value);
    try {
      const url = await firstLine(server);
      const [, command = ''] =
        /reglament (doctor .*)$/mu.exec(readFileSync(join(cwd, '.github/workflows/reglament.yml'), 'utf8')) ?? [];
      const doctor = await within(command.replace('"$PORTAL_URL"', url).split(' '), cwd);
      expect(doctor.stdout).toMatch(/^authenticate +works: the session is authorised$/mu);
      // What is not written yet is told as that, and as nothing else.
      expect(doctor.stdout.match(/fault, the portal's: /gu)).toHaveLength(
        doctor.stdout.match(/is not written yet$/gmu)?.length ?? 0,
      );
      const args = ['run', '--target', url, '--roster', 'roster.yaml', ...FLOW, '--reporter', 'json', '--out', 'out'];
      await within([...args, '--assertion', '**/authenticate/*'], cwd);
      const { verdicts } = JSON.parse(readFileSync(join(cwd, 'out/report.json'), 'utf8'));
      const of = (name: string) =>
        verdicts.find(({ assertion }: { assertion: string }) => assertion.endsWith(`/authenticate/${name}`))?.verdict;
      expect(of('unauthorised-when-wrong-password')).toBe('pass');
      // The roster names nobody with a malformed number, which makes no run incomplete.
      expect(of('unauthorised-when-malformed-id')).toBe('not-applicable');
    } finally {
      vi.unstubAllEnvs();
      server.kill();
    }
  });

  it.each(['github', 'gitlab'])('is run every night by %s, with its test persons', async (ci) => {
    const cwd = scratch();
    await within(['init', cwd, ...FLOW, '--facade', 'node', '--ci', ci]);
    const workflow = ci === 'github' ? '.github/workflows/reglament.yml' : '.gitlab-ci.yml';
    const text = readFileSync(join(cwd, workflow), 'utf8');
    expect(text.match(/--target "\$PORTAL_URL" --roster roster\.yaml/gu)).toHaveLength(2);
    expect(text).not.toContain('portal.yaml');
    parse(text);
  });
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
