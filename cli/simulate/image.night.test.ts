// The steps of the container file, done in a root folder that holds nothing but Node and the libraries that it loads: no registry of images is needed.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DockerfileParser } from 'dockerfile-ast';
import { expect, it } from 'vitest';
import { packageFolder } from '../../schemas/fixture.ts';
import { scratch } from '../spawned.ts';

const MINUTES = 60_000;
const WHO = '1000:1000';
const instructions = DockerfileParser.parse(
  readFileSync(join(packageFolder(), 'Containerfile'), 'utf8'),
).getInstructions();
const argumentsOf = (keyword: string): string =>
  instructions.find((one) => one.getKeyword() === keyword)?.getRawArgumentsContent() ?? '';

/** Only root may change the root folder, and only at night is a whole package installed. */
const canBuild = process.platform === 'linux' && process.getuid?.() === 0 && process.env.REGLAMENT_ALL !== undefined;

/** Copies a program with the libraries that it loads. */
function bring(root: string, program: string, to: string): void {
  const libraries = execFileSync('ldd', [program]).toString().match(/\/\S+/gu) ?? [];
  for (const [from, at] of [[program, to], ...libraries.map((one) => [one, one])]) {
    mkdirSync(dirname(join(root, at ?? '')), { recursive: true });
    copyFileSync(realpathSync(from ?? ''), join(root, at ?? ''));
  }
}

/** The package, installed as the file says, but for the scripts of dependencies, some of which fetch from elsewhere. */
function build(): string {
  const root = scratch();
  // A scratch folder is its owner's alone, and somebody else has to start what is in it.
  chmodSync(root, 0o755);
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', root], {
    ...{ cwd: packageFolder(), stdio: ['ignore', 'pipe', 'ignore'] },
  });
  const [{ filename }] = JSON.parse(packed.toString());
  const [npm = '', ...words] = argumentsOf('RUN').split(' ');
  expect(words.at(-1)).toBe('/tmp/reglament-*.tgz');
  const more = ['--prefix', join(root, 'usr/local'), '--ignore-scripts', '--prefer-offline', join(root, filename)];
  execFileSync(npm, [...words.slice(0, -1), ...more], { stdio: 'ignore' });
  bring(root, process.execPath, '/usr/local/bin/node');
  bring(root, '/usr/bin/env', '/usr/bin/env');
  mkdirSync(join(root, 'home/node'), { recursive: true });
  return root;
}

const inside = (root: string, args: readonly string[]): ChildProcess =>
  spawn('chroot', [`--userspec=${WHO}`, root, '/usr/bin/env', '-i', 'PATH=/usr/local/bin:/usr/bin', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

it.skipIf(!canBuild)(
  'installs, starts as nobody in particular, is healthy and stops',
  { timeout: 5 * MINUTES },
  async () => {
    const root = build();
    const entry: string[] = JSON.parse(argumentsOf('ENTRYPOINT'));
    const child = inside(root, [argumentsOf('ENV'), ...entry.with(entry.indexOf('--port') + 1, '0')]);
    if (child.stdout === null) throw new Error('nothing is printed');
    const [line] = await once(createInterface(child.stdout), 'line');
    const { port } = new URL(String(JSON.parse(line).url));
    const check: string[] = JSON.parse(argumentsOf('HEALTHCHECK').replace(/^.*?CMD /u, ''));
    const healthy = inside(
      root,
      check.map((one) => one.replace('8080', port)),
    );
    expect(await once(healthy, 'exit')).toEqual([0, null]);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const body = JSON.stringify({ seed: 1, now: '2013-03-15T10:00:00+06:00' });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`http://127.0.0.1:${port}/worlds`, { method: 'POST', headers, body })).status).toBe(201);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);
