// Finds the abbreviations that an act gives, and which units they stand for.
import { withoutLookAlikes } from '../schemas/language.ts';
import type { Locator } from '../schemas/regulation.ts';
import type { Line } from './ledger.ts';
import { partyOf } from './meaning/party.ts';

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
