// The operations of a session: logging in, reading the session, choosing the service, reading the history.
import { historyButton } from '../../../schemas/flow/filling.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { ENTRANCES, type OutputOf } from '../../../schemas/target/driver.ts';
import { admit, awaited } from '../engine/acceptance.ts';
import { readPem } from '../engine/certificate-reading.ts';
import { findCredentialsFault } from '../engine/credentials.ts';
import { mutationAnywhere } from '../engine/mutation.ts';
import type { Program } from '../engine/program.ts';
import { Rejection } from '../engine/rejection.ts';
import { openWalk, startWalk, type Walk } from '../engine/walk.ts';
import { findEntryFault } from './conditions.ts';
import { leadsOf } from './pages.ts';
import {
  accountsIn,
  type Call,
  certificateServices,
  regulationOf,
  requireLogin,
  requireSession,
  settleNow,
} from './portal.ts';
import { hasResult, sessionState, viewRequest, viewSession } from './views.ts';
import type { Application, Session } from './world.ts';

/**
 * Logs in, by the flow's own steps or as an officer outside the flow.
 *
 * @throws Rejection 404 for an unknown flow, 400 where the flow is not entered in this role
 */
export async function authenticate(call: Call<'authenticate'>): Promise<OutputOf<'authenticate'>> {
  const { portal, world, input } = call;
  const { regulation, flow, id } = input;
  const program = portal.programs.get(`${regulation}/${flow}`);
  if (program === undefined) throw new Rejection(404, `flow: no ${regulation}/${flow}`);
  const officer = input.as === 'officer';
  const password = isLockedOut(call, program.mutant) ? '' : input.password;
  if (!officer && input.as !== ENTRANCES[program.entry]) {
    throw new Rejection(400, `as: this flow is entered as ${ENTRANCES[program.entry]}, got ${input.as}`);
  }
  const { certificatePem } = input;
  const login = { id, password, ...(certificatePem === undefined ? {} : { certificatePem: readPem(certificatePem) }) };
  const accounts = accountsIn(portal, world);
  const certificates = certificateServices(portal, world);
  const fault = officer
    ? findCredentialsFault(portal.accounts, login)
    : await findEntryFault(login, program, { accounts, certificates, at: world.now });
  const isChecked = program.nodes.some((node) => node.kind === 'condition' && node.checks === 'credentials');
  const session: Session = {
    id: world.nextId('session'),
    token: world.nextId('token'),
    person: id,
    officer,
    party: officer ? (portal.accounts.get(id)?.party ?? null) : null,
    regulation,
    flow,
    walk: officer ? null : startWalk(program, login, world.now),
    // Where the flow has no condition for it the credentials are checked here, so that no stranger is let in.
    known: officer ? fault === null && portal.accounts.get(id)?.officer === true : isChecked || fault === null,
    ended: false,
  };
  if (session.walk !== null) {
    await settleNow(call, session.walk, null);
    if (awaited(session.walk) === 'authenticate') admit(session.walk, 'authenticate', world.now)();
  }
  world.sessions.set(session.id, session);
  return viewSession(call, session);
}

const BEARABLE_GUESSES = 5;

/** For mutants only: whether no password is right any more, because wrong ones were given. */
function isLockedOut({ world, input }: Call<'authenticate'>, mutant: Program['mutant']): boolean {
  if (mutationAnywhere(mutant, 'locks-out') === null) return false;
  const failed = world.sessions.values().filter(({ person, ended }) => person === input.id && !ended);
  return [...failed].filter(({ known, walk }) => !known || walk?.outcome === 'refused').length >= BEARABLE_GUESSES;
}

/** Reads a session. No token is needed, since only the person who logged in knows its id. @throws Rejection 404, 401, 403 */
export function readSession(call: Call<'readSession'>): Promise<OutputOf<'readSession'>> {
  const session = requireSession(call, call.params.session ?? '');
  if (call.token !== null && requireLogin(call).person !== session.person) {
    throw new Rejection(403, 'session: it is another person’s');
  }
  return viewSession(call, session);
}

/** Ends the caller's own session. @throws Rejection 401, 404, 403 */
export function logOut(call: Call<'logOut'>): OutputOf<'logOut'> {
  const session = requireSession(call, call.params.session ?? '');
  if (requireLogin(call).person !== session.person) throw new Rejection(403, 'session: it is another person’s');
  session.ended = mutationAnywhere(session.walk?.program.mutant ?? null, 'keeps-ended-sessions') === null;
  return { session: session.id };
}

