// The package as it is published: what the documentation shows runs in an empty project that holds nothing but it.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { scratch } from './spawned.ts';

const project = scratch();
const modules = join(project, 'node_modules');

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: packageFolder(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed.toString());
  mkdirSync(join(modules, 'reglament'), { recursive: true });
  execFileSync('tar', ['-xzf', join(project, filename), '-C', join(modules, 'reglament'), '--strip-components=1']);
  // What it depends on is linked and not installed, so that the test needs no network.
  for (const name of readdirSync(join(packageFolder(), 'node_modules')).filter((one) => !one.startsWith('.')))
    symlinkSync(join(packageFolder(), 'node_modules', name), join(modules, name));
  writeFileSync(join(project, 'package.json'), '{"type":"module","private":true}');
}, 120_000);

/** The code blocks of a page that import from the package. */
const shown = (page: string) =>
  [...readFileSync(join(packageFolder(), page), 'utf8').matchAll(/```js\n([\s\S]*?)```/gu)]
    .map(([, code = '']) => code)
    .filter((code) => /from 'reglament\/(?:msw|simulator)'/u.test(code));

it('runs the simulator as the guide shows it', () => {
  const blocks = shown('docs/vendors.md');
  expect(blocks).not.toEqual([]);
  for (const [n, code] of blocks.entries()) {
    writeFileSync(join(project, `shown-${n}.js`), code);
    const printed = execFileSync('node', [`shown-${n}.js`], { cwd: project }).toString();
    expect(printed).toContain('/portal');
  }
});

it('runs the example of unit tests against the simulator', () => {
  cpSync(join(packageFolder(), 'docs/examples/msw'), join(project, 'msw'), { recursive: true });
  const ran = spawnSync('node', [join(modules, 'vitest/vitest.mjs'), 'run', '--root', 'msw'], { cwd: project });
  expect(`${ran.stdout}${ran.stderr}`).toMatch(/\d passed/u);
  expect(ran.status).toBe(0);
});

it('exports what it says, and the command', () => {
  const { exports, bin } = JSON.parse(readFileSync(join(modules, 'reglament/package.json'), 'utf8'));
  const names = Object.keys(exports).filter((name) => name !== './vitest' && !name.endsWith('.json'));
  const code = names.map((name) => `await import('reglament${name.slice(1)}');`).join('\n');
  execFileSync('node', ['--input-type=module', '-e', code], { cwd: project });
  const command = join(modules, 'reglament', bin.reglament);
  const init = [
    'init',
    'facade',
    '--regulation',
    'passenger-transport-licence',
    '--flow',
    'portal',
    '--facade',
    'node',
  ];
  execFileSync('node', [command, ...init], { cwd: project });
  execFileSync('node', ['--check', 'facade/facade.mjs'], { cwd: project });
  expect(execFileSync('node', [command, '--version'], { cwd: project }).toString()).toMatch(/^\d+\.\d+\.\d+\n$/u);
});
