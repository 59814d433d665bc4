// Makes the foreign portals, and gives the files and environment variables that their target files need.
import type { Hono } from 'hono';
import type { Account } from './account.ts';
import { createHtmlPortal } from './html/portal.ts';
import { VIOLATIONS as HTML_VIOLATIONS } from './html/violations.ts';
import { createJsonPortal } from './json/portal.ts';
import { VIOLATIONS as JSON_VIOLATIONS } from './json/violations.ts';
import { createSoapPortal, type SoapPortalOptions } from './soap/portal.ts';
import { VIOLATIONS as SOAP_VIOLATIONS } from './soap/violations.ts';
import type { SealKey, TrustOptions } from './trust.ts';

/** The violations of each foreign portal, by the name of the portal. */
export const FOREIGN_VIOLATIONS = { html: HTML_VIOLATIONS, json: JSON_VIOLATIONS, soap: SOAP_VIOLATIONS } as const;
export type ForeignPortal = keyof typeof FOREIGN_VIOLATIONS;

/** A foreign portal with what its target file needs: PEM texts by file name, and values by the name of an environment variable. */
export interface ForeignSetup {
  readonly app: Hono;
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** The two systems that exchange messages with the SOAP service: the sender of the requests, and the gateway that signs the answers. */
export interface GatewaySystems {
  readonly sender: { readonly id: string } & SealKey;
  readonly gateway: SealKey;
}

/** What a foreign portal is given from outside: whom it trusts, who may log in, and what the state databases know. */
export interface Surroundings extends TrustOptions {
  /** Accounts, each by the name of its defect; the portal admits `good` and `another-person`. */
  readonly credentials: Readonly<Record<string, Account>>;
  readonly officer: Account;
  /** Certificates, each by the name of its defect; it is written to `<name>.pem` and its key to `<name>.key`. */
  readonly certificates: Readonly<Record<string, SealKey>>;
  readonly systems: GatewaySystems;
  readonly registers: SoapPortalOptions['registers'];
}

/** Makes a foreign portal. @throws RangeError for a violation that it does not have */
export function setUpForeign(
  portal: ForeignPortal,
  violation: string | null,
  surroundings: Surroundings,
): ForeignSetup {
  const { trusted, credentials, officer, certificates, systems } = surroundings;
  const account = (name: string) => credentials[name] ?? { id: '', password: '' };
  const people = [account('good'), account('another-person')];
  const pairs = Object.entries(certificates).flatMap(([name, { certificatePem, privateKeyPem }]) => [
    [`${name}.pem`, certificatePem],
    [`${name}.key`, privateKeyPem],
  ]);
  const [root = '', issuing = ''] = trusted;
  return {
    app: make(portal, violation, people, surroundings),
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
      // Every message to the SOAP service names the system that sends it, with the password of that system.
      ...(portal === 'soap' ? { SENDER: systems.sender.id, SENDER_PASSWORD: `gateway-${officer.password}` } : {}),
    },
  };
}

/** The PEM files with which the target file of the SOAP service signs its messages and checks the signatures of the answers. */
export function filesOf({ sender, gateway }: GatewaySystems): Record<string, string> {
  return {
    'sender.pem': sender.certificatePem,
    'sender.key': sender.privateKeyPem,
    'gateway.pem': gateway.certificatePem,
  };
}

function make(
  portal: ForeignPortal,
  violation: string | null,
  people: readonly Account[],
  { trusted, revocationLists = [], official, officer, systems, registers }: Surroundings,
): Hono {
  const chosen = <V extends { readonly id: string }>(table: readonly V[]): V['id'] | null =>
    violation === null ? null : known(table, violation);
  const common = { trusted, revocationLists, official, officers: [officer] };
  if (portal === 'html') return createHtmlPortal({ ...common, people, violation: chosen(HTML_VIOLATIONS) });
  if (portal === 'json') return createJsonPortal({ ...common, people, violation: chosen(JSON_VIOLATIONS) });
  const [staff, ...citizens] = people;
  const { sender, gateway } = systems;
  const over = { senders: [sender], gateway, violation: chosen(SOAP_VIOLATIONS) };
  return createSoapPortal({ ...common, ...over, staff: staff === undefined ? [] : [staff], citizens, registers });
}

function known<V extends { readonly id: string }>(table: readonly V[], violation: string): V['id'] {
  const found = table.find(({ id }) => id === violation);
  if (found === undefined)
    throw new RangeError(`there is no violation "${violation}"; use one of ${table.map(({ id }) => id).join(', ')}`);
  return found.id;
}
