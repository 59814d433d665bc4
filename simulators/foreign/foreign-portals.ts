// Makes the foreign portals, and gives the files and environment variables that their target files need.
import type { Hono } from 'hono';
import type { Account } from './account.ts';
import { createHtmlPortal } from './html/portal.ts';
import { VIOLATIONS as HTML_VIOLATIONS } from './html/violations.ts';
import type { OutsideOptions } from './json/outside.ts';
import { createJsonPortal } from './json/portal.ts';
import { CALL_VIOLATIONS as JSON_CALLS, VIOLATIONS as JSON_VIOLATIONS } from './json/violations.ts';
import { createSoapPortal, type SoapPortalOptions } from './soap/portal.ts';
import { CALL_VIOLATIONS as SOAP_CALLS, VIOLATIONS as SOAP_VIOLATIONS } from './soap/violations.ts';
import type { SealKey, TrustOptions } from './trust.ts';
import type { ForeignViolation } from './violation.ts';

/** The violations of each foreign portal, by the name of the portal. */
export const FOREIGN_VIOLATIONS = { html: HTML_VIOLATIONS, json: JSON_VIOLATIONS, soap: SOAP_VIOLATIONS } as const;
export type ForeignPortal = keyof typeof FOREIGN_VIOLATIONS;

/** What those that can be wired to counterparties can do wrong in their calls besides. */
export const CALL_VIOLATIONS = { json: JSON_CALLS, soap: SOAP_CALLS } as const;

/** What a portal can do wrong, as it is set up. */
export function violationsOf(portal: ForeignPortal, isWired: boolean): readonly ForeignViolation[] {
  return [...FOREIGN_VIOLATIONS[portal], ...(isWired && portal !== 'html' ? CALL_VIOLATIONS[portal] : [])];
}

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
  /** The systems that it asks; by default it knows by itself what they would tell it. */
  readonly wired?: Wired;
}

/** The address of the systems around a portal, what the payment gateway is called in its certificate, and their clock, which the portal goes by too. */
export interface Wired {
  readonly url: string;
  readonly gateway: string;
  readonly now: Date;
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
  broken: string | null,
  people: readonly Account[],
  { trusted, revocationLists = [], official, officer, systems, registers, wired }: Surroundings,
): Hono {
  const chosen = <V extends { readonly id: string }>(table: readonly V[]): V['id'] | null =>
    broken === null ? null : known(table, broken);
  const lists = wired === undefined ? { revocationLists } : { now: () => wired.now };
  const common = { trusted, ...lists, official, officers: [officer] };
  if (portal === 'html') return createHtmlPortal({ ...common, people, violation: chosen(HTML_VIOLATIONS) });
  if (portal === 'json') {
    const violation = chosen(wired === undefined ? JSON_VIOLATIONS : [...JSON_VIOLATIONS, ...JSON_CALLS]);
    return createJsonPortal({
      ...common,
      ...(wired === undefined ? {} : { outside: outsideAt(wired) }),
      people,
      violation,
    });
  }
  const [staff, ...citizens] = people;
  const { sender, gateway } = systems;
  const asked = wired === undefined ? registers : { counterparties: wired.url };
  const over = {
    senders: [sender],
    gateway,
    violation: chosen(wired === undefined ? SOAP_VIOLATIONS : [...SOAP_VIOLATIONS, ...SOAP_CALLS]),
  };
  return createSoapPortal({
    ...common,
    ...over,
    staff: staff === undefined ? [] : [staff],
    citizens,
    registers: asked,
  });
}

const outsideAt = ({ url, gateway }: Wired): OutsideOptions => ({
  authority: { url, way: 'ocsp-post' },
  gateway: { url, way: 'asks', name: gateway },
});

function known<V extends { readonly id: string }>(table: readonly V[], violation: string): V['id'] {
  const found = table.find(({ id }) => id === violation);
  if (found === undefined)
    throw new RangeError(`there is no violation "${violation}"; use one of ${table.map(({ id }) => id).join(', ')}`);
  return found.id;
}
