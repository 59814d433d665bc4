// Reads YAML files strictly: a small part of the syntax, a checked shape, and errors that name file, line, key, value and cure.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import type { Static, TSchema } from 'typebox';
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { checkConsistency } from './consistency/consistency.ts';
import { refer } from './consistency/definitions.ts';
import { ConformanceError, type ErrorDetails } from './errors.ts';
import { Regulation } from './regulation.ts';
import { findViolation, type Segment, writePath } from './violation.ts';

/** The size in bytes up to which a YAML file is read. */
export const MAX_YAML_BYTES = 1_000_000;

/** Deeper nesting of brackets is refused before the parser sees it, because V8 can end the whole process when its stack overflows. */
const MAX_FLOW_DEPTH = 64;
/** How often a file may use what it has given a name, so that a small file stays small. */
const MOST_ALIASES = 200;
const DEEP_BLOCK = /^[ ?:-]{256}/mu;

/** A position in a file; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly col: number;
}

/** A value that fits its schema, and a way to find where the file says it. */
export interface Loaded<T> {
  readonly value: T;
  /** The position of the value at the path, or of its nearest ancestor in the file; with `key`, the position of the value's key. */
  readonly locate: (path: readonly Segment[], blames?: 'key' | 'value') => Position;
}

const STRICT = { strict: true, allowUnionTypes: true } as const;
const checking = new Ajv({ ...STRICT, inlineRefs: false });
/** Finds out what is wrong after `checking` has refused a value. */
const telling = new Ajv({ ...STRICT, inlineRefs: false, verbose: true });
for (const ajv of [checking, telling]) ajvFormats.default(ajv);

/** Each schema with its references, and what it is compiled to: once, because ajv takes one with an `$id` only once. */
const compiled = new WeakMap<TSchema, { short: SchemaObject; isValid: ValidateFunction }>();

function compile(schema: TSchema): { short: SchemaObject; isValid: ValidateFunction } {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const short = refer(schema);
  const made = { short, isValid: checking.compile(short) };
  compiled.set(schema, made);
  return made;
}

/** How a file may be written. */
interface Reading {
  /** Whether an anchor may name a part that aliases repeat, with merge keys too; no part may hold an alias in turn. */
  links?: boolean;
}

/**
 * Reads one YAML file and checks it against a schema.
 *
 * @throws ConformanceError `file-unreadable`, `yaml-too-large`, `yaml-syntax`, `yaml-duplicate-key`, `yaml-alias`,
 * `schema-violation`, `unknown-key`
 */
export function loadYaml<S extends TSchema>(
  path: string,
  schema: S,
  { links = false }: Reading = {},
): Loaded<Static<S>> {
  const lines = new LineCounter();
  const document = parse(path, readText(path), lines, links);
  // How often parts are repeated is bounded above.
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  const locate = (segments: readonly Segment[], blames: 'key' | 'value' = 'value') =>
    lines.linePos(findOffset(document, segments, blames));
  const { short, isValid } = compile(schema);
  const fits = (read: unknown): read is Static<S> => isValid(read);
  if (fits(value)) return { value, locate };
  const found = findViolation(telling, short, value);
  if (found === null) throw new ConformanceError('internal', 'a violation without a reason', { file: path });
  const { line, col } = locate(found.path, found.blames);
  const details = { file: path, line, column: col, key: writePath(found.path), value: found.value, cure: found.cure };
  throw new ConformanceError(found.code, found.problem, details);
}

/** What is wrong with a value by a schema, in one sentence; null where it fits. */
export function problemOf(value: unknown, schema: TSchema): string | null {
  const { short, isValid } = compile(schema);
  if (isValid(value)) return null;
  const found = findViolation(telling, short, value);
  return found === null ? 'it does not fit' : `${writePath(found.path)}: ${found.problem}; ${found.cure}`;
}

/** The regulations read so far by file path, each with the text that it was read from. */
const loaded = new Map<string, { readonly text: string; readonly regulation: Regulation }>();

/**
 * Reads one regulation and checks that its parts agree with one another. A file whose text has not changed gives the same object as
 * before, because reading a regulation takes longer than most of what is done with it.
 *
 * @throws ConformanceError `regulation-inconsistent`, and whatever {@link loadYaml} throws
 */
export function loadRegulation(path: string): Regulation {
  const text = readText(path);
  const known = loaded.get(path);
  if (known?.text === text) return known.regulation;
  const { value, locate } = loadYaml(path, Regulation);
  const [problem, ...more] = checkConsistency(value);
  if (problem === undefined) {
    loaded.set(path, { text, regulation: value });
    return value;
  }
  const { line, col } = locate(problem.path);
  const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
  throw new ConformanceError('regulation-inconsistent', problem.problem + rest, {
    file: path,
    line,
    column: col,
    key: writePath(problem.path),
    value: problem.value,
    cure: problem.cure,
  });
}

/**
 * Reads every `*.yaml` of a folder as a regulation.
 *
 * @returns the regulations, sorted by `source`
 *
 * @throws ConformanceError whatever {@link loadRegulation} throws
 */
export function loadRegulations(dir: string): Regulation[] {
  const names = attempt(dir, () => readdirSync(dir)).filter((name) => name.endsWith('.yaml'));
  const order = (a: Regulation, b: Regulation) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0);
  return names
    .sort()
    .map((name) => loadRegulation(join(dir, name)))
    .sort(order);
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    const details = { file: path, value: path, cure: 'give the path of a file that exists and may be read' };
    throw new ConformanceError('file-unreadable', `cannot be read (${reason})`, details, { cause });
  }
}

