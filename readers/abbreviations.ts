// Finds the abbreviations that an act gives, and which units they stand for.
import { withoutLookAlikes } from '../schemas/language.ts';
import type { Locator } from '../schemas/regulation.ts';
import type { Line } from './ledger.ts';
import { actWords } from './meaning/act-words.ts';
import { hasAny } from './meaning/fitting.ts';
import { isPersonal, partyOf } from './meaning/party.ts';

/** An abbreviation that the text gives: what it stands for, and where. */
export interface Abbreviation {
  readonly as: string;
  readonly of: string;
  readonly at: Locator;
  readonly line: Line;
}

const GIVEN = /\((?:бұдан\s+(?:әрі|былай)|далее)\s*[\p{Pd}\u2212]?\s*([^()]{1,80}?)\s*(?:\)|\s[\p{Pd}\u2212]\s)/giu;

/** The abbreviations that the clauses give, the first of each, and the short names under which the clause of definitions defines units. */
export function abbreviationsIn(lines: readonly Line[]): Abbreviation[] {
  const given = givenIn(lines);
  return [...given, ...definedIn(lines, given)];
}

function givenIn(lines: readonly Line[]): Abbreviation[] {
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

const DEFINED = /^([^\p{Pd}\u2212(]{2,40}?)\s+[\p{Pd}\u2212]\s/u;

/**
 * The units that are defined by a short name without brackets, as in "ЖАО – жергілікті атқарушы орган". Of several such names of one unit that
 * counts which is said to be of the one who is served; else, and for a unit with an abbreviation, it is open by which of them it is defined.
 */
function definedIn(lines: readonly Line[], given: readonly Abbreviation[]): Abbreviation[] {
  const known = new Set(given.map(unitOf));
  const found = lines
    .filter(({ is, of }) => is === 'definitions' && of === 'item')
    .flatMap((line): Abbreviation[] => {
      const [, as = ''] = DEFINED.exec(withoutLookAlikes(line.text)) ?? [];
      const unit = partyOf(as);
      const isShort = unit !== null && (isPersonal(unit) || /\p{Lu}{2}/u.test(as));
      return isShort && !known.has(unit) ? [{ as, of: as, at: line.at, line }] : [];
    });
  return found.filter((one) => {
    const same = found.filter((other) => unitOf(other) === unitOf(one));
    return same.length === 1 || (isServed(one) && same.filter(isServed).length === 1);
  });
}

/** Whether a definition says that it is of the one to whom the service is rendered. */
const isServed = ({ line }: Abbreviation): boolean => hasAny(line.text, actWords().served);

/** The unit that an abbreviation stands for, or null. */
export const unitOf = ({ as, of }: Pick<Abbreviation, 'as' | 'of'>): string | null => partyOf(as) ?? partyOf(of);

/** By which abbreviation each unit is defined. What the clause of definitions says goes before what another one says in passing. */
export function definitionsIn(abbreviations: readonly Abbreviation[]): Map<string, Abbreviation> {
  const defined = new Map<string, Abbreviation>();
  for (const one of abbreviations.toSorted((a, b) => Number(isDefinition(b)) - Number(isDefinition(a)))) {
    const id = unitOf(one);
    if (id !== null && !defined.has(id)) defined.set(id, one);
  }
  return defined;
}

const isDefinition = ({ line }: Abbreviation): boolean => line.is === 'definitions';
