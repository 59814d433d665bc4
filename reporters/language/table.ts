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

const Sentences = Type.Object({ sentences: Table.properties.sentences }, strict);

/**
 * What a language says for the English sentences of one regulation, such as the readings of its errata: they stand in a file beside those of
 * other regulations, so that a new regulation changes no table. Empty where there is no such file.
 */
export function sentencesOf(regulation: string, language: Language): Table['sentences'] {
  const path = fixturePath(`languages/acts/${regulation}.${language}.yaml`);
  return existsSync(path) ? loadYaml(path, Sentences).value.sentences : {};
}

const known = new Map<Language, Table>();

/** The table of a language, read once in a process. @throws ConformanceError where the file does not fit its shape */
export function tableOf(language: Language): Table {
  const table = known.get(language) ?? loadYaml(fixturePath(`languages/${language}.yaml`), Table).value;
  known.set(language, table);
  return table;
}
