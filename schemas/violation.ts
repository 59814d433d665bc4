// Says in one sentence why a value does not fit its schema, also where the schema is a union.
import type { Ajv, ErrorObject, SchemaObject } from 'ajv';
import type { ErrorCode } from './errors.ts';
import { nearest } from './nearest.ts';

/** One part of the path from the root of a document to a value: a key or an index. */
export type Segment = string | number;

/** Why a value does not fit its schema. */
export interface Violation {
  readonly code: Extract<ErrorCode, 'schema-violation' | 'unknown-key'>;
  readonly path: Segment[];
  /** Whether the last key of the path is at fault, or the value under it. */
  readonly blames: 'key' | 'value';
  readonly value: unknown;
  readonly problem: string;
  readonly cure: string;
}

const LIST_LIMIT = 16;

/** The path as messages show it, such as `flows.portal.steps[3].actor`. */
export function writePath(path: readonly Segment[]): string {
  return path.map((part, n) => (typeof part === 'number' ? `[${part}]` : n === 0 ? part : `.${part}`)).join('');
}

/** The value as messages show it: JSON, cut at about 60 characters. */
export function writeValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The cure for a value that has to be one of several: "use one of ...", with the choice that is most likely meant first. */
export function writeChoice(value: unknown, choices: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, choices) : null;
  const shown = choices.slice(0, LIST_LIMIT).join(', ') + (choices.length > LIST_LIMIT ? ', ...' : '');
  return near === null ? `use one of ${shown}` : `did you mean ${near}? Use one of ${shown}`;
}

/**
 * The first reason why the value does not fit the schema, or null where it fits. In a union it looks only into the branch whose own keys
 * the value has, because that is the branch which was meant. The schema may refer to its `$defs`.
 */
export function findViolation(ajv: Ajv, schema: SchemaObject, value: unknown, path: Segment[] = []): Violation | null {
  const validate = ajv.compile(schema);
  if (validate(value)) return null;
  const error = validate.errors?.at(-1);
  if (error === undefined) return null;
  const at = [...path, ...readPointer(error.instancePath, value)];
  if (error.keyword !== 'anyOf') return describe(error, at);
  const { $defs = {} } = schema;
  const named: SchemaObject[] = Array.isArray(error.schema) ? error.schema : [];
  const branches = named.map((branch) => $defs[/[^/]+$/u.exec(branch.$ref ?? '')?.[0] ?? ''] ?? branch);
  const branch = chooseBranch(branches, error.data);
  if (branch !== null) return findViolation(ajv, { ...branch, $defs }, error.data, at);
  const keys = branches.flatMap((one) => ownKeys(one, branches).slice(0, 1));
  return violation(
    at,
    error.data,
    `${writeValue(error.data)} has none of the keys ${keys.join(', ')}`,
    'add one of them',
  );
}

function readPointer(pointer: string, root: unknown): Segment[] {
  let here: unknown = root;
  return pointer
    .split('/')
    .slice(1)
    .map((raw) => {
      const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
      const part = Array.isArray(here) ? Number(key) : key;
      here = isRecord(here) || Array.isArray(here) ? Reflect.get(here, part) : undefined;
      return part;
    });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requiredKeys(schema: SchemaObject): string[] {
  return schema.required ?? [];
}

/** The required keys of a branch that no other branch requires; they show which branch a value is meant for. */
function ownKeys(branch: SchemaObject, branches: readonly SchemaObject[]): string[] {
  return requiredKeys(branch).filter((key) =>
    branches.every((one) => one === branch || !requiredKeys(one).includes(key)),
  );
}

function chooseBranch(branches: readonly SchemaObject[], value: unknown): SchemaObject | null {
  const candidates = branches.filter((branch) => branch.type !== 'null');
  const [typed, ...others] = candidates.filter((branch) => branch.type === typeName(value));
  if (typed !== undefined && others.length === 0) return typed;
  if (candidates.length === 1 || !isRecord(value)) {
    const fitting = candidates.find((branch) => branch.type === (Array.isArray(value) ? 'array' : typeof value));
    return fitting ?? candidates[0] ?? null;
  }
  const has = (branch: SchemaObject) => ownKeys(branch, candidates).filter((key) => key in value).length;
  const ranked = candidates.toSorted((a, b) => has(b) - has(a));
  const best = ranked[0];
  return best !== undefined && has(best) > 0 ? best : null;
}

function violation(path: Segment[], value: unknown, problem: string, cure: string): Violation {
  return { code: 'schema-violation', path, blames: 'value', value, problem, cure };
}

function describe(error: ErrorObject, path: Segment[]): Violation {
  const { keyword, params, data } = error;
  const shown = writeValue(data);
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(error, path, String(params.additionalProperty));
    case 'required': {
      const key = String(params.missingProperty);
      const known = knownKeys(error);
      const misspelt = isRecord(data) ? Object.keys(data).find((one) => !known.includes(one)) : undefined;
      if (misspelt !== undefined && nearest(misspelt, [key]) !== null) return unknownKey(error, path, misspelt);
      return violation([...path, key], undefined, 'is missing', `add the key ${key}`);
    }
    case 'enum':
      return violation(
        path,
        data,
        `${shown} is not known here`,
        writeChoice(data, (params.allowedValues ?? []).map(String)),
      );
    case 'type': {
      const wanted = [params.type].flat().join(' or ');
      const cure = wanted === 'string' && typeof data === 'number' ? 'put it in quotes' : `write ${article(wanted)}`;
      return violation(path, data, `${shown} is ${article(typeName(data))}, not ${article(wanted)}`, cure);
    }
    case 'pattern':
      return violation(path, data, `${shown} does not have the right form`, `write it to match ${params.pattern}`);
    case 'is':
      return violation(path, data, `${shown} is no ${error.schema}`, `give it ${article(String(error.schema))}`);
    default:
      return violation(path, data, `${shown} ${error.message ?? 'does not fit'}`, 'correct the value');
  }
}

function knownKeys({ parentSchema }: ErrorObject): string[] {
  return Object.keys(parentSchema?.properties ?? {});
}

function unknownKey(error: ErrorObject, path: Segment[], key: string): Violation {
  const known = knownKeys(error);
  const value = isRecord(error.data) ? error.data[key] : undefined;
  const cure = known.length > 0 ? writeChoice(key, known) : 'write lower-case words joined by hyphens';
  const problem = `unknown key ${writeValue(key)}`;
  return { code: 'unknown-key', path: [...path, key], blames: 'key', value, problem, cure };
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function article(noun: string): string {
  if (noun === 'null') return noun;
  return `${/^[aeiou]/u.test(noun) ? 'an' : 'a'} ${noun}`;
}