function readText(path: string): string {
  const size = attempt(path, () => statSync(path).size);
  if (size > MAX_YAML_BYTES) {
    const details = { file: path, value: size, cure: `keep it within ${MAX_YAML_BYTES} bytes` };
    throw new ConformanceError('yaml-too-large', `has ${size} bytes`, details);
  }
  const bytes = attempt(path, () => readFileSync(path));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConformanceError(
      'yaml-syntax',
      'is not UTF-8',
      { file: path, cure: 'save the file as UTF-8' },
      { cause },
    );
  }
}

function parse(path: string, text: string, lines: LineCounter, links: boolean): Document.Parsed {
  const place = (offset: number | undefined): ErrorDetails => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { file: path, line, column: col };
  };
  const document = compose(path, text, lines, links);
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const details = place(error.pos[0]);
    if (error.code === 'DUPLICATE_KEY') {
      const key = /^[^\s:]+/u.exec(text.slice(error.pos[0]))?.[0] ?? '';
      const cure = 'remove or rename one of the two';
      throw new ConformanceError(
        'yaml-duplicate-key',
        'stands twice in one mapping',
        { ...details, key, value: key, cure },
        { cause: error },
      );
    }
    const cure = cureOf(error.code, text, error.pos[0]);
    const [first = ''] = error.message.split('\n');
    throw new ConformanceError(
      'yaml-syntax',
      `is not YAML of the core schema: ${first}`,
      { ...details, cure },
      { cause: error },
    );
  }
  refuseLinks(document, text, place, links);
  return document;
}

/** The parser's codes for a text that would be fine in quotes: YAML takes a sign in it, such as { or a colon, for its own. */
const UNQUOTED = new Set(['UNEXPECTED_TOKEN', 'BLOCK_IN_FLOW', 'BLOCK_AS_IMPLICIT_KEY', 'BAD_SCALAR_START']);

function cureOf(code: string, text: string, offset: number): string {
  if (code === 'BAD_DQ_ESCAPE') return 'put it in single quotes, where a backslash stands for itself';
  if (!UNQUOTED.has(code)) return 'correct the YAML at this place';
  // The value begins behind the last colon before the fault, and ends with its line or with its part of a map or list in brackets.
  const start = Math.max(text.lastIndexOf(': ', offset - 1) + 2, text.lastIndexOf('\n', offset - 1) + 1);
  const value = /^.*?(?=,\s|\s[\]}]|\s*$)/mu.exec(text.slice(start))?.[0].trim() ?? '';
  return /^['"]|^$/u.test(value) ? 'correct the quotes' : `quote it: ${inQuotes(value)}`;
}

const inQuotes = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function compose(path: string, text: string, lineCounter: LineCounter, merge: boolean): Document.Parsed {
  if (isTooDeep(text)) {
    const cure = `nest at most ${MAX_FLOW_DEPTH} levels`;
    throw new ConformanceError('yaml-syntax', 'is nested too deeply', { file: path, cure });
  }
  const options = { schema: 'core', version: '1.2', uniqueKeys: true, lineCounter, prettyErrors: false } as const;
  return parseDocument(text, { ...options, merge });
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/gu)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_FLOW_DEPTH) return true;
  }
  return DEEP_BLOCK.test(text);
}

/**
 * Refuses anchors, aliases, tags and keys that are not plain words: a reader of the file should see every value where it counts.
 * @param links whether anchors and aliases are refused only where they could make the file another size
 */
function refuseLinks(
  document: Document.Parsed,
  text: string,
  place: (offset: number | undefined) => ErrorDetails,
  links: boolean,
): void {
  const refuseLink = (node: Node, value: string, why = 'anchors and aliases are refused') => {
    const details = { ...place(node.range?.[0]), value, cure: 'write the value out where it is used' };
    throw new ConformanceError('yaml-alias', `${why}, found ${value}`, details);
  };
  const known = new Set<string>();
  let aliases = 0;
  visit(document, {
    Alias: (_, node, path) => {
      const value = `*${node.source}`;
      if (!links) refuseLink(node, value);
      if (!known.has(node.source)) refuseLink(node, value, 'no part before this has that name');
      if (path.some((outer) => isNode(outer) && 'anchor' in outer && outer.anchor !== undefined))
        refuseLink(node, value, 'a part that has a name repeats no other');
      aliases += 1;
      if (aliases > MOST_ALIASES) refuseLink(node, value, `parts are repeated more than ${MOST_ALIASES} times`);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined && !links) refuseLink(node, `&${node.anchor}`);
      if (node.anchor !== undefined) known.add(node.anchor);
      if (node.tag === undefined) return;
      const details = { ...place(node.range?.[0]), value: node.tag, cure: 'write the value without a tag' };
      throw new ConformanceError('yaml-syntax', `tags are refused, found ${node.tag}`, details);
    },
    Pair: (_, { key }) => {
      if (isScalar(key)) return;
      const start = rangeStart(key) ?? 0;
      // {{name}} without quotes reads as a map in a map.
      const variable = /^\{\{[^{}]*\}\}/u.exec(text.slice(start - 1))?.[0];
      const cure = variable === undefined ? 'use a word as the key' : `quote it: ${inQuotes(variable)}`;
      const details = { ...place(start), cure };
      throw new ConformanceError('yaml-syntax', 'a key is not a word', details);
    },
  });
}

function findOffset(document: Document.Parsed, path: readonly Segment[], blames: 'key' | 'value'): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
      : undefined;
    const node = blames === 'key' && length === path.length ? pair?.key : document.getIn(path.slice(0, length), true);
    const offset = rangeStart(node);
    if (offset !== null) return offset;
  }
  return document.contents?.range?.[0] ?? 0;
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : null;
}
