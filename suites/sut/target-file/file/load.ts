// Loads a target file: checks its shape and its agreement with the regulations, and reads the secrets and keys that it points to.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConformanceError } from '../../../../schemas/errors.ts';
import { loadYaml } from '../../../../schemas/load.ts';
import type { Regulation } from '../../../../schemas/regulation.ts';
import type { Roster, SigningKey } from '../../../../schemas/target/driver.ts';
import { Target } from '../../../../schemas/target/target.ts';
import { type Segment, writePath } from '../../../../schemas/violation.ts';
import type { OwnTls } from '../browser/tunnel.ts';
import type { MessageSignature } from '../message/message-signature.ts';
import { checkTarget } from './check.ts';
import { checkSignature } from './check-signature.ts';
import { clearSecrets, type Problem, resolveSecrets } from './secrets.ts';

/** A target that is checked and ready to be driven. */
export interface LoadedTarget {
  target: Target;
  roster: Roster;
  /** The values from the environment and from files that may never be shown. */
  secrets: string[];
  tls: OwnTls;
  /** The key that messages are signed with; null where they are not signed. */
  signature: MessageSignature | null;
  /** The place of a part of `target` in the file, as `file:line:column key`. */
  where(part: object, key?: string): string;
}

/**
 * Loads and checks a target file.
 * @param environment the variables that `${ENV:NAME}` refers to
 * @throws ConformanceError `target-inconsistent`, `target-secret`, and whatever `loadYaml` throws
 */
export function loadTarget(
  file: string,
  regulations: readonly Regulation[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LoadedTarget {
  const { value: raw, locate } = loadYaml(file, Target);
  const refuse = (code: 'target-inconsistent' | 'target-secret', problems: readonly Problem[]) => {
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
  const { value: target, secrets, problems } = resolveSecrets(raw, dirname(file), environment);
  refuse('target-secret', problems);
  refuse('target-inconsistent', checkTarget(target, regulations));
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
  const pair = (path: Segment[], { certificate, key }: NonNullable<Target['clientCertificate']>): SigningKey => ({
    certificatePem: read([...path, 'certificate'], certificate),
    privateKeyPem: read([...path, 'key'], key),
  });
  const certificates = Object.entries(target.certificates ?? {});
  const { messageSignature } = target;
  const signature = messageSignature && {
    ...pair(['messageSignature'], messageSignature),
    answers: messageSignature.answers?.map((name, at) => read(['messageSignature', 'answers', at], name)) ?? null,
  };
  if (signature !== undefined) refuse('target-inconsistent', checkSignature(signature));
  const paths = pathsOf(target);
  return {
    target,
    secrets,
    roster: {
      credentials: target.credentials,
      officer: target.officer ?? null,
      ...(target.employee === undefined ? {} : { employee: target.employee }),
      ...(target.operator === undefined ? {} : { operator: target.operator }),
      ...(target.staff === undefined ? {} : { staff: target.staff }),
      certificates: Object.fromEntries(certificates.map(([name, one]) => [name, pair(['certificates', name], one)])),
      issuers: (target.issuers ?? []).map((name, at) => read(['issuers', at], name)),
    },
    tls: {
      ca: target.extraCa === undefined ? null : read(['extraCa'], target.extraCa),
      certificate:
        target.clientCertificate === undefined ? null : pair(['clientCertificate'], target.clientCertificate),
    },
    signature: signature ?? null,
    where(part, key) {
      const path = [...(paths.get(part) ?? []), ...(key === undefined ? [] : [key])];
      const { line, col } = locate(path);
      return `${file}:${line}:${col} ${writePath(path)}`;
    },
  };
}

function pathsOf(target: Target): WeakMap<object, Segment[]> {
  const paths = new WeakMap<object, Segment[]>();
  const go = (value: unknown, path: Segment[]) => {
    if (typeof value !== 'object' || value === null) return;
    paths.set(value, path);
    for (const [key, inner] of Object.entries(value)) go(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  go(target, []);
  return paths;
}
