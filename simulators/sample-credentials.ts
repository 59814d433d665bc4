// Test persons and certificates of every standing for the tests of the foreign portals, from our own authority.
import type { SigningKey } from '../schemas/pki/cms.ts';
import { certifySystems } from './reference/certification-authority/gateway-systems.ts';
import { loadPeople } from './reference/engine/people.ts';
import { officeAt } from './reference/engine/roster.ts';

/** The moment at which the certificates have the standing that their names say. */
export const NOW = new Date('2013-03-15T04:00:00Z');

const { authority, roster, official } = await officeAt('http://127.0.0.1:9', loadPeople()).issue(NOW.getTime());

/** What every foreign portal of the tests is told. */
export const TRUST = {
  trusted: roster.issuers,
  revocationLists: [await authority.crl(NOW)],
  official,
  people: ['good', 'another-person'].map(credentials),
  officers: [roster.officer ?? { id: '', password: '' }],
  now: () => NOW,
};

/** The systems on both ends of the messages of the tests. */
export const SYSTEMS = await certifySystems(authority, NOW);

/** The credentials of that name. */
export function credentials(name: string): { readonly id: string; readonly password: string } {
  const found = roster.credentials[name];
  if (found === undefined) throw new Error(`no credentials ${name}`);
  return found;
}

/** The certificate of that name, with its key. */
export function certificate(name: string): SigningKey {
  const found = roster.certificates[name];
  if (found === undefined) throw new Error(`no certificate ${name}`);
  return found;
}
