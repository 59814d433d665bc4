// Brings the build up to date before any test: tests run what users get, and that has to be what the sources say now.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import picomatch from 'picomatch';
import type { TestProject } from 'vitest/node';

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const PROJECT = 'tsconfig.build.json';
/** What decides, beside the sources, what is built. */
const SETTINGS = [PROJECT, 'tsconfig.json', 'package-lock.json'];

/** Vitest runs it once before all tests, and what it is given before every rerun of a watch. */
export function setup(project: TestProject): void {
  bringUpToDate(import.meta.dirname);
  project.onTestsRerun(() => bringUpToDate(import.meta.dirname));
}

/** Builds what has changed, and nothing where nothing has. @throws Error with what the compiler says where it does not compile */
export function bringUpToDate(root: string): void {
  const dist = join(root, 'dist');
  const stamp = join(dist, '.digest');
  const sources = sourcesIn(root);
  const outputs = sources
    .filter((name) => !name.endsWith('.d.ts'))
    .map((name) => join(dist, name.replace(/ts$/u, 'js')));
  const read = digestOf([...SETTINGS, ...sources].map((name) => join(root, name)));
  const digests = () => `${read} ${digestOf(builtIn(dist))}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digests()) return;
  // The compiler writes what it takes for changed, last of all when it was: it sees neither an edit in its folder nor a loss.
  if (builtIn(dist).some((path) => mtimeOf(path) > mtimeOf(join(dist, '.tsbuildinfo')))) compile(root, true);
  else compile(root, false);
  if (!outputs.every((path) => existsSync(path))) compile(root, true);
  const ours = new Set(outputs);
  for (const path of builtIn(dist)) if (!ours.has(path.replace(/\.d\.ts$|\.js\.map$/u, '.js'))) rmSync(path);
  writeFileSync(stamp, digests());
}

function compile(root: string, whole: boolean): void {
  const dist = join(root, 'dist');
  rmSync(whole ? dist : join(dist, '.digest'), { recursive: true, force: true });
  // What the compiler runs of itself is not to be covered.
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [TSC, '-p', PROJECT], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new Error(`the sources do not compile, and an old build is not tested in their place\n${stdout}${stderr}`);
}

/** The sources that are built, by their paths in the project. */
function sourcesIn(root: string): string[] {
  const { include, exclude } = JSON.parse(readFileSync(join(root, PROJECT), 'utf8'));
  const isLeftOut = picomatch(exclude);
  return filesIn(root, include).filter((name) => name.endsWith('.ts') && !isLeftOut(name));
}

/** The files that the compiler wrote. */
const builtIn = (dist: string): string[] =>
  existsSync(dist)
    ? filesIn(dist, ['.'])
        .filter((name) => /\.(?:js|js\.map|d\.ts)$/u.test(name))
        .map((name) => join(dist, name))
    : [];

const filesIn = (root: string, folders: readonly string[]): string[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .sort();

/** 0 where there is no such file. */
const mtimeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(existsSync(path) ? readFileSync(path) : '')
      .update('\0');
  return hash.digest('hex');
}
