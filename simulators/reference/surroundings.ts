// Makes the surroundings of a foreign portal: persons, their certificates, registers and systems, all certified by our own authority.
import type { SigningKey } from '../../schemas/pki/cms.ts';
import type { Authority } from './certification-authority/authority.ts';
import { loadPeople } from './engine/people.ts';
import { officeAt } from './engine/roster.ts';

const DAY_MS = 86_400_000;
/** Sender and gateway need some BIN in their certificates; nobody looks it up. */
const SYSTEMS_BIN = '120140000017';

/** The surroundings at a moment at which each certificate is what its name says: good, expired, revoked and so on. */
export async function surroundingsAt(now: Date) {
  const people = loadPeople();
  const { authority, roster, official } = await officeAt('http://127.0.0.1:9', people).issue(now.getTime());
  const registeredAs = (...causes: string[]) =>
    people.accounts.flatMap(({ id, registry }) => (causes.includes(registry) ? [id] : []));
  const [sender, gateway] = await Promise.all([
    certifySystem(authority, now, { key: 'sender', name: 'ЖІБЕРУШІ АЖ' }),
    certifySystem(authority, now, { key: 'gateway', name: 'ШЭП' }),
  ]);
  return {
    trusted: roster.issuers,
    revocationLists: [await authority.crl(now)],
    official,
    credentials: people.credentials,
    officer: people.officer,
    certificates: roster.certificates,
    systems: { sender: { id: 'reglament', ...sender }, gateway },
    registers: {
      individuals: registeredAs('good', 'database-unavailable'),
      organisations: registeredAs('good', 'no-power-of-attorney'),
      represented: registeredAs('good'),
      outOfOrder: registeredAs('database-unavailable'),
    },
  };
}

/** Issues a system's certificate, valid from 30 days before `now` to 335 days after it. */
export function certifySystem(
  authority: Authority,
  now: Date,
  { key, name }: { readonly key: string; readonly name: string },
): Promise<SigningKey> {
  const days = (count: number) => new Date(now.getTime() + count * DAY_MS);
  const holder = { bin: SYSTEMS_BIN, commonName: name, surname: name, organisation: name };
  return authority.issue({ key, use: 'authenticate', holder, notBefore: days(-30), notAfter: days(335) });
}
