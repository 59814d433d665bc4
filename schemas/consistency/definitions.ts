// Shortens a schema: replaces every copy of a part that its `$defs` name by a reference to that definition.
import type { SchemaObject } from 'ajv';

/** The same schema with references in the place of copies; a schema without `$defs` is returned as it is. */
export function refer<S extends SchemaObject>(schema: S): SchemaObject {
  const { $defs, ...rest } = schema;
  if ($defs === undefined) return schema;
  const names = new Map(Object.entries($defs).map(([name, part]) => [JSON.stringify(part), name]));
  const within = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const name = names.get(JSON.stringify(value));
    return name === undefined ? inside(value) : { $ref: `#/$defs/${name}` };
  };
  const inside = (value: object): unknown =>
    Array.isArray(value)
      ? value.map(within)
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner)]));
  const parts = Object.entries($defs).map(([name, part]) => [name, inside(Object(part))]);
  return { ...Object(inside(rest)), $defs: Object.fromEntries(parts) };
}
