// The reporter for programs: report.json, the report exactly, with its keys in a stable order.
import { Report } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';

/** The report as indented JSON: keys in the order of the schema, keys that no schema names sorted, a newline at the end. */
export function renderJson(report: Report): string {
  return `${visibleJson(ordered(report, Report), 2)}\n`;
}

/** What of a JSON Schema says in which order keys stand. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
}

/** The value with the keys of every object in order. `Object.fromEntries` keeps even a key `__proto__` a mere key. */
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

/** Of a union the member that names every key of the value; any other schema as it is. */
function shapeFor(value: unknown, shape: Shape | undefined): Shape | undefined {
  if (shape?.anyOf === undefined || typeof value !== 'object' || value === null) return shape;
  const keys = Object.keys(value);
  return shape.anyOf.find(({ properties }) => keys.every((key) => properties !== undefined && key in properties));
}
