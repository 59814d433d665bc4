// Drafts the units of a regulation with every way in which it writes them, and the abbreviations that it gives.
import type { Draft } from '../../schemas/draft.ts';
import { languageOf, withoutLookAlikes } from '../../schemas/language.ts';
import type { Locator } from '../../schemas/regulation.ts';
import type { KnownTable } from '../contradictions.ts';
import type { Line } from '../ledger.ts';
import { mentionedIn } from '../meaning/mention.ts';
import { partiesOf, partyOf } from '../meaning/party.ts';
import { type KnownParty, knownParties } from '../meaning/vocabulary.ts';
import type { Gathering } from './gathering.ts';

/** An abbreviation that the text gives: what it stands for, and where. */
export interface Abbreviation {
  readonly as: string;
  readonly of: string;
  readonly at: Locator;
  readonly line: Line;
}

const GIVEN = /\((?:бұдан\s+(?:әрі|былай)|далее)\s*[\p{Pd}\u2212]?\s*([^()]{1,80}?)\s*(?:\)|\s[\p{Pd}\u2212]\s)/giu;

/** The abbreviations that the clauses give, the first of each. */
export function abbreviationsIn(lines: readonly Line[]): Abbreviation[] {
  return lines
    .filter(({ of }) => of === 'clause' || of === 'item')
    .flatMap((line) =>
      Array.from(withoutLookAlikes(line.text).matchAll(GIVEN), ({ 1: as = '', index }) => ({
        as,
        of: line.text.slice(Math.max(0, line.text.slice(0, index).search(/[^.;:,]*$/u)), index).trim(),
        at: line.at,
        line,
      })),
    );
}

/** The unit that an abbreviation stands for, or null. */
export const unitOf = ({ as, of }: Pick<Abbreviation, 'as' | 'of'>): string | null => partyOf(as) ?? partyOf(of);

/** The units that act, are listed or are defined. */
export function partiesIn(
  tables: readonly KnownTable[],
  lines: readonly Line[],
  abbreviations: readonly Abbreviation[],
  gathering: Gathering,
): Draft['parties'] {
  const spellings = new Map<string, Set<string>>();
  const defined = new Map<string, Abbreviation>();
  const spelt = (id: string, words: string) => spellings.set(id, (spellings.get(id) ?? new Set()).add(words));
  // What the clause of definitions says of a word goes before what another one says in passing.
  const ordered = [...abbreviations].sort((a, b) => Number(isDefinition(b)) - Number(isDefinition(a)));
  for (const one of ordered) {
    const id = unitOf(one);
    if (id === null || defined.has(id)) continue;
    defined.set(id, one);
    spelt(id, one.as);
  }
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
  for (const { is, text } of lines)
    if (is === 'procedure') for (const id of mentionedIn(text)) if (!spellings.has(id)) spelt(id, nameOf(id, text));
  if (spellings.size === 0) return gathering.unread(['parties'], null, 'parties', '', 'list the units that take part');
  return knownParties()
    .filter(({ id }) => spellings.has(id))
    .map(({ id, role, name }) => {
      const definition = defined.get(id);
      return {
        id,
        role,
        name: namesOf(name, id, definition),
        ...(definition === undefined ? {} : { defined: { at: definition.at, as: definition.as } }),
        spellings: [...(spellings.get(id) ?? [])],
      };
    });
}

const isDefinition = ({ line }: Abbreviation): boolean => line.is === 'definitions';

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
