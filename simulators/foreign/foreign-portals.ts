// Starts the foreign portals with people and certificates of our own authority, and says what a target file needs to know of them.
import type { Hono } from 'hono';
import { certifySystems, type GatewaySystems } from '../reference/certification-authority/gateway-systems.ts';
import { loadPeople } from '../reference/engine/people.ts';
import { officeAt } from '../reference/engine/roster.ts';
import { createHtmlPortal } from './html/portal.ts';
import { VIOLATIONS as HTML_VIOLATIONS } from './html/violations.ts';
import { createJsonPortal } from './json/portal.ts';
import { VIOLATIONS as JSON_VIOLATIONS } from './json/violations.ts';
import { createSoapPortal } from './soap/portal.ts';
import { VIOLATIONS as SOAP_VIOLATIONS } from './soap/violations.ts';

/** What each of them can be told to do wrong. */
export const FOREIGN_VIOLATIONS = { html: HTML_VIOLATIONS, json: JSON_VIOLATIONS, soap: SOAP_VIOLATIONS } as const;
export type ForeignPortal = keyof typeof FOREIGN_VIOLATIONS;

/** A portal, and the files and variables that drive it: PEM by file name, values by the name of an environment variable. */
export interface ForeignSetup {
  readonly app: Hono;
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** Makes a foreign portal whose certificates have their standing now. @throws RangeError for a violation that it does not have */
export async function setUpForeign(portal: ForeignPortal, violation: string | null, now: Date): Promise<ForeignSetup> {
  const people = loadPeople();
  const { authority, roster, official } = await officeAt('http://127.0.0.1:9', people).issue(now.getTime());
  const account = (name: string) => roster.credentials[name] ?? { id: '', password: '' };
  const officer = roster.officer ?? { id: '', password: '' };
  const trust = { trusted: roster.issuers, revocationLists: [await authority.crl(now)], official };
  const systems = await certifySystems(authority, now);
  const common = { ...trust, people: [account('good'), account('another-person')], officers: [officer] };
  const pairs = Object.entries(roster.certificates).flatMap(([name, { certificatePem, privateKeyPem }]) => [
    [`${name}.pem`, certificatePem],
    [`${name}.key`, privateKeyPem],
  ]);
  const [root = '', issuing = ''] = roster.issuers;
  return {
    app: make(portal, violation, { ...common, systems }),
    files: {
      ...Object.fromEntries(pairs),
      'root.pem': root,
      'issuing.pem': issuing,
      ...(portal === 'soap' ? filesOf(systems) : {}),
    },
    variables: {
      PORTAL_USER: account('good').id,
      PORTAL_PASSWORD: account('good').password,
      PORTAL_USER_2: account('another-person').id,
      PORTAL_PASSWORD_2: account('another-person').password,
      OFFICER_USER: officer.id,
      OFFICER_PASSWORD: officer.password,
      // The gateway in front of the service of messages knows who sends them.
      ...(portal === 'soap' ? { SENDER: systems.sender.id, SENDER_PASSWORD: `gateway-${officer.password}` } : {}),
    },
  };
}

/** What a target file needs to sign its messages, and to know those that answer them. */
export function filesOf({ sender, gateway }: GatewaySystems): Record<string, string> {
  return {
    'sender.pem': sender.certificatePem,
    'sender.key': sender.privateKeyPem,
    'gateway.pem': gateway.certificatePem,
  };
}

type Common = Omit<Parameters<typeof createHtmlPortal>[0], 'violation'> & { systems: GatewaySystems };

function make(portal: ForeignPortal, violation: string | null, { people, systems, ...common }: Common): Hono {
  const chosen = <V extends { readonly id: string }>(table: readonly V[]): V['id'] | null =>
    violation === null ? null : known(table, violation);
  if (portal === 'html') return createHtmlPortal({ ...common, people, violation: chosen(HTML_VIOLATIONS) });
  if (portal === 'json') return createJsonPortal({ ...common, people, violation: chosen(JSON_VIOLATIONS) });
  const [staff, ...citizens] = people;
  const { accounts } = loadPeople();
  const standing = (...causes: string[]) =>
    accounts.flatMap(({ id, registry }) => (causes.includes(registry) ? [id] : []));
  const registers = {
    individuals: standing('good', 'database-unavailable'),
    organisations: standing('good', 'no-power-of-attorney'),
    represented: standing('good'),
    outOfOrder: standing('database-unavailable'),
  };
  const staffed = staff === undefined ? [] : [staff];
  const { sender, gateway } = systems;
  const over = { senders: [sender], gateway, violation: chosen(SOAP_VIOLATIONS) };
  return createSoapPortal({ ...common, ...over, staff: staffed, citizens, registers });
}

function known<V extends { readonly id: string }>(table: readonly V[], violation: string): V['id'] {
  const found = table.find(({ id }) => id === violation);
  if (found === undefined)
    throw new RangeError(`there is no violation "${violation}"; use one of ${table.map(({ id }) => id).join(', ')}`);
  return found.id;
}