/** Opens a request, whose walk goes on where the login ended. @throws Rejection 401, 404, 403, 409, 400 */
export async function open(call: Call<'open'>): Promise<OutputOf<'open'>> {
  const { world, input } = call;
  const session = astray(call) ?? (await requireWelcome(call));
  const login = session.walk;
  if (login === null) throw new Rejection(409, 'session: no service can be chosen in it');
  const request = {
    id: world.nextId('request'),
    person: session.person,
    regulation: session.regulation,
    flow: session.flow,
    walk: openWalk(login, world.nextNumber(), tagsOf(login.program.variants, input.variant), world.now),
    attachments: [],
    onPaper: false,
    surveyed: false,
    result: null,
  };
  world.requests.set(request.id, request);
  return viewRequest(call, request);
}

/** The session named in the call, if it is the caller's own and lets them in. @throws Rejection 401, 404, 403, 409 */
async function requireWelcome(call: Call<'open'>): Promise<Session> {
  const caller = requireLogin(call);
  const session = requireSession(call, call.input.session);
  if (caller.person !== session.person) throw new Rejection(403, 'session: it is another person’s');
  if (session.walk === null || (await sessionState(call, session)) !== 'authorised') {
    throw new Rejection(409, 'session: no service can be chosen in it');
  }
  return session;
}

/** For mutants only: a session in which a service can be chosen although nobody was let in; null otherwise. */
function astray({ portal, world, input, token }: Call<'open'>): Session | null {
  const session = world.sessions.get(input.session);
  if (session !== undefined) {
    const { walk } = session;
    if (walk?.outcome !== 'refused') return null;
    const { mutant } = walk.program;
    const isOpen =
      mutationAnywhere(mutant, 'opens-after-refusal') !== null ||
      (mutationAnywhere(mutant, 'hands-the-refused-a-token') !== null && token === session.token);
    return isOpen ? session : null;
  }
  const program = [...portal.programs.values()].find(({ mutant }) => mutationAnywhere(mutant, 'opens-to-anyone'));
  if (program === undefined) return null;
  const { regulation, flow } = program;
  const walk = startWalk(program, { id: '', password: '' }, world.now);
  return {
    id: input.session,
    token: '',
    person: '',
    officer: false,
    party: null,
    regulation,
    flow,
    walk,
    known: false,
    ended: false,
  };
}

/** Reads the person's own requests in this world, oldest first. @throws Rejection 401, 404, 403 */
export async function readHistory(call: Call<'readHistory'>): Promise<OutputOf<'readHistory'>> {
  const session = requireSession(call, call.params.session ?? '');
  requireReader(call, session);
  const own = call.world.requests.values().filter(({ person }) => person === session.person);
  for (const { id, walk } of own) await settleNow(call, walk, id);
  const isShown = ({ walk }: Application) =>
    mutationAnywhere(walk.program.mutant, 'hides-requests')?.state !== walk.outcome &&
    !(walk.outcome === 'completed' && mutationAnywhere(walk.program.mutant, 'leaves-history-empty') !== null);
  return {
    requests: own.filter(isShown).map(({ id, regulation, walk }) => ({
      ...{ request: id, number: listedNumber(walk), state: walk.outcome },
      leadsTo: leadsFromHistory(regulationOf(call.portal, regulation), walk),
    })),
  };
}

const listedNumber = ({ number, program: { mutant } }: Walk) =>
  number !== null && mutationAnywhere(mutant, 'lists-another-number') !== null ? 'X-999999' : number;

/** Makes sure that a session is the caller's own. @throws Rejection 401, 403 */
function requireReader(call: Call<'readHistory'>, { person, walk }: Session): void {
  const mutant = walk?.program.mutant ?? null;
  const isOpen = (kind: 'shows-to-nobody' | 'shows-to-anyone') =>
    mutationAnywhere(mutant, kind)?.operation === 'readHistory';
  if (isOpen('shows-to-nobody') && (call.token === null || call.world.tokens.get(call.token) === undefined)) return;
  if (requireLogin(call).person !== person && !isOpen('shows-to-anyone'))
    throw new Rejection(403, 'session: it is another person’s');
}

/** The button beside a request in the history, once there is a result that it can show. */
function leadsFromHistory(regulation: Regulation, walk: Walk) {
  const button = hasResult(walk) ? historyButton(regulation) : null;
  const { mutant } = walk.program;
  if (button === null || mutationAnywhere(mutant, 'drops-the-history-button') !== null) return [];
  return leadsOf([button], null);
}

/** The tags of a variant, or of the first one where none is named. @throws Rejection 400 for an unknown variant. */
function tagsOf(variants: ReadonlyMap<string, readonly string[]>, variant: string | undefined): readonly string[] {
  const [first = []] = variants.values();
  if (variant === undefined) return first;
  const tags = variants.get(variant);
  if (tags === undefined)
    throw new Rejection(400, `variant: no ${variant}; use one of ${[...variants.keys()].join(', ')}`);
  return tags;
}
