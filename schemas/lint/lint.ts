// Matches the differences of a regulation with its errata: each difference needs an erratum, and no erratum may claim a missing one.

import { samePlace } from '../place.ts';
import type { Erratum, Regulation } from '../regulation.ts';
import { DIFFERENCE_CODES, type Difference } from './difference.ts';
import { flowDifferences } from './flow.ts';
import { regulationDifferences } from './regulation.ts';
import { requirementDifferences } from './requirements.ts';

/** What lint finds in one regulation. `explained` holds each explained difference with the id of its erratum. */
export interface LintResult {
  regulation: string;
  explained: { difference: Difference; erratum: string }[];
  unexplained: Difference[];
  /** The errata that claim a difference which is not there, with the reason. */
  idle: { erratum: string; reason: string }[];
}

/** Compares the two transcriptions of a regulation and matches every difference with its errata. */
export function lint(regulation: Regulation): LintResult {
  const differences = [
    ...Object.entries(regulation.flows).flatMap(([id, flow]) => flowDifferences(regulation, id, flow)),
    ...regulationDifferences(regulation),
    ...requirementDifferences(regulation),
  ];
  const explained: LintResult['explained'] = [];
  const unexplained: Difference[] = [];
  for (const difference of differences) {
    const erratum = regulation.errata.find((entry) => explains(entry, difference));
    if (erratum === undefined) unexplained.push(difference);
    else explained.push({ difference, erratum: erratum.id });
  }
  const idle = regulation.errata.flatMap((erratum) =>
    idleCodes(erratum, differences).map((reason) => ({ erratum: erratum.id, reason })),
  );
  return { regulation: regulation.id, explained, unexplained, idle };
}

function explains(erratum: Erratum, { code, at }: Difference): boolean {
  return erratum.explains.includes(code) && erratum.at.some((place) => samePlace(place, at));
}

function idleCodes(erratum: Erratum, differences: readonly Difference[]): string[] {
  return erratum.explains.flatMap((code) => {
    if (!Object.hasOwn(DIFFERENCE_CODES, code))
      return [`"${code}" is no kind of difference; use one of ${Object.keys(DIFFERENCE_CODES).join(', ')}`];
    return differences.some((difference) => difference.code === code && explains(erratum, difference))
      ? []
      : [`there is no difference ${code} at the places that it names`];
  });
}

/** Whether every difference is explained, and no erratum claims one that is not there. */
export const isClean = ({ unexplained, idle }: LintResult): boolean => unexplained.length === 0 && idle.length === 0;
