// The state databases of persons and organisations, and the notarial system: whether they know an applicant.
import { isBin } from '../../schemas/identifier.ts';
import type { Cause } from '../../schemas/vocabulary.ts';
import type { Account } from '../engine/people.ts';

/** Why the databases give nothing for a number; null where they do. A number that nobody was given is unknown to them. */
export function findRegistryFault(accounts: ReadonlyMap<string, Account>, applicant: string): Cause | null {
  const standing = accounts.get(applicant)?.registry;
  if (standing === undefined) return isBin(applicant) ? 'no-such-organisation' : 'no-such-person';
  return standing === 'good' ? null : standing;
}
