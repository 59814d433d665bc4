// Secrets of a target file: they stand in the environment or in a file of their own, never in the text.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Segment } from '../../../../schemas/violation.ts';

/** Something that is wrong with a target file, and where. */
export interface Problem {
  path: Segment[];
  problem: string;
  cure: string;
  value?: unknown;
  blames?: 'key' | 'value';
}

const REFERENCE = /\$\{(ENV|FILE):([^}]*)\}/gu;
const SECRET_KEY = /pass(word|wd|phrase)?|secret|token|api[-_]?key|authorization|\bpin\b/iu;
/** Below these a key names a pick, a pattern or a reason, not something that is sent. */
const NOT_SENT = new Set(['pick', 'answer', 'patterns', 'lacks', 'until', 'refused', 'namespaces', 'journal', 'words']);

/** Every text of the file that is a secret in clear text. */
export function clearSecrets(value: unknown, path: Segment[] = []): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (NOT_SENT.has(key)) return [];
    if (typeof inner !== 'string') return clearSecrets(inner, at);
    if (!SECRET_KEY.test(key) || inner === '' || /\$\{|\{\{/u.test(inner)) return [];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of the file
    const cure = 'write ${ENV:NAME} or ${FILE:path}, and keep the secret there';
    return [{ path: at, problem: 'is a secret in clear text', cure }];
  });
}

/** Addresses and paths may be shown. */
const OPEN = new Set([
  'baseUrl',
  'hosts',
  'certificates',
  'issuers',
  'clientCertificate',
  'extraCa',
  'messageSignature',
]);

export interface Resolved<T> {
  value: T;
  secrets: string[];
  problems: Problem[];
}

/** The same value with every `${ENV:NAME}` and `${FILE:path}` read; what was read is kept as a secret. */
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
      if (!OPEN.has(String(path[0]))) secrets.push(found);
      return found;
    });
  const go = (inner: unknown, path: Segment[]): unknown => {
    if (typeof inner === 'string') return read(inner, path);
    if (Array.isArray(inner)) return inner.map((item, at) => go(item, [...path, at]));
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, go(item, [...path, key])]));
  };
  // Only texts change, and only into texts: the value keeps its shape.
  const resolved = go(value, []) as T;
  return { value: resolved, secrets, problems: [...lackOf(missing), ...problems] };
}

/** All variables that the environment lacks are one thing to mend, told where the first of them stands. */
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
