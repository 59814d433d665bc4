// Drafts the units of a regulation with every way in which it writes them, and the abbreviations that it gives.
import type { Draft } from '../../schemas/draft.ts';
import { languageOf } from '../../schemas/language.ts';
import { type Abbreviation, definitionsIn, unitOf } from '../abbreviations.ts';
import type { KnownTable } from '../contradictions.ts';
import type { Line } from '../ledger.ts';
import { mentionedIn } from '../meaning/mention.ts';
import { partiesOf, partyOf } from '../meaning/party.ts';
import { type KnownParty, knownParties } from '../meaning/vocabulary.ts';
import type { Gathering } from './gathering.ts';

/** The units that act, are listed or are defined. */
export function partiesIn(
  tables: readonly KnownTable[],
  lines: readonly Line[],
  abbreviations: { readonly own: readonly Abbreviation[]; readonly beside: readonly Abbreviation[] },
  gathering: Gathering,
): Draft['parties'] {
  const spellings = new Map<string, Set<string>>();
  const defined = definitionsIn(abbreviations.own);
  const also = definitionsIn(abbreviations.beside);
  const spelt = (id: string, words: string) => spellings.set(id, (spellings.get(id) ?? new Set()).add(words));
  for (const [id, { as }] of defined) spelt(id, as);
  const named = [
    ...tables.flatMap(({ steps }) =>
      steps.flatMap(({ cells: { actor } }) => (actor.doubt === null ? [actor.words] : [])),
    ),
    ...lines
      .filter(({ is, of }) => is === 'participants' && of === 'item')
      .map(({ text }) => text.replace(/[;.]\s*$/u, '')),
  ];
  for (const words of named) {
    const ids = partiesOf(words) ?? [];
    const names = ids.length === 1 ? [words] : words.split(/\s*[,/;()]\s*/u).filter((name) => name !== '');
    ids.forEach((id, n) => {
      spelt(id, names[n] ?? words);
    });
  }
  for (const { is, of, text } of lines)
    if (is === 'procedure' || (is === 'participants' && of === 'item'))
      for (const id of mentionedIn(text)) if (!spellings.has(id)) spelt(id, nameOf(id, text));
  if (spellings.size === 0) return gathering.unread(['parties'], null, 'parties', '', 'list the units that take part');
  return knownParties()
    .filter(({ id }) => spellings.has(id))
    .map(({ id, role, name }) => {
      const definition = defined.get(id);
      return {
        id,
        role,
        name: namesOf(namesOf(name, id, also.get(id)), id, definition),
        ...(definition === undefined ? {} : { defined: { at: definition.at, as: definition.as } }),
        spellings: [...(spellings.get(id) ?? [])],
      };
    });
}

/** The names of a unit, in the language of the act those that it defines. */
function namesOf(names: KnownParty['name'], id: string, definition: Abbreviation | undefined): KnownParty['name'] {
  // An abbreviation is no name; the words before it are, where they are nothing more.
  const given = [definition?.as ?? '', definition?.of ?? ''].find(
    (words) => !/\p{Lu}{2}/u.test(words) && partyOf(words) === id,
  );
  const language = languageOf(definition?.line.text ?? '');
  return given !== undefined && (language === 'kk' || language === 'ru') ? { ...names, [language]: given } : names;
}

/** The name of a unit in the language of a text. */
function nameOf(id: string, text: string): string {
  const name = knownParties().find((party) => party.id === id)?.name;
  return (/[әғқңөұүһі]/iu.test(text) ? name?.kk : name?.ru) ?? id;
}

/** The abbreviations that stand for no unit. Their names in the file are those of their places, since nothing hangs on them. */
export function abbreviationsOf(abbreviations: readonly Abbreviation[]): Draft['abbreviations'] {
  return abbreviations
    .filter((one) => unitOf(one) === null)
    .map(({ at, as }, n) => ({ id: `abbreviation-${n + 1}`, at, as }));
}
