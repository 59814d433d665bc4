// Finds the causes for which a condition of a program can fail.
import { CAUSES, type Cause, causesOf } from '../../../schemas/vocabulary.ts';
import { operationOf } from './acceptance.ts';
import type { Program, ProgramCondition } from './program.ts';

/**
 * The causes for which a condition can fail in this flow. A cause is left out where no operation of the flow can bring it, where
 * it is a wrongly written number or a form that names somebody else, but nobody applies on the portal, or another organisation where none logs in, or where it stems from a database that is not asked.
 */
export function causesAt(
  { nodes, entry, isOpenToOrganisations }: Program,
  { checks, asks }: ProgramCondition,
): Cause[] {
  const operations = new Set<string | null>(nodes.map(operationOf));
  return causesOf(checks).filter((cause) => {
    const traits = CAUSES[cause];
    if (!operations.has(traits.operation)) return false;
    if (cause === 'malformed-id' || cause === 'wrong-check-digit' || cause === 'another-applicant')
      return entry === 'portal';
    if (cause === 'another-organisation') return isOpenToOrganisations;
    return !('asks' in traits) || asks.length === 0 || asks.includes(traits.asks);
  });
}
