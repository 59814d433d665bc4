// Reads a YAML file of the user with the secrets, keys and certificates that it points to, and tells where something is wrong.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { ConformanceError } from '../../../../schemas/errors.ts';
import { type Loaded, loadYaml } from '../../../../schemas/load.ts';
import type { SigningKey } from '../../../../schemas/target/driver.ts';
import { type Segment, writePath } from '../../../../schemas/violation.ts';
import { clearSecrets, type Problem, resolveSecrets } from './secrets.ts';

/** A file that was read. */
export interface OwnFile<T> extends Loaded<T> {
  /** The values from the environment and from files that may never be shown. */
  secrets: string[];
  /** @throws ConformanceError for the first of the problems; none is fine */
  refuse(code: 'target-inconsistent' | 'target-secret', problems: readonly Problem[]): void;
  /** The text of a file that the path of this one names. @throws ConformanceError `target-inconsistent` */
  read(path: Segment[], name: string): string;
  /** The certificate and the key that a part of the file names. @throws ConformanceError `target-inconsistent` */
  pair(path: Segment[], named: { certificate: string; key: string }): SigningKey;
}

/**
 * Reads a file of the user.
 * @param environment the variables that `${ENV:NAME}` refers to
 * @param written how the file may be written
 * @throws ConformanceError `target-secret`, and whatever `loadYaml` throws
 */
export function readOwnFile<S extends TSchema>(
  file: string,
  schema: S,
  environment: Readonly<Record<string, string | undefined>>,
  written: Parameters<typeof loadYaml>[2] = {},
): OwnFile<Static<S>> {
  const { value: raw, locate } = loadYaml(file, schema, written);
  const refuse: OwnFile<unknown>['refuse'] = (code, problems) => {
    const [first, ...more] = problems;
    if (first === undefined) return;
    const { line, col } = locate(first.path, first.blames);
    const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
    throw new ConformanceError(code, first.problem + rest, {
      file,
      line,
      column: col,
      key: writePath(first.path),
      value: first.value,
      cure: first.cure,
    });
  };
  refuse('target-secret', clearSecrets(raw));
  const { value, secrets, problems } = resolveSecrets(raw, dirname(file), environment);
  refuse('target-secret', problems);
  const read = (path: Segment[], name: string) => {
    try {
      return readFileSync(resolve(dirname(file), name), 'utf8');
    } catch {
      refuse('target-inconsistent', [
        { path, value: name, problem: `the file ${name} cannot be read`, cure: 'correct the path' },
      ]);
      return '';
    }
  };
  const pair: OwnFile<unknown>['pair'] = (path, { certificate, key }) => ({
    certificatePem: read([...path, 'certificate'], certificate),
    privateKeyPem: read([...path, 'key'], key),
  });
  return { value, locate, secrets, refuse, read, pair };
}
