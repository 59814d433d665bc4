// A sample applicant who walks flows over the driver contract, guided by the compiled programs; for our own tests and measurements.

import { signCms } from '../../schemas/pki/cms.ts';
import type { Roster } from '../../schemas/target/driver.ts';
import {
  ENTRANCES,
  type InputOf,
  OPERATIONS,
  type Operation,
  type OutputOf,
  WORLD_HEADER,
} from '../../schemas/target/driver.ts';
import { CAUSES, type Cause } from '../../schemas/vocabulary.ts';
import { actionOf, operationOf } from './engine/acceptance.ts';
import type { Program } from './engine/program.ts';

/** Sends one request to the portal. */
export type Send = (request: Request) => Response | Promise<Response>;

/** The answer to one operation: a view where it was accepted, a problem where it was not. */
export interface Reply<O extends Operation> {
  readonly status: number;
  readonly text: string;
  /** The parsed body. @throws Error when the operation was not accepted. */
  view(): OutputOf<O>;
}

const TEN_MINUTES = 600;
const SANDBOX_STANDINGS = ['paid-too-little', 'paid-for-another-request', 'payment-reversed'] as const;
const DECISIONS = ['requirements-not-met', 'untrue-data', 'missing-document'] as const;

/** One visitor in one world. */
export class Visitor {
  readonly send: Send;
  world: string | null = null;
  token: string | null = null;
  language: string | null = null;
  session = '';
  request = '';
  roster: Roster = { credentials: {}, officer: null, certificates: {}, issuers: [] };
  now = '';
  #officerToken: string | null = null;
  /** What the names of the certificates begin with of whoever has logged in. */
  #staff = '';

  constructor(send: Send) {
    this.send = send;
  }

  /** Asks for one operation; the path is filled with the current session and request. */
  async ask<O extends Operation>(operation: O, input: InputOf<O>, token = this.token): Promise<Reply<O>> {
    const { method, path } = OPERATIONS[operation];
    const filled = path.replace('{session}', this.session).replace('{request}', this.request);
    const headers = new Headers();
    if (input !== null) headers.set('content-type', 'application/json');
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    if (this.world !== null) headers.set(WORLD_HEADER, this.world);
    if (this.language !== null) headers.set('accept-language', this.language);
    const body = input === null ? null : JSON.stringify(input);
    const response = await this.send(new Request(`http://127.0.0.1${filled}`, { method, headers, body }));
    const text = await response.text();
    const { status } = response;
    return {
      status,
      text,
      view() {
        if (status >= 300) throw new Error(`${operation}: ${status} ${text}`);
        return JSON.parse(text);
      },
    };
  }

  /** Opens a fresh world and goes on in it. */
  async enter(seed: number, now = '2013-03-15T10:00:00+06:00'): Promise<void> {
    const opened = (await this.ask('openWorld', { seed, now })).view();
    this.world = opened.world;
    this.roster = opened.roster;
    this.now = opened.now;
  }

  /** Lets time pass in the world. */
  async pass(seconds: number): Promise<void> {
    this.now = (await this.ask('advanceClock', { seconds })).view().now;
  }

  /** Logs in with the credentials that the roster lists under a name, and opens a request if the login succeeds. */
  async arrive(program: Program, credentials = 'good'): Promise<void> {
    const { regulation, flow, entry } = program;
    const { id, password } = this.#credentials(program, credentials);
    const session = (
      await this.ask('authenticate', { regulation, flow, as: ENTRANCES[entry], id, password }, null)
    ).view();
    this.session = session.session;
    await this.pass(TEN_MINUTES);
    this.token = (await this.ask('readSession', null, null)).view().token;
    if (this.token !== null) this.request = (await this.ask('open', { session: this.session })).view().request;
  }

