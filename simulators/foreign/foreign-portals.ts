// Starts the foreign portals in surroundings that others made, and says what a target file needs to know of them.
import type { Hono } from 'hono';
import type { Account } from './account.ts';
import { createHtmlPortal } from './html/portal.ts';
import { VIOLATIONS as HTML_VIOLATIONS } from './html/violations.ts';
import { createJsonPortal } from './json/portal.ts';
import { VIOLATIONS as JSON_VIOLATIONS } from './json/violations.ts';
import { createSoapPortal, type SoapPortalOptions } from './soap/portal.ts';
import { VIOLATIONS as SOAP_VIOLATIONS } from './soap/violations.ts';
import type { SealKey, TrustOptions } from './trust.ts';

/** What each of them can be told to do wrong. */
export const FOREIGN_VIOLATIONS = { html: HTML_VIOLATIONS, json: JSON_VIOLATIONS, soap: SOAP_VIOLATIONS } as const;
export type ForeignPortal = keyof typeof FOREIGN_VIOLATIONS;

/** A portal, and the files and variables that drive it: PEM by file name, values by the name of an environment variable. */
export interface ForeignSetup {
  readonly app: Hono;
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** The systems on both ends of a message. */
export interface GatewaySystems {
  readonly sender: { readonly id: string } & SealKey;
  readonly gateway: SealKey;
}

/** The world around a portal: whom it trusts, who may log in, and who knows whom. */
export interface Surroundings extends TrustOptions {
  /** By what is wrong with them, `good` and `another-person` among them. */
  readonly credentials: Readonly<Record<string, Account>>;
  readonly officer: Account;
  /** By what is wrong with them, as files of that name. */
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
