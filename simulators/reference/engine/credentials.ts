// Decides whether somebody may log in with an identifier and a password.
import { checkIdentifier } from '../../../schemas/identifier.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import type { Account } from './people.ts';

/** The first cause for which credentials are refused; null where they are right. */
export function findCredentialsFault(
  accounts: ReadonlyMap<string, Account>,
  { id, password }: { id: string; password: string },
): Cause | null {
  const identifier = checkIdentifier(id);
  if (!identifier.ok) {
    const { fault } = identifier;
    return fault === 'check-digit' || fault === 'no-such-serial' ? 'wrong-check-digit' : 'malformed-id';
  }
  const account = accounts.get(id);
  if (account === undefined) return 'unknown-id';
  return account.password === password ? null : 'wrong-password';
}
