// Keeps secrets out of the text of a target file: refuses them in clear text, and reads them from the environment or from other files.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Segment } from '../../../../schemas/violation.ts';
import { SECRET_NAME } from '../../evidence/redaction.ts';

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
/** Keys below which nothing is sent: `token` there is the name of a pick, a pattern or a reason and not a secret. */
const NOT_SENT = new Set(['pick', 'answer', 'patterns', 'lacks', 'until', 'refused', 'namespaces', 'journal', 'words']);

/** All texts that stand under a name such as `password` and are neither a reference nor a template. */
export function clearSecrets(value: unknown, path: Segment[] = []): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (NOT_SENT.has(key)) return [];
    if (typeof inner !== 'string') return clearSecrets(inner, at);
    if (!SECRET_NAME.test(key) || inner === '' || /\$\{|\{\{/u.test(inner)) return [];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of the file
    const cure = 'write ${ENV:NAME} or ${FILE:path}, and keep the secret there';
    return [{ path: at, problem: 'is a secret in clear text', cure }];
  });
}

/** Keys that hold addresses and paths, which may be shown even if they are read from the environment. */
const OPEN = new Set([
  'baseUrl',
  'hosts',
  'certificates',
  'issuers',
  'clientCertificate',
  'extraCa',
  'messageSignature',
]);

/** A value without references, the secrets that were filled in, and the references that could not be read. */
export interface Resolved<T> {
  value: T;
  secrets: string[];
  problems: Problem[];
}

/**
 * Fills in every `${ENV:NAME}` and `${FILE:path}`, and notes what it fills in as a secret.
 * @param folder the folder from which relative paths lead
 */
export function resolveSecrets<T>(
  value: T,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Resolved<T> {
  const secrets: string[] = [];
  const problems: Problem[] = [];
  const missing: { name: string; path: Segment[]; value: string }[] = [];
  const read = (text: string, path: Segment[]) =>
    text.replace(REFERENCE, (whole, kind: string, name: string) => {
      const found = kind === 'ENV' ? environment[name] : contentOf(resolve(folder, name));
      if (found === undefined || found === null) {
        if (kind === 'ENV') missing.push({ name, path, value: whole });
        else
          problems.push({ path, value: whole, problem: `the file ${name} cannot be read`, cure: 'correct the path' });
        return '';
      }
      if (!OPEN.has(String(path[0] === 'flows' ? path[2] : path[0]))) secrets.push(found);
      return found;
    });
  const go = (inner: unknown, path: Segment[]): unknown => {
    if (typeof inner === 'string') return read(inner, path);
    if (Array.isArray(inner)) return inner.map((item, at) => go(item, [...path, at]));
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, go(item, [...path, key])]));
  };
  // The cast is safe: texts are only replaced by texts, so the value keeps its shape.
  const resolved = go(value, []) as T;
  return { value: resolved, secrets, problems: [...lackOf(missing), ...problems] };
}

/** One problem for all missing environment variables, so that they can be set in one go; it points at the first of them. */
function lackOf(missing: readonly { name: string; path: Segment[]; value: string }[]): Problem[] {
  const names = [...new Set(missing.map(({ name }) => name))].join(', ');
  return missing
    .slice(0, 1)
    .map(({ path, value }) => ({ path, value, problem: `the environment has no ${names}`, cure: `set ${names}` }));
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
