// What the command line loads before it knows what is asked for: next to nothing, so that help comes at once.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { reglament, scratch, within } from './spawned.ts';

/** The files that node loads for a command line, from the folder of the package; the engine's own record of what it ran. */
async function loadedFor(args: readonly string[]): Promise<string[]> {
  const folder = scratch();
  const { code, stderr } = await reglament(args, undefined, { ...process.env, NODE_V8_COVERAGE: folder });
  expect(code, stderr).toBe(0);
  const scripts: { url: string }[] = readdirSync(folder).flatMap(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).result,
  );
  return scripts
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => relative(packageFolder(), fileURLToPath(url)));
}

it.each([['--help'], ['--version']])('%s loads thirteen files of ours and no package but commander', async (flag) => {
  const loaded = await loadedFor([flag]);
  const [packages, ours] = [
    loaded.filter((path) => path.startsWith('node_modules')),
    loaded.filter((path) => !path.startsWith('node_modules')),
  ];
  expect(ours.sort()).toEqual([
    'dist/cli/commands/options.js',
    'dist/cli/commands/portal.js',
    'dist/cli/commands/regulations.js',
    'dist/cli/commands/reports.js',
    'dist/cli/ending.js',
    'dist/cli/main.js',
    'dist/cli/program.js',
    'dist/cli/signals.js',
    'dist/cli/version.js',
    'dist/reporters/annex-names.js',
    'dist/reporters/registry.js',
    'dist/schemas/fixture.js',
    'dist/schemas/starved.js',
  ]);
  expect(packages.filter((path) => !path.startsWith('node_modules/commander/'))).toEqual([]);
  expect(packages.length).toBeLessThan(12);
});

it.each([['--version'], ['-V']])('%s is the version of the package', async (flag) => {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  expect(await within([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});
