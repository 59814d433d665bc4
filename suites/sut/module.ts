// The adapter for a portal that a vendor's own ES module drives: nothing that it says is believed before it was looked at.
import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConformanceError } from '../../schemas/errors.ts';
import { invalidity, validatorOf } from './harness/contract.ts';
import { guard, sayOf } from './module-guard.ts';
import type { Sut } from './sut.ts';

const SCRIPT = /^\.(ts|mts|js|mjs)$/u;

/** Whether a target is named that is a module. */
export const isModule = (target: string): boolean => SCRIPT.test(extname(target));

/**
 * Loads a module that exports `target`.
 * @throws ConformanceError `target-module` where it cannot be loaded, or does not export what it should
 */
export async function loadModule(file: string): Promise<Sut> {
  const refuse = (problem: string, cure: string, cause?: unknown) =>
    new ConformanceError('target-module', problem, { file, cure }, { cause });
  if (!existsSync(file)) throw refuse('there is no such file', 'correct the path');
  if (/^\.m?ts$/u.test(extname(file)) && !stripsTypes())
    throw refuse(
      `Node ${process.versions.node} does not run TypeScript`,
      'use Node 22.18 or newer, or compile it to a .js file',
    );
  let loaded: Record<string, unknown>;
  try {
    loaded = await import(pathToFileURL(resolve(file)).href);
  } catch (cause) {
    throw refuse(`it cannot be loaded: ${sayOf(cause)}`, 'mend it until `node FILE` runs', cause);
  }
  const { target } = loaded;
  if (isTarget(target)) return guard(target);
  throw refuse(whyNoTarget(target) ?? 'target is wrong', 'export const target, of the type Sut of reglament/sut');
}

const stripsTypes = (): boolean => Boolean(Reflect.get(process.features, 'typescript'));

const isTarget = (target: unknown): target is Sut => whyNoTarget(target) === null;

function whyNoTarget(target: unknown): string | null {
  if (typeof target !== 'object' || target === null) return 'it has no export `target`';
  const { name, description, openDrive, close, allowance, offer } = target as Partial<Record<keyof Sut, unknown>>;
  if (typeof name !== 'string' || name === '') return 'target.name is no text';
  for (const [key, value] of Object.entries({ openDrive, close }))
    if (typeof value !== 'function') return `target.${key} is no function`;
  const describes = validatorOf('describe');
  if (!describes(description)) return `target.description: ${invalidity(describes)}`;
  if (allowance !== undefined) {
    const { applications, walks, testSystem } = Object(allowance);
    if (!isCount(applications, 0) || !isCount(walks, 1) || typeof testSystem !== 'boolean')
      return 'target.allowance is no { applications, walks, testSystem }';
  }
  if (offer === undefined) return null;
  const sets = ['operations', 'persons', 'certificates', 'languages', 'shown'];
  const wrong = sets.find((key) => !(Object(offer)[key] instanceof Set));
  if (wrong !== undefined) return `target.offer.${wrong} is no Set`;
  return typeof Object(offer).reasons === 'object' ? null : 'target.offer.reasons is no object';
}

const isCount = (value: unknown, least: number): boolean => Number.isInteger(value) && Number(value) >= least;
