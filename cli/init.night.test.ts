// What init writes can be worked with at once: the target file loads, and doctor names what is missing.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { packageFolder } from '../schemas/fixture.ts';
import { loadTarget } from '../suites/sut/target-file/file/load.ts';
import { type Ended, ended, firstLine, scratch, within } from './spawned.ts';
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
  expect(existsSync(join(cwd, '.github/workflows/reglament.yml'))).toBe(true);
});

/** The workflow of a service as text, and the lines of its scripts. */
async function workflowOf(ci: string, ...more: string[]): Promise<{ cwd: string; text: string; lines: string[] }> {
  const cwd = scratch();
  const { code, stdout } = await within(['init', cwd, ...FLOW, '--ci', ci, ...more]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /next: npm install --save-dev --save-exact reglament@\d+\.\d+\.\d+, and commit package-lock\.json/u,
  );
  const text = readFileSync(join(cwd, ci === 'github' ? '.github/workflows/reglament.yml' : '.gitlab-ci.yml'), 'utf8');
  const lines = [...text.matchAll(/^ *- (?:run: )?((?:npm|npx) .*)$|^ +(npx .*)$/gmu)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  return { cwd, text, lines };
}

/** The errors of a workflow, by the parser of GitHub. */
async function githubErrors(content: string): Promise<string[]> {
  const trace = new NoOperationTraceWriter();
  const { context, value } = parseWorkflow({ name: 'reglament.yml', content }, trace);
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

/** What Node 20 lacks of what that program calls. */
const SETS = `for (const [name, keeps] of Object.entries({ union: () => true, difference: (o, x) => !o.has(x), intersection: (o, x) => o.has(x) }))
  Set.prototype[name] ??= function (o) { return new Set([...[...this].filter((x) => keeps(o, x)), ...(name === 'union' ? o : [])]); };`;

/** What a program that runs jobs of GitLab, and has its schema, says of a file: the jobs, or what is wrong. */
function gitlabJobs(cwd: string): Promise<Ended> {
  const program = join(packageFolder(), 'node_modules/gitlab-ci-local/dist/index.js');
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(SETS)}`,
    program,
    '--list-csv-all',
    '--home',
    cwd,
  ];
  return ended(spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }));
}

describe('a workflow', () => {
  it('is one of GitHub, which parses expressions and the cron line too', async () => {
    const { text } = await workflowOf('github');
    expect(await githubErrors(text)).toEqual([]);
    expect(await githubErrors(text.replace("'0 20 * * *'", "'0 25 * * *'"))).not.toEqual([]);
    expect(await githubErrors(text.replace('runs-on', 'run-on'))).not.toEqual([]);
    expect(await githubErrors(text.replace('matrix.portal', 'matrix..portal'))).not.toEqual([]);
  });

  it('is one of GitLab, with a job for each portal and part', async () => {
    const { cwd, text } = await workflowOf('gitlab');
    const { code, stdout, stderr } = await gitlabJobs(cwd);
    expect(code, stderr).toBe(0);
    expect(stdout.match(/^(?:part|conformance): \[.*?\]/gmu)).toEqual([
      'part: [portal,1]',
      'part: [portal,2]',
      'conformance: [portal]',
    ]);
    writeFileSync(join(cwd, '.gitlab-ci.yml'), text.replace('needs: [part]', 'needs: [parts]'));
    expect((await gitlabJobs(cwd)).code).not.toBe(0);
    writeFileSync(join(cwd, '.gitlab-ci.yml'), text.replace('when: always', 'when: ever'));
    expect((await gitlabJobs(cwd)).code).not.toBe(0);
  });

  it.each(['github', 'gitlab'])('of %s runs what the lock file holds, and nothing else', async (ci) => {
    const { cwd, lines } = await workflowOf(ci);
    expect(lines.filter((line) => line.startsWith('npm ci'))).toHaveLength(2);
    const commands = lines.filter((line) => !line.startsWith('npm ci'));
    expect(commands.length).toBeGreaterThanOrEqual(4);
    for (const command of commands) {
      const [, rest = ''] = /^npx --no -- reglament ([^|>]*?)(?: \|.*)?$/u.exec(command) ?? expect.fail(command);
      const args = rest
        .replaceAll(/\$\{\{ matrix\.portal \}\}|\$PORTAL\b/gu, 'portal')
        .replaceAll(/\$SHARD(?:\/2)?/gu, '1/2')
        .replaceAll(/\$(?:NONCE|CI_PIPELINE_ID)/gu, '1-1')
        .replaceAll('"', '');
      // The portal is not there: what the command line says of it shows that it was understood.
      const { stderr } = await within(args.split(' '), cwd);
      expect([command, stderr]).toEqual([command, expect.not.stringContaining('[usage]')]);
    }
  });
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
    const { text } = await workflowOf(ci, '--facade', 'node');
    expect(text.match(/--target "\$PORTAL_URL" --roster roster\.yaml/gu)).toHaveLength(2);
    expect(text).not.toContain('.yaml"');
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
