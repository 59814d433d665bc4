// Test persons and certificates of every standing for the tests of the foreign portals, from our own authority.
import type { SigningKey } from '../schemas/pki/cms.ts';
import { surroundingsAt } from './reference/surroundings.ts';

/** The moment at which the certificates have the standing that their names say. */
export const NOW = new Date('2013-03-15T04:00:00Z');

const surroundings = await surroundingsAt(NOW);

/** What every foreign portal of the tests is told. */
export const TRUST = {
  trusted: surroundings.trusted,
  revocationLists: surroundings.revocationLists,
  official: surroundings.official,
  people: ['good', 'another-person'].map(credentials),
  officers: [surroundings.officer],
  now: () => NOW,
};

/** The systems on both ends of the messages of the tests. */
export const SYSTEMS = surroundings.systems;

/** The credentials of that name. */
export function credentials(name: string): { readonly id: string; readonly password: string } {
  const found = surroundings.credentials[name];
  if (found === undefined) throw new Error(`no credentials ${name}`);
  return found;
}

/** The certificate of that name, with its key. */
export function certificate(name: string): SigningKey {
  const found = surroundings.certificates[name];
  if (found === undefined) throw new Error(`no certificate ${name}`);
  return found;
}
