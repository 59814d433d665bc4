// The table of one language: what it calls the words of the vocabulary, how it counts, and what it says for each English sentence.
import { existsSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { fixturePath } from '../../schemas/fixture.ts';
import type { Language } from '../../schemas/language.ts';
import { loadYaml } from '../../schemas/load.ts';

const strict = { additionalProperties: false };

const Table = Type.Object(
  {
    words: Type.Record(Type.String(), Type.String({ minLength: 1 }), {
      description: 'What each word of the vocabulary is called.',
    }),
    nouns: Type.Record(
      Type.String(),
      Type.Partial(Type.Record(Type.Enum(['one', 'few', 'many', 'other']), Type.String())),
      {
        description: 'Each noun that is counted, in the forms of Intl.PluralRules; {0} is the number.',
      },
    ),
    sentences: Type.Record(Type.String(), Type.String({ minLength: 1 }), {
      description:
        'For each English sentence the one of this language. English has one only where another reads better.',
    }),
  },
  strict,
);
/** The table of one language. */
export type Table = Static<typeof Table>;

const ActTable = Type.Object(
  {
    flows: Type.Record(Type.String(), Type.String({ minLength: 1 }), { description: 'What each flow is called.' }),
    sentences: Type.Optional(Table.properties.sentences),
  },
  strict,
);
/** What a language calls the flows of one regulation, and what it says for its English sentences, such as the readings of its errata. */
export type ActTable = Required<Static<typeof ActTable>>;

/**
 * The table of one regulation: it stands in a file beside those of other regulations, so that a new regulation changes no table. Empty
 * where there is no such file.
 */
export function actTableOf(regulation: string, language: Language): ActTable {
  const path = fixturePath(`languages/acts/${regulation}.${language}.yaml`);
  const table = knownActs.get(path) ?? {
    ...{ flows: {}, sentences: {} },
    ...(existsSync(path) ? loadYaml(path, ActTable).value : {}),
  };
  knownActs.set(path, table);
  return table;
}

const knownActs = new Map<string, ActTable>();

const known = new Map<Language, Table>();

/** The table of a language, read once in a process. @throws ConformanceError where the file does not fit its shape */
export function tableOf(language: Language): Table {
  const table = known.get(language) ?? loadYaml(fixturePath(`languages/${language}.yaml`), Table).value;
  known.set(language, table);
  return table;
}
