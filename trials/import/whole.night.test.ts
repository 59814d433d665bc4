// A whole act that nobody has seen before: read from its text, answered by a person, it is a regulation whose suites pass, in every command.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratch, start, within } from '../../cli/spawned.ts';

const FOLDER = join(import.meta.dirname, 'whole');

/** A regulation with a step table, and rules with the table of basic requirements: what each is called, its text, and how many steps its tables have. */
const ACTS = [
  { ID: 'security-licence', text: 'security-licence.txt', steps: 11, mutants: 'security-licence/portal/pay/skips' },
  {
    ID: 'archive-certificate',
    text: 'archive-certificate.html',
    steps: 0,
    mutants: 'archive-certificate/portal/sign/skips',
  },
];

describe.each(ACTS)('$ID that is imported', ({ ID, text: name, steps, mutants }) => {
  const cwd = scratch();
  const file = join(cwd, `${ID}.yaml`);
  const brought = ['--regulations', file, '--regulation', ID];

  beforeAll(async () => {
    const read = await within(['import', join(FOLDER, name), '--out', '.'], cwd);
    expect(read.code, read.stderr).toBe(3);
    const answers = join(FOLDER, `${ID}.answers.yaml`);
    const reviewed = await within(['import', '--review', file, '--answers', answers], cwd);
    expect(reviewed, reviewed.stdout).toMatchObject({ code: 0 });
  });

  it('has no worklist once every entry is answered', () => {
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/: unread|- unread|^worklist/mu);
  });

  it('is linted and printed like those of the package', async () => {
    expect(await within(['lint', file], cwd)).toMatchObject({ code: 0 });
    const { stdout } = await within(['tables', file, '--json'], cwd);
    expect(JSON.parse(stdout)).toHaveLength(steps);
  });

  it('passes on the simulator', async () => {
    const { code, stdout } = await within(['run', '--target', 'simulator', ...brought, '--out', 'run'], cwd);
    const { outcome, counts } = JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8'));
    expect({ code, outcome, fail: counts.fail }, stdout).toEqual({ code: 0, outcome: 'passed', fail: 0 });
  }, 400_000);

  it.each([
    ['list', ['assertions']],
    ['plan', ['--target', 'simulator']],
    ['coverage', []],
    ['prove', ['--mutant', mutants, '--jobs', '1']],
  ])(
    'is brought in by %s',
    async (command, options) => {
      const { code, stdout, stderr } = await within([command, ...options, ...brought, '--json'], cwd);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stdout).toContain(ID);
    },
    400_000,
  );

  it.skipIf(steps > 0)(
    'has a mutant for every assertion on its table of basic requirements',
    async () => {
      const { code, stdout } = await within(['prove', ...brought, '--json'], cwd);
      const listed = await within(['list', 'assertions', ...brought, '--json'], cwd);
      const required = JSON.parse(listed.stdout).assertions.filter(({ source }: { source: object[] }) =>
        source.some((place) => 'requirement' in place),
      );
      const killing = new Set(JSON.parse(stdout).mutants.flatMap(({ killedBy }: { killedBy: string[] }) => killedBy));
      expect(code).toBe(0);
      expect(required.length).toBeGreaterThan(15);
      expect(required.map(({ id }: { id: string }) => id).filter((id: string) => !killing.has(id))).toEqual([]);
    },
    400_000,
  );

  it('is linted beside those of the package', async () => {
    const { stdout } = await within(['lint', '--regulations', file, '--json'], cwd);
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ regulation: ID, clean: true }));
  });

  it('is served by the simulator', async () => {
    const simulator = start(['simulate', '--port', '0', '--regulations', file], cwd);
    try {
      const said = await new Promise<string>((resolve) => {
        let all = '';
        simulator.stdout?.on('data', (chunk) => {
          all += String(chunk);
          if (/https?:\/\/\S+/u.test(all)) resolve(all);
        });
        simulator.once('exit', () => resolve(all));
      });
      const [url = ''] = /https?:\/\/[\d.:[\]a-z]+/u.exec(said) ?? [];
      const offered = await fetch(`${url}/`);
      expect(await offered.text()).toContain(`${ID}/portal`);
    } finally {
      simulator.kill();
    }
  });
});
