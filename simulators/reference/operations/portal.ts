// The context of every operation, and the checks that come first: login, session, ownership.

import type { Regulation } from '../../../schemas/regulation.ts';
import type { Addressee, InputOf, Operation } from '../../../schemas/target/driver.ts';
import { isOffice, type Language } from '../../../schemas/vocabulary.ts';
import type { Message, Reply } from '../counterparties/call.ts';
import { actionOf, operationOf } from '../engine/acceptance.ts';
import type { CertificateServices } from '../engine/certificate-check.ts';
import type { Accounts } from '../engine/credentials.ts';
import { mutationAnywhere, mutationOf } from '../engine/mutation.ts';
import type { Phrasebook } from '../engine/notifications.ts';
import type { Account } from '../engine/people.ts';
import type { Program } from '../engine/program.ts';
import { Rejection } from '../engine/rejection.ts';
import { nodeAt, settle, type Walk } from '../engine/walk.ts';
import { judgeWith } from './conditions.ts';
import { deliver } from './mail.ts';
import type { Application, Session, World } from './world.ts';

/** The part of the portal that all worlds share; nothing in it changes. */
export interface Portal {
  readonly regulations: ReadonlyMap<string, Regulation>;
  /** By `<regulation>/<flow>`. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly phrasebook: Phrasebook;
  /** The organisation that decides, and its authorised person, who is its head: by IIN and by name. */
  readonly provider: { readonly bin: string; readonly name: string; readonly head: string; readonly signatory: string };
  /** The names of the people and organisations whose numbers are known. */
  readonly names: ReadonlyMap<string, string>;
  readonly call: (world: World, addressee: Addressee, message: Message) => Promise<Reply>;
  /** Fetches the revocation list or an OCSP answer, in DER. @throws Error when the certification authority does not give it. */
  readonly fetchDer: (
    world: World,
    url: string,
    question: { as: 'crl' | 'ocsp'; body: Uint8Array | null },
  ) => Promise<Uint8Array>;
  readonly openWorld: (seed: number, now: number) => Promise<World>;
}

/** One request for an operation, its input already checked against the driver contract. */
export interface Call<O extends Operation> {
  readonly portal: Portal;
  readonly world: World;
  /** Values of the placeholders in the path, such as `request`. */
  readonly params: Readonly<Record<string, string>>;
  readonly input: InputOf<O>;
  readonly token: string | null;
  readonly language: Language;
}

/** A call of any operation, without its input. */
export type AnyCall = Omit<Call<Operation>, 'input'>;

/** The session that belongs to the token of the call. @throws Rejection 401 when the token is missing or unknown. */
export function requireLogin({ world, token }: AnyCall): Session {
  const session = token === null ? undefined : world.tokens.get(token);
  if (session === undefined || session.ended) {
    throw new Rejection(
      401,
      token === null ? 'Authorization: missing; send a bearer token' : 'Authorization: unknown token',
    );
  }
  return session;
}

/** The session of that id. @throws Rejection 404 */
export function requireSession({ world }: AnyCall, id: string): Session {
  const session = world.sessions.get(id);
  if (session === undefined) throw new Rejection(404, 'session: no such session in this world');
  return session;
}

/** The request of that id, without any check of who asks. @throws Rejection 404 */
export function requireRequest({ world }: AnyCall, id: string): Application {
  const request = world.requests.get(id);
  if (request === undefined) throw new Rejection(404, 'request: no such request in this world');
  return request;
}

/** For mutants only: the request in the path, where the operation is open to somebody without a login; null otherwise. */
function openToNobody(call: AnyCall, operation: Operation, action?: string): Application | null {
  const { token, world, params } = call;
  const isIn = token !== null && world.tokens.get(token) !== undefined;
  const request = isIn ? undefined : world.requests.get(params.request ?? '');
  if (request === undefined) return null;
  const { mutant } = request.walk.program;
  const taken = mutationAnywhere(mutant, 'takes-from-nobody');
  const isTaken = taken?.operation === operation && (action === undefined || action === mutant?.action);
  const isOpen = isTaken || mutationAnywhere(mutant, 'shows-to-nobody')?.operation === operation;
  return isOpen ? request : null;
}

/** The request in the path, if the caller owns it. @param action the step, where the flow has several of the operation @throws Rejection 401, 404, 403 */
export function requireOwn(call: AnyCall, operation: Operation, action?: string): Application {
  const found = openToNobody(call, operation, action);
  if (found !== null) return found;
  const session = requireLogin(call);
  const request = requireRequest(call, call.params.request ?? '');
  const isOwn = !session.officer && session.person === request.person;
  const { mutant } = request.walk.program;
  const isOpen =
    mutationAnywhere(mutant, 'takes-from-anyone')?.operation === operation &&
    (action === undefined || action === mutant?.action);
  const isTheirs = session.officer && mutationAnywhere(mutant, 'takes-from-an-officer')?.operation === operation;
  if (!isOwn && !isOpen && !isTheirs) throw new Rejection(403, 'request: it is another person’s');
  return request;
}

/** The request in the path, if the caller is an officer, who alone may decide. @throws Rejection 401, 404, 403 */
export function requireDecidable(call: AnyCall): Application {
  const found = openToNobody(call, 'decide');
  if (found !== null) return found;
  const session = requireLogin(call);
  const request = requireRequest(call, call.params.request ?? '');
  const { mutant } = request.walk.program;
  const isOpen =
    session.person === request.person
      ? mutationAnywhere(mutant, 'lets-the-owner-decide') !== null
      : mutationAnywhere(mutant, 'takes-from-anyone')?.operation === 'decide';
  if (!session.officer && !isOpen) throw new Rejection(403, 'decision: only an officer decides');
  const node = nodeAt(request.walk);
  if (node !== null && operationOf(node) === 'decide') requireParty(session, request, actionOf(node));
  return request;
}

