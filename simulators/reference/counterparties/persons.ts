// The invented persons and organisations as the state systems know them, from fixtures/people.yaml.
import type { Account, People } from '../engine/people.ts';
import { SoapFault } from '../soap/soap.ts';

/** What the registries and the notary read. */
export interface PersonsContext {
  readonly people: People;
}

/** The account of a number. @throws SoapFault SCSE003 for the one whose record cannot be read */
export function accountOf({ people }: PersonsContext, id: string): Account | undefined {
  const account = people.accounts.find((candidate) => candidate.id === id);
  if (account?.registry === 'database-unavailable') {
    throw new SoapFault('Server', 'SCSE003', 'The database is not available');
  }
  return account;
}

/** Whether the registry of such numbers has a record for the account. */
export function isOnRecord(account: Account | undefined): account is Account {
  return account !== undefined && account.registry !== 'no-such-person' && account.registry !== 'no-such-organisation';
}
