// Finds where a regulation disagrees with itself outside its procedures: in how it names the service, and in whom it lists as taking part.
import { foldKazakh } from '../schemas/language.ts';
import type { Contradiction, KnownTable } from './contradictions.ts';
import { partiesOf } from './meaning/party.ts';
import type { FoundRegulation } from './read.ts';
import type { Paragraph, Place } from './source/place.ts';
import { clear, squeeze } from './words.ts';

/** Every contradiction of this kind. */
export const againstActs = (found: FoundRegulation, tables: readonly KnownTable[]): Contradiction[] => [
  ...titles(found),
  ...participants(found, tables),
];

const NAMED_BEFORE =
  /[«"“„]([^«»"“”„]{15,400})[»"”“]\s*(?:электрондық\s+)?мемлекеттік\s+(?:көрсетілетін\s+)?қызмет\p{L}*\s+(?=регламент)/giu;
const NAMED_BEHIND =
  /регламент\p{L}*\s+(?:электронной\s+)?государственной\s+услуги\s+[«"“„]([^«»"“”„]{15,400})[»"”“]/giu;

/** The names of the service in the titles of the regulation, where one is not as the first. */
function titles({ outline: { all } }: FoundRegulation): Contradiction[] {
  const { text, placeAt } = joined(all);
  const fold = (name: string) => foldKazakh(name).replace(/[-,.\s]+/gu, ' ');
  // Each language has a name of its own.
  return [NAMED_BEFORE, NAMED_BEHIND].flatMap((pattern) => {
    const [first, ...others] = Array.from(text.matchAll(pattern), (match) => ({
      name: (match[1] ?? '').trim(),
      at: match.index,
    }));
    if (first === undefined) return [];
    return others
      .filter(({ name }) => fold(name) !== fold(first.name))
      .map(
        ({ name, at }, n): Contradiction => ({
          code: 'title-differs',
          at: { part: 'title', line: n + 1 },
          place: placeAt(at),
          printed: name,
          conflictsWith: `the service is first named ${JSON.stringify(first.name)}`,
        }),
      );
  });
}

function joined(paragraphs: readonly Paragraph[]): { text: string; placeAt: (offset: number) => Place } {
  const starts: { offset: number; place: Place }[] = [];
  let text = '';
  for (const paragraph of paragraphs) {
    starts.push({ offset: text.length, place: paragraph.place });
    text += `${clear(paragraph.text).replace(/\s+/gu, ' ').trim()} `;
  }
  const placeAt = (offset: number) => starts.findLast((one) => one.offset <= offset)?.place ?? { line: 1, column: 1 };
  return { text, placeAt };
}

/** The words of the clause that lists who takes part. */
const LIST = ['қатысатынқфб', 'қатысатынфқб', 'қатысатынқұрылымдық', 'участвующ', 'қатысушылар'];

/** Units that act in a table and are not in the list of those who take part. A list that holds a name that is not known is left alone. */
function participants({ clauses }: FoundRegulation, tables: readonly KnownTable[]): Contradiction[] {
  const list = clauses.find(
    ({ paragraphs, items }) =>
      items.length >= 3 && LIST.some((word) => squeeze(paragraphs[0]?.text ?? '').includes(word)),
  );
  if (list === undefined) return [];
  const named = list.items.map(({ paragraphs }) => partiesOf((paragraphs[0]?.text ?? '').replace(/[;.]\s*$/u, '')));
  if (named.includes(null)) return [];
  const listed = new Set(named.flatMap((ids) => ids ?? []));
  return tables.flatMap((table) =>
    table.steps.flatMap(({ step, cells: { actor } }): Contradiction[] => {
      const ids = actor.doubt === null ? (partiesOf(actor.words) ?? []) : [];
      const missing = ids.filter((id) => !listed.has(id));
      if (missing.length === 0) return [];
      return [
        {
          code: 'unlisted-actor',
          at: { annex: table.annex, table: table.number, step, row: 'actor' },
          place: actor.place,
          printed: actor.words,
          conflictsWith: `clause ${list.clause} does not list ${missing.join(', ')}`,
        },
      ];
    }),
  );
}