/** The request in the path, if the caller is an officer, who confirms any request, or owns it. @throws Rejection 401, 404, 403 */
export function requireConfirmable(call: AnyCall, action: string): Application {
  const found = openToNobody(call, 'confirm', action);
  if (found !== null) return found;
  const session = requireLogin(call);
  if (!session.officer) {
    const request = requireOwn(call, 'confirm', action);
    if (request.person === session.person) refuseApplicant(call, request, action);
    return request;
  }
  const request = requireRequest(call, call.params.request ?? '');
  requireParty(session, request, action);
  return request;
}

/** Refuses an applicant who confirms a step of those who handle requests. Who enters one for others may be of these. @throws Rejection 403 */
function refuseApplicant({ portal }: AnyCall, { walk, regulation: id, person }: Application, action: string) {
  const { steps, mutant, entry } = walk.program;
  const actor = steps.get(action)?.actor ?? null;
  const role = regulationOf(portal, id).parties.find((party) => party.id === actor)?.role ?? 'person';
  const isOwn = entry !== 'portal' || !isOffice(role);
  if (!isOwn && mutationOf(mutant, action, 'lets-the-owner-confirm') === null)
    throw new Rejection(403, `${action}: it is the step of ${actor}, not of ${person}`);
}

/** Refuses an officer who acts as another party than the one whose step it is by the text, or its deputy. @throws Rejection 403 */
function requireParty({ party }: Session, { walk }: Application, action: string) {
  const { steps, mutant } = walk.program;
  const step = steps.get(action);
  if (party === null || step === undefined || mutationOf(mutant, action, 'takes-from-a-colleague') !== null) return;
  if (!step.doers.includes(party))
    throw new Rejection(403, `${action}: it is the step of ${step.actor}, not of ${party}`);
}

/** The request in the path, if the caller owns it or is an officer. @throws Rejection 401, 404, 403 */
export function requireReadable(call: AnyCall, operation: Operation): Application {
  const found = openToNobody(call, operation);
  if (found !== null) return found;
  const session = requireLogin(call);
  const request = requireRequest(call, call.params.request ?? '');
  const shown = mutationAnywhere(request.walk.program.mutant, 'shows-to-anyone')?.operation;
  if (session.officer || shown === operation) return request;
  if (operation === 'fetchResult' && isReceivedBy(session, request)) return request;
  if (session.person !== request.person) throw new Rejection(403, 'request: it is another person’s');
  return request;
}

/** Refuses whoever speaks of a request of the world for another system, and neither owns it nor is an officer. @throws Rejection 401, 403 */
export function refuseStranger({ requests, tokens }: World, id: string | undefined, token: string | null): void {
  const request = requests.get(id ?? '');
  if (request === undefined) return;
  const session = tokens.get(token ?? '');
  if (session === undefined || session.ended)
    throw new Rejection(401, 'Authorization: send the bearer token of its owner');
  if (!session.officer && session.person !== request.person)
    throw new Rejection(403, 'request: it is another person’s');
}

/** Whether somebody is the applicant of a request that an employee has filled in, and so receives its result (clause 7, item 12). */
function isReceivedBy({ person }: Session, { walk }: Application): boolean {
  const { program, facts } = walk;
  return (
    program.entry === 'employee' &&
    facts.values?.applicant === person &&
    mutationAnywhere(program.mutant, 'keeps-the-result-from-the-applicant') === null
  );
}

/** The regulation of an id that stems from the simulator itself. @throws Error when there is none, which is a defect. */
export function regulationOf(portal: Portal, id: string): Regulation {
  const regulation = portal.regulations.get(id);
  if (regulation === undefined) throw new Error(`The simulator lost the regulation ${id}`);
  return regulation;
}

/** Moves a walk on to the world's present instant and delivers its messages; `request` is null for the walk of a login. */
export async function settleNow({ portal, world }: AnyCall, walk: Walk, request: string | null): Promise<void> {
  world.stirred += 1;
  // Settling twice changes nothing, and every operation settles before and after what it brings.
  if (walk.settledAt === world.now) return;
  const judge = judgeWith({
    accounts: accountsIn(portal, world),
    ask: (counterparty, message) => portal.call(world, counterparty, message),
    certificates: certificateServices(portal, world),
    request,
    another: (than) => [...portal.names.keys()].find((number) => !than.includes(number)) ?? '',
  });
  await settle(walk, world.now, judge);
  if (request !== null) {
    const parties = regulationOf(portal, walk.program.regulation).parties;
    await deliver(world, walk, request, parties, (addressee, message) => portal.call(world, addressee, message));
  }
  walk.settledAt = world.now;
}

/** The certification authority of a world, as certificate checks use it. */
export function certificateServices(portal: Portal, world: World): CertificateServices {
  return {
    trusted: world.credentials.roster.issuers,
    fetchCrl: (url) => portal.fetchDer(world, url, { as: 'crl', body: null }),
    fetchOcsp: (url, body) => portal.fetchDer(world, url, { as: 'ocsp', body }),
    nonce: () => Buffer.from(world.nextId('message').slice(-24), 'hex'),
  };
}

/** The accounts of a world: those of the test persons, and of whoever has registered there. */
export function accountsIn({ accounts }: Pick<Portal, 'accounts'>, { registered }: World): Accounts {
  return { get: (id) => accounts.get(id) ?? registered.get(id) };
}
