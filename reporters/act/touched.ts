// Finds the errata that touched a verdict: the places where a document contradicts itself, with the findings that rest on the reading taken.
import type { Erratum, Regulation } from '../../schemas/regulation.ts';
import { erratumId } from '../../schemas/run/tables.ts';
import { type Finding, WORST_FIRST } from '../findings.ts';

/** An erratum, and the findings of the run that rest on it, the worst first. */
export interface Touched {
  readonly erratum: Erratum;
  readonly findings: readonly Finding[];
}

/** The errata of a regulation that touched a verdict of the run. What does not apply to the portal was not touched. */
export function touchedIn(regulation: Regulation, findings: readonly Finding[]): Touched[] {
  const own = findings.filter(
    ({ assertion, verdict }) => assertion.regulation === regulation.id && verdict.verdict !== 'not-applicable',
  );
  return regulation.errata.flatMap((erratum) => {
    const resting = own.filter(({ assertion }) => assertion.errata.includes(erratumId(regulation, erratum.id)));
    const ordered = WORST_FIRST.flatMap((name) => resting.filter(({ verdict }) => verdict.verdict === name));
    return ordered.length === 0 ? [] : [{ erratum, findings: ordered }];
  });
}
