// The reporter for programs: report.json, which is the report itself with its keys in a stable order.
import { Report } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';

/** The report as indented JSON. Keys are in the order of the schema, and keys that no schema names are sorted. It ends with a newline. */
export function renderJson(report: Report): string {
  return `${visibleJson(ordered(report, Report), 2)}\n`;
}

/** The part of a JSON Schema that gives the order of keys. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
}

/** The value with the keys of every object in order. `Object.fromEntries` is safe even for a key `__proto__`, which assignment is not. */
function ordered(value: unknown, schema: object | undefined): unknown {
  const shape = shapeFor(value, schema as Shape | undefined);
  if (Array.isArray(value)) return value.map((item) => ordered(item, shape?.items));
  if (typeof value !== 'object' || value === null) return value;
  const properties = shape?.properties ?? {};
  const [others] = Object.values(shape?.patternProperties ?? {});
  const rank = new Map(Object.keys(properties).map((key, at) => [key, at]));
  const last = rank.size;
  const entries = Object.entries(value)
    .sort(([a], [b]) => (rank.get(a) ?? last) - (rank.get(b) ?? last) || (a < b ? -1 : 1))
    .map(([key, item]) => [key, ordered(item, Object.hasOwn(properties, key) ? properties[key] : others)]);
  return Object.fromEntries(entries);
}

/** The schema for a value. Of a union that is the member that names every key of the value. */
function shapeFor(value: unknown, shape: Shape | undefined): Shape | undefined {
  if (shape?.anyOf === undefined || typeof value !== 'object' || value === null) return shape;
  const keys = Object.keys(value);
  return shape.anyOf.find(({ properties }) => keys.every((key) => properties !== undefined && key in properties));
}