  /** The credentials of a name at the door of a flow, where staff and organisations log in as themselves. */
  #credentials({ entry, isForOrganisations }: Program, name: string): Roster['credentials'][string] {
    const given = this.roster.credentials[name] ?? { id: '', password: '' };
    const isOrganisation = isForOrganisations || name === 'by-bin';
    const staff =
      entry === 'portal' ? (isOrganisation ? this.roster.credentials['by-bin'] : undefined) : this.roster[entry];
    this.#staff = staff === undefined ? '' : `${entry === 'portal' ? 'by-bin' : entry}-`;
    if (staff === undefined) return given;
    if (name === 'good') return staff;
    return name === 'wrong-password' ? { ...given, id: staff.id } : given;
  }

  /** Walks a flow to its end, or to the refusal for a cause. Returns the session where no request could be opened, else the request. */
  async walk(program: Program, cause: Cause | null = null): Promise<OutputOf<'readRequest'> | OutputOf<'readSession'>> {
    const isLogin = cause !== null && CAUSES[cause].operation === 'authenticate';
    await this.arrive(program, isLogin ? cause : cause === 'another-organisation' ? 'by-bin' : 'good');
    if (this.token === null) return (await this.ask('readSession', null)).view();
    for (const action of actionsToTake(program)) {
      if ((await this.ask('readRequest', null)).view().state !== 'open') break;
      await this.perform(program, action, cause);
      await this.pass(TEN_MINUTES);
    }
    // A last step that shares a term of two hours with earlier ones may take all of it.
    if ((await this.ask('readRequest', null)).view().state === 'open') await this.pass(12 * TEN_MINUTES);
    return (await this.ask('readRequest', null)).view();
  }

  /** Asks for one operation with good input, or with input that provokes the cause. */
  async perform(program: Program, operation: Operation, cause: Cause | null = null): Promise<Reply<Operation>> {
    switch (operation) {
      case 'fill': {
        const applicant = this.roster.credentials[applicantFor(program, cause)];
        return this.ask('fill', { values: { purpose: 'licence', ...(applicant ? { applicant: applicant.id } : {}) } });
      }
      case 'attach':
        return this.ask('attach', { name: 'plan.pdf', mediaType: 'application/pdf', content: 'JVBERi0xLjQ=' });
      case 'pay': {
        if (cause === 'not-paid') return this.ask('pay', { payment: null });
        const standing = SANDBOX_STANDINGS.find((known) => known === cause) ?? 'good';
        const made = await this.ask('makePayment', { request: this.request, standing });
        return this.ask('pay', { payment: made.view().payment });
      }
      case 'chooseCertificate':
        return this.ask('chooseCertificate', {
          certificatePem: cause === 'no-certificate' ? 'none' : this.#key(cause).certificatePem,
        });
      case 'sign':
        return this.ask('sign', { cms: await this.#signature(cause) });
      case 'lookUp':
        if (cause === 'database-silent')
          await this.ask('setCounterparty', { counterparty: 'individuals-registry', mode: 'hangs' });
        if (cause === 'database-silent')
          await this.ask('setCounterparty', { counterparty: 'organisations-registry', mode: 'hangs' });
        return this.ask('lookUp', {});
      case 'decide': {
        const decision = DECISIONS.find((known) => known === cause) ?? 'grant';
        return this.ask('decide', { decision }, await this.officer(program));
      }
      case 'confirm': {
        const { history } = (await this.ask('readRequest', null)).view();
        const next = program.nodes.find(
          (node) => operationOf(node) === 'confirm' && !history.some(({ action }) => action === actionOf(node)),
        );
        const means = next?.kind === 'step' && next.means[0] !== undefined ? { means: next.means[0] } : {};
        const input = { action: next === undefined ? '-' : actionOf(next), ...means };
        return this.ask('confirm', input, await this.officer(program));
      }
      default:
        throw new Error(`${operation} is no step of a request`);
    }
  }

  /** The token of an officer, who logs in at the first call. */
  async officer({ regulation, flow }: Program): Promise<string | null> {
    const { id, password } = this.roster.officer ?? { id: '', password: '' };
    const asOfficer = { regulation, flow, as: 'officer' as const, id, password };
    this.#officerToken ??= (await this.ask('authenticate', asOfficer, null)).view().token;
    return this.#officerToken;
  }

  async #signature(cause: Cause | null): Promise<string> {
    const reply = await this.ask('readContent', null);
    const content = reply.status === 200 ? Buffer.from(reply.view().content, 'base64') : Buffer.from('nothing yet');
    if (cause === 'no-signature') return Buffer.from('none').toString('base64');
    const isOther = cause === 'other-bytes' || cause === 'own-content';
    const signed = isOther ? Buffer.concat([content, Buffer.from(' ')]) : content;
    const options = { holdsContent: cause === 'own-content' };
    return Buffer.from(await signCms(signed, this.#key(cause), new Date(this.now), options)).toString('base64');
  }

  #key(cause: Cause | null): Roster['certificates'][string] {
    const { certificates } = this.roster;
    const key =
      certificates[`${this.#staff}${cause ?? 'good'}`] ?? certificates[`${this.#staff}good`] ?? certificates.good;
    if (key === undefined) throw new Error('the roster has no good certificate: enter a world first');
    return key;
  }
}

/** The roster name of the applicant whom the state databases are asked about: a good one, or one who provokes the cause. */
function applicantFor({ nodes }: Program, cause: Cause | null): string {
  if (cause === 'another-applicant') return 'another-person';
  const asks = nodes.flatMap((node) => (node.kind === 'condition' && node.checks === 'registry' ? node.asks : []));
  const isLookedUp = cause !== null && CAUSES[cause].check === 'registry' && cause !== 'database-silent';
  if (asks.length === 0 || asks.includes('individuals-registry')) return isLookedUp ? cause : 'good';
  if (isLookedUp) return cause === 'database-unavailable' ? `organisation-${cause}` : cause;
  return 'organisation';
}

/** The operations that lead an opened request to its result, in order. */
export function actionsToTake(program: Program): Operation[] {
  const operations: Operation[] = [];
  let at: number | null = program.parkAt;
  while (at !== null) {
    const node: Program['nodes'][number] | undefined = program.nodes[at];
    if (node === undefined) break;
    const operation = operationOf(node);
    if (operation !== null && actionOf(node) !== '') operations.push(operation);
    at = node.kind === 'condition' ? node.ok : node.next;
  }
  return operations;
}
