// Sample persons and certificates, good and bad, for the tests of the foreign portals; our own authority issues them.
import type { SigningKey } from '../schemas/pki/cms.ts';
import { surroundingsAt } from './reference/surroundings.ts';

/** The moment at which each certificate is what its name says: good, expired, revoked and so on. */
export const NOW = new Date('2013-03-15T04:00:00Z');

const surroundings = await surroundingsAt(NOW);

/** The configuration that every foreign portal gets in the tests: whom it trusts, who can log in, and its clock. */
export const TRUST = {
  trusted: surroundings.trusted,
  revocationLists: surroundings.revocationLists,
  official: surroundings.official,
  people: ['good', 'another-person'].map(credentials),
  officers: [surroundings.officer],
  now: () => NOW,
};

/** The sender and the gateway of the messages in the tests, with their keys. */
export const SYSTEMS = surroundings.systems;

/** The credentials that the roster lists under a name. @throws Error when it lists none. */
export function credentials(name: string): { readonly id: string; readonly password: string } {
  const found = surroundings.credentials[name];
  if (found === undefined) throw new Error(`no credentials ${name}`);
  return found;
}

/** The certificate that the roster lists under a name, with its key. @throws Error when it lists none. */
export function certificate(name: string): SigningKey {
  const found = surroundings.certificates[name];
  if (found === undefined) throw new Error(`no certificate ${name}`);
  return found;
}
