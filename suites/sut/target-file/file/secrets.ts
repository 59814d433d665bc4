// Reads what a target file leaves to the environment and to other files, such as secrets.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Segment } from '../../../../schemas/violation.ts';
import { denialOf, type Environment, type Rights } from './rights.ts';

/** Something that is wrong with a target file, where it stands, and how to mend it. */
export interface Problem {
  path: Segment[];
  problem: string;
  cure: string;
  value?: unknown;
  /** Whether the message points at the key or at the value of the path; the value by default. */
  blames?: 'key' | 'value';
}

const REFERENCE = /\$\{(ENV|FILE):([^}]*)\}/gu;
/** Keys that hold paths, and what may be shown even if it is read from the environment. */
const PATHS = new Set(['certificates', 'issuers', 'clientCertificate', 'extraCa', 'messageSignature', 'browser']);
const OPEN = new Set([...PATHS, 'baseUrl', 'hosts']);

/** A value without references, the secrets that were filled in, what may not be read, and the references that could not be. */
export interface Resolved<T> {
  value: T;
  secrets: string[];
  denied: Problem[];
  problems: Problem[];
}

/** A reference and where it stands. */
interface Reference {
  name: string;
  path: Segment[];
  value: string;
  /** Whether it stands where a path is written. */
  isPath: boolean;
}

/**
 * Fills in every `${ENV:NAME}` and `${FILE:path}` that may be read, and notes what it fills in as a secret.
 * @param folder the folder from which relative paths lead
 */
export function resolveSecrets<T>(value: T, folder: string, environment: Environment, rights: Rights): Resolved<T> {
  const secrets: string[] = [];
  const problems: Problem[] = [];
  const denied: Problem[] = [];
  const closed: Reference[] = [];
  const missing: Reference[] = [];
  const variable = (reference: Reference) => {
    const { name, isPath } = reference;
    if (!rights.mayRead(name, isPath)) {
      closed.push(reference);
      return '';
    }
    const found = environment[name];
    if (found === undefined) missing.push(reference);
    return found ?? '';
  };
  const file = ({ name, path, value: whole }: Reference) => {
    const why = rights.whyNotFile(name);
    if (why !== null) {
      denied.push({ path, value: whole, ...why });
      return '';
    }
    const found = contentOf(resolve(folder, name));
    if (found === null)
      problems.push({ path, value: whole, problem: `the file ${name} cannot be read`, cure: 'correct the path' });
    return found ?? '';
  };
  const read = (text: string, path: Segment[]) => {
    const key = String(path[0] === 'flows' ? path[2] : path[0]);
    const isPath = PATHS.has(key);
    return text.replace(REFERENCE, (whole, kind: string, name: string, at: number) => {
      const found = (kind === 'ENV' ? variable : file)({ name, path, value: whole, isPath });
      if (found === '') return '';
      if (kind === 'ENV' && at === 0 && isPath) rights.lend(found);
      if (!OPEN.has(key)) secrets.push(found);
      return found;
    });
  };
  const go = (inner: unknown, path: Segment[]): unknown => {
    if (typeof inner === 'string') return read(inner, path);
    if (Array.isArray(inner)) return inner.map((item, at) => go(item, [...path, at]));
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, go(item, [...path, key])]));
  };
  // The cast is safe: texts are only replaced by texts, so the value keeps its shape.
  const resolved = go(value, []) as T;
  return {
    ...{ value: resolved, secrets },
    denied: [...atOnce(closed, denialOf), ...denied],
    problems: [...atOnce(missing, lackOf), ...problems],
  };
}

/** One problem for all variables, so that they can be mended in one go; it points at the first of them. */
function atOnce(
  references: readonly Reference[],
  told: (names: readonly string[]) => Pick<Problem, 'problem' | 'cure'>,
): Problem[] {
  const names = [...new Set(references.map(({ name }) => name))];
  return references.slice(0, 1).map(({ path, value }) => ({ path, value, ...told(names) }));
}

const lackOf = (names: readonly string[]) => ({
  problem: `the environment has no ${names.join(', ')}`,
  cure: `set ${names.join(', ')}`,
});

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
