// The reporter for programs: report.json, which is the report itself with its keys in a stable order.
import { Report } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';

/**
 * The report as indented JSON in UTF-8. Keys are in the order of the schema, and keys that no schema names are sorted. It ends with a newline.
 * It is put together of the texts of single assertions and exchanges, because the text of all would take six times the memory of its bytes.
 */
export function renderJson(report: Report): Buffer {
  return Buffer.concat(Array.from(pieces(report, Report, 2), (piece) => Buffer.from(piece)).concat(Buffer.from('\n')));
}

/** The indented JSON of a value in pieces. @param depth how deep objects and lists are told member by member */
function* pieces(value: unknown, schema: object | undefined, depth: number, indent = ''): Generator<string> {
  const members = depth === 0 ? [] : membersOf(value, schema);
  if (members.length === 0) return yield visibleJson(ordered(value, schema), 2).replaceAll('\n', `\n${indent}`);
  const inner = `${indent}  `;
  let before = Array.isArray(value) ? '[' : '{';
  for (const { key, item, shape } of members) {
    yield `${before}\n${inner}${key === null ? '' : `${visibleJson(key)}: `}`;
    yield* pieces(item, shape, depth - 1, inner);
    before = ',';
  }
  yield `\n${indent}${Array.isArray(value) ? ']' : '}'}`;
}

/** What is in an object or a list, in order; nothing for any other value. */
function membersOf(value: unknown, schema: object | undefined): Member[] {
  const shape = shapeFor(value, schema as Shape | undefined);
  if (Array.isArray(value)) return value.map((item) => ({ key: null, item, shape: shape?.items }));
  if (typeof value !== 'object' || value === null) return [];
  const properties = shape?.properties ?? {};
  const [others] = Object.values(shape?.patternProperties ?? {});
  const rank = new Map(Object.keys(properties).map((key, at) => [key, at]));
  const last = rank.size;
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (rank.get(a) ?? last) - (rank.get(b) ?? last) || (a < b ? -1 : 1))
    .map(([key, item]) => ({ key, item, shape: Object.hasOwn(properties, key) ? properties[key] : others }));
}

/** The value with the keys of every object in order. `Object.fromEntries` is safe even for a key `__proto__`, which assignment is not. */
function ordered(value: unknown, schema: object | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = membersOf(value, schema).map(({ key, item, shape }) => [key, ordered(item, shape)] as const);
  return Array.isArray(value) ? members.map(([, item]) => item) : Object.fromEntries(members);
}

/** A part of a value; `key` is null in a list. */
interface Member {
  readonly key: string | null;
  readonly item: unknown;
  readonly shape: Shape | undefined;
}

/** The part of a JSON Schema that gives the order of keys. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
}

/** The schema for a value. Of a union that is the member that names every key of the value. */
function shapeFor(value: unknown, shape: Shape | undefined): Shape | undefined {
  if (shape?.anyOf === undefined || typeof value !== 'object' || value === null) return shape;
  const keys = Object.keys(value);
  return shape.anyOf.find(({ properties }) => keys.every((key) => properties !== undefined && key in properties));
}
