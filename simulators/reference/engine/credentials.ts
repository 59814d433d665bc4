// Decides whether somebody may log in with an identifier and a password.
import { checkIdentifier, isBin } from '../../../schemas/identifier.ts';
import { ENTRANCES } from '../../../schemas/target/driver.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import { mutationAnywhere } from './mutation.ts';
import type { Account } from './people.ts';
import type { Program } from './program.ts';

/** Where the account of a number is found. */
export type Accounts = Pick<ReadonlyMap<string, Account>, 'get'>;

type Login = { readonly id: string; readonly password: string };

/** The first cause for which credentials are refused; null where they are right. */
export function findCredentialsFault(accounts: Accounts, { id, password }: Login): Cause | null {
  const identifier = checkIdentifier(id);
  if (!identifier.ok) {
    const { fault } = identifier;
    return fault === 'check-digit' || fault === 'no-such-serial' ? 'wrong-check-digit' : 'malformed-id';
  }
  const account = accounts.get(id);
  if (account === undefined) return 'unknown-id';
  return account.password === password ? null : 'wrong-password';
}

/** The same at the door of a flow, which knows applicants only or the staff of one kind only: whoever is not known there is unknown. */
export function findDoorFault(
  accounts: Accounts,
  login: Login,
  { entry, mutant, isForOrganisations }: Pick<Program, 'entry' | 'mutant' | 'isForOrganisations'>,
): Cause | null {
  if (mutationAnywhere(mutant, 'keeps-organisations-out') !== null && isBin(login.id)) return 'unknown-id';
  const fault = findCredentialsFault(accounts, login);
  if (fault === 'unknown-id' && mutationAnywhere(mutant, 'lets-the-unregistered-in') !== null) return null;
  const isLetIn = login.password === '' && mutationAnywhere(mutant, 'lets-in-without-a-password') !== null;
  if (fault === 'wrong-password' && isLetIn) return null;
  if (fault !== null) return mutationAnywhere(mutant, 'lets-in')?.cause === fault ? null : fault;
  const door = accounts.get(login.id)?.staff ?? 'applicant';
  const taken = door === 'applicant' ? 'lets-applicants-in' : 'lets-other-staff-in';
  const isOpen = door === ENTRANCES[entry] || (entry !== 'portal' && mutationAnywhere(mutant, taken) !== null);
  const isShut = isForOrganisations && !isBin(login.id) && mutationAnywhere(mutant, 'lets-individuals-in') === null;
  return isOpen && !isShut ? null : 'unknown-id';
}
