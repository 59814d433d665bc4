// Reads a YAML file of the user with the secrets, keys and certificates that it points to, and tells where something is wrong.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { ConformanceError } from '../../../../schemas/errors.ts';
import { type Loaded, loadYaml } from '../../../../schemas/load.ts';
import type { SigningKey } from '../../../../schemas/target/driver.ts';
import { type Segment, writePath } from '../../../../schemas/violation.ts';
import { clearSecrets } from './clear-secrets.ts';
import { type Environment, type Grants, Rights } from './rights.ts';
import { type Problem, resolveSecrets } from './secrets.ts';

/** A file that was read. */
export interface OwnFile<T> extends Loaded<T> {
  /** The values from the environment and from files that may never be shown. */
  secrets: string[];
  /** @throws ConformanceError for the first of the problems; none is fine */
  refuse(code: 'target-inconsistent' | 'target-secret' | 'target-untrusted', problems: readonly Problem[]): void;
  /** The text of a file that the path of this one names. @throws ConformanceError `target-inconsistent`, `target-untrusted` */
  read(path: Segment[], name: string): string;
  /** The certificate and the key that a part of the file names. @throws as `read` does */
  pair(path: Segment[], named: { certificate: string; key: string }): SigningKey;
  /** What the file may read. */
  rights: Rights;
}

/**
 * Reads a file of the user.
 * @param environment the variables that `${ENV:NAME}` refers to
 * @param grants what it may read besides its own
 * @param written how the file may be written
 * @throws ConformanceError `target-secret`, `target-untrusted`, and whatever `loadYaml` throws
 */
export function readOwnFile<S extends TSchema>(
  file: string,
  schema: S,
  environment: Environment,
  grants: Grants = {},
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
  const rights = new Rights(file, raw, environment, grants);
  const { value, secrets, denied, problems } = resolveSecrets(raw, dirname(file), environment, rights);
  refuse('target-untrusted', denied);
  refuse('target-secret', problems);
  const read = (path: Segment[], name: string) => {
    const text = textOf(resolve(dirname(file), name));
    if (text === null) {
      const problem = `the file ${name} cannot be read`;
      refuse('target-inconsistent', [{ path, value: name, problem, cure: 'correct the path' }]);
    }
    const is = path.at(-1) === 'key' ? 'key' : 'certificate';
    const why = rights.whyNotFile(name, { is, text: text ?? '' });
    refuse('target-untrusted', why === null ? [] : [{ path, value: name, ...why }]);
    return text ?? '';
  };
  const pair: OwnFile<unknown>['pair'] = (path, { certificate, key }) => ({
    certificatePem: read([...path, 'certificate'], certificate),
    privateKeyPem: read([...path, 'key'], key),
  });
  return { value, locate, secrets, refuse, read, pair, rights };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
