// The build that the tests run: it is what the sources say now, or the tests are not run.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { bringUpToDate } from '../vitest.build.ts';
import { scratch } from './spawned.ts';

const root = scratch();
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const built = (path: string) => readFileSync(join(root, 'dist', path), 'utf8');

beforeAll(() => {
  // The least that the compiler needs to know: without its library, a build takes no second.
  const known = ['Array<T>', 'Boolean', 'Function', 'IArguments', 'Number', 'Object', 'RegExp', 'String'];
  const compilerOptions = { incremental: true, tsBuildInfoFile: 'dist/.tsbuildinfo', rootDir: '.', outDir: 'dist' };
  const options = { ...compilerOptions, noLib: true, types: [], module: 'esnext', target: 'es2023' };
  write(
    'tsconfig.build.json',
    JSON.stringify({ compilerOptions: options, include: ['code'], exclude: ['**/*.test.ts'] }),
  );
  mkdirSync(join(root, 'code'));
  write('code/library.d.ts', known.map((name) => `interface ${name} {}`).join('\n'));
  write('code/kept.ts', 'export const kept = 1;');
  write('code/gone.ts', 'export const gone = 1;');
  write('code/kept.test.ts', 'export const isBuilt = true;');
  bringUpToDate(root);
});

it('is left alone while nothing has changed', () => {
  expect(built('code/gone.js')).toContain('gone = 1');
  expect(existsSync(join(root, 'dist/code/kept.test.js'))).toBe(false);
  const before = statSync(join(root, 'dist/.digest')).mtimeMs;
  write('code/kept.test.ts', 'export const isBuilt = false;');
  bringUpToDate(root);
  expect(statSync(join(root, 'dist/.digest')).mtimeMs).toBe(before);
});

it('holds an edit, and nothing of a source that is gone', () => {
  write('code/kept.ts', 'export const kept = 2;');
  rmSync(join(root, 'code/gone.ts'));
  bringUpToDate(root);
  expect(built('code/kept.js')).toContain('kept = 2');
  expect(existsSync(join(root, 'dist/code/gone.js'))).toBe(false);
});

it.each([
  ['was edited', () => write('dist/code/kept.js', 'export const kept = 3;')],
  ['is lost', () => rmSync(join(root, 'dist/code/kept.js'))],
])('is built again where a file of it %s', (_, harm) => {
  harm();
  bringUpToDate(root);
  expect(built('code/kept.js')).toContain('kept = 2');
});

it('is refused, now and later, where the sources do not compile', () => {
  write('code/kept.ts', 'export const kept: string = 4;');
  const refused = /do not compile[\s\S]*code\/kept\.ts\(1,14\): error TS2322/u;
  expect(() => bringUpToDate(root)).toThrow(refused);
  expect(() => bringUpToDate(root)).toThrow(refused);
});
