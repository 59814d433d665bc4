// The shape of a regulation that was read from a text and is not finished: whatever could not be read is the word `unread`.
import { existsSync, readFileSync } from 'node:fs';
import { type Static, type TSchema, Type } from 'typebox';
import { ConformanceError } from './errors.ts';
import { type Loaded, loadRegulation, loadYaml, problemOf } from './load.ts';
import { Regulation } from './regulation.ts';

/** What stands in the place of everything that could not be read. */
export const UNREAD = 'unread';
export type Unread = typeof UNREAD;

/** A value of which any part may be unread. */
export type OrUnread<T> = T extends readonly (infer Item)[]
  ? OrUnread<Item>[] | Unread
  : T extends object
    ? { [Key in keyof T]: OrUnread<T[Key]> } | Unread
    : T | Unread;

const strict = { additionalProperties: false };

/** One entry of the worklist: what somebody has to look at. `key` is where the file holds it, `line` and `column` where the text prints it. */
export const Work = Type.Object(
  {
    kind: Type.Enum(['unread', 'contradiction', 'fault', 'inconsistency'], {
      description:
        '`unread` could not be read, `contradiction` is a place where the text disagrees with itself, `fault` is a fault of a table, `inconsistency` is where parts of the file do not fit one another.',
    }),
    key: Type.Union([Type.String(), Type.Null()]),
    line: Type.Union([Type.Integer(), Type.Null()]),
    column: Type.Union([Type.Integer(), Type.Null()]),
    about: Type.String(),
    quotation: Type.String(),
    needs: Type.String(),
  },
  strict,
);
export type Work = Static<typeof Work>;

/** The schema with the word allowed in the place of every part. */
function orUnread(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(orUnread);
  if (typeof schema !== 'object' || schema === null) return schema;
  return { anyOf: [partly(schema), { const: UNREAD }] };
}

function partly(schema: object): object {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties' || key === 'patternProperties')
        return [key, Object.fromEntries(Object.entries(Object(value)).map(([name, part]) => [name, orUnread(part)]))];
      if (key === 'items') return [key, orUnread(value)];
      if (key === 'anyOf')
        return [
          key,
          (value as unknown[]).map((part) => (typeof part === 'object' && part !== null ? partly(part) : part)),
        ];
      return [key, value];
    }),
  );
}

const { properties, required } = Regulation;

/** A regulation of which any part may be unread, with what is still to be done. */
export const Draft = Type.Unsafe<Draft>({
  type: 'object',
  required: [...required, 'worklist'],
  properties: {
    ...Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, orUnread(part)])),
    id: properties.id,
    source: properties.source,
    worklist: Type.Array(Work),
  },
  additionalProperties: false,
  $id: 'https://reglament.dev/schemas/draft.schema.json',
});
export type Draft = {
  [Key in keyof Regulation]: Key extends 'id' | 'source' ? Regulation[Key] : OrUnread<Regulation[Key]>;
} & { worklist: Work[] };

/** A flow of a draft. */
export type DraftFlow = Exclude<Exclude<Draft['flows'], Unread>[string], Unread>;
/** A step of a draft. */
export type DraftStep = Exclude<Exclude<DraftFlow['steps'], Unread>[number], Unread>;

/** Reads a file that `reglament import` has written. @throws ConformanceError whatever {@link loadYaml} throws */
export function loadDraft(path: string): Loaded<Draft> {
  return loadYaml(path, Draft as TSchema & typeof Draft);
}

/** Why a value does not have the shape of a draft; null where it has. */
export const draftProblem = (value: unknown): string | null => problemOf(value, Draft as TSchema & typeof Draft);

/** Whether a file is one that `reglament import` has written and that is not finished. */
export const isDraft = (text: string): boolean => /^worklist:/mu.test(text);

/**
 * Reads a regulation file beside those of the package.
 * @throws ConformanceError `regulation-unread` for a draft, and whatever {@link loadRegulation} throws
 */
export function loadFinished(path: string): Regulation {
  if (!existsSync(path) || !isDraft(readFileSync(path, 'utf8'))) return loadRegulation(path);
  const { value, locate } = loadDraft(path);
  const { line, col } = locate(['worklist']);
  throw new ConformanceError('regulation-unread', `is not finished: ${value.worklist.length} places are open`, {
    file: path,
    line,
    column: col,
    key: 'worklist',
    cure: 'run `reglament import --review` with the file, and answer what it asks',
  });
}
