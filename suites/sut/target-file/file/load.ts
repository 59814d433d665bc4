// Loads a target file: checks its shape and its agreement with the regulations, and reads the secrets and keys that it points to.
import type { Regulation } from '../../../../schemas/regulation.ts';
import type { Roster } from '../../../../schemas/target/driver.ts';
import { Target } from '../../../../schemas/target/target.ts';
import { type Segment, writePath } from '../../../../schemas/violation.ts';
import type { OwnTls } from '../browser/tunnel.ts';
import type { MessageSignature } from '../message/message-signature.ts';
import { checkTarget } from './check.ts';
import { checkSignature } from './check-signature.ts';
import { readOwnFile } from './own-file.ts';
import { rosterOf } from './roster.ts';

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
  const own = readOwnFile(file, Target, environment);
  const { value: target, secrets, locate, refuse, read, pair } = own;
  refuse('target-inconsistent', checkTarget(target, regulations));
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
    roster: rosterOf(target, own),
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
