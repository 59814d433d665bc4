// Loads an ES module that somebody else wrote, and checks what it exports before anything of it is used.
import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { type Static, type TSchema, Type } from 'typebox';
import { ConformanceError, type ErrorCode } from '../errors.ts';
import { unlessStarved } from '../starved.ts';
import { findViolation, writePath } from '../violation.ts';

const SCRIPT = /^\.m?[jt]s$/u;
const ajv = new Ajv({ strict: true, allowUnionTypes: true, verbose: true });
ajv.addKeyword({
  keyword: 'is',
  validate: (kind: string, value: unknown) =>
    kind === 'function' ? typeof value === 'function' : value instanceof Set,
});

/** A place of a module that holds a function; which one is for the caller to say, since no check can see it. */
export const Callable = <F>() => Type.Unsafe<F>({ is: 'function' });

/** A place of a module that holds a Set; what is in it is for the caller to say. */
export const SetOf = <T>() => Type.Unsafe<ReadonlySet<T>>({ is: 'Set' });

/** Whether a path is that of a module, by its extension. */
export const isModulePath = (path: string): boolean => SCRIPT.test(extname(path));

/** What was thrown, in one line. */
export function sayOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}

/**
 * Loads a module.
 * @param file its path, from the working directory
 * @param code of the error that is thrown
 * @returns what it exports, by name
 * @throws ConformanceError where there is no such file, Node does not run TypeScript, or the module cannot be loaded
 */
export async function loadModule(file: string, code: ErrorCode): Promise<Readonly<Record<string, unknown>>> {
  const refuse = (problem: string, cure: string, cause?: unknown) =>
    new ConformanceError(code, problem, { file, cure }, { cause });
  if (!existsSync(file)) throw refuse('there is no such file', 'correct the path');
  if (extname(file).endsWith('ts') && !Reflect.get(process.features, 'typescript'))
    throw refuse(
      `Node ${process.versions.node} does not run TypeScript`,
      'use Node 22.18 or newer, or compile it to a .js file',
    );
  try {
    const never = () => new Error('it waits for something that never comes');
    return await unlessStarved(import(pathToFileURL(resolve(file)).href), never);
  } catch (cause) {
    throw refuse(`it cannot be loaded: ${sayOf(cause)}`, 'mend it until `node FILE` runs', cause);
  }
}

/** Where an export stands, and what goes with an error about it. */
export interface ExportPlace {
  readonly file: string;
  /** The name of the export. */
  readonly name: string;
  /** The type that it should have, for the cure. */
  readonly type: string;
  readonly code: ErrorCode;
}

/**
 * Checks that what a module exports has a shape.
 * @param exported the export, or what it made
 * @throws ConformanceError that names the file, the key, its value and the cure
 */
export function checkExport<S extends TSchema>(
  schema: S,
  exported: unknown,
  { file, name, type, code }: ExportPlace,
): asserts exported is Static<S> {
  const cure = `export const ${name}, of the type ${type}`;
  if (exported === undefined) throw new ConformanceError(code, `it has no export \`${name}\``, { file, cure });
  const found = findViolation(ajv, schema, exported, [name]);
  if (found === null) return;
  const details = { file, key: writePath(found.path), value: found.value, cure: found.cure };
  throw new ConformanceError(code, found.problem, details);
}
