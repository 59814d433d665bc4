// The words by which tables are known, as the file of readings has them.
import { type Static, Type } from 'typebox';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadYaml } from '../../schemas/load.ts';
import { ROWS, type Row } from '../../schemas/regulation.ts';

const strict = { additionalProperties: false };
const Words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

/** What a row of a table can hold: the cells of steps, their numbers, or the numbers of the rows. */
export type RowKind = Row | 'number' | 'ordinal';

const Vocabulary = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          row: Type.Enum(['number', 'ordinal', ...ROWS]),
          words: Words,
          with: Type.Optional(Words),
          without: Type.Optional(Words),
          whole: Type.Optional(Type.Literal(true, { description: 'The label is one of the words and nothing else.' })),
        },
        strict,
      ),
    ),
    captions: Words,
  },
  strict,
);
type Vocabulary = Static<typeof Vocabulary>;

let known: Vocabulary | undefined;

/** The words, read once in a process. */
export function tableWords(): Vocabulary {
  known ??= loadYaml(fixturePath('readings/tables.yaml'), Vocabulary).value;
  return known;
}
