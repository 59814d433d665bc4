// Looks up the invented persons and organisations of fixtures/people.yaml for the state databases and the notary.
import type { Account, People } from '../engine/people.ts';
import { SoapFault } from '../soap/soap.ts';

/** The data that the state databases and the notary answer from. */
export interface PersonsContext {
  readonly people: People;
}

/** The account of an IIN or BIN. @throws SoapFault SCSE003 for an account whose database is out of order. */
export function accountOf({ people }: PersonsContext, id: string): Account | undefined {
  const account = people.accounts.find((candidate) => candidate.id === id);
  if (account?.registry === 'database-unavailable') {
    throw new SoapFault('Server', 'SCSE003', 'The database is not available');
  }
  return account;
}

/** Whether the state databases have a record of the account. */
export function isOnRecord(account: Account | undefined): account is Account {
  return account !== undefined && account.registry !== 'no-such-person' && account.registry !== 'no-such-organisation';
}
