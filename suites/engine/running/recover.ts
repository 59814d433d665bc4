// Sends an operation once more of which nobody knows whether it was sent, where that can do no harm; and looks it up first where it could.
import { OPERATIONS, type Operation, type RequestView, type SessionView } from '../../../schemas/target/driver.ts';
import { PortalFault } from '../../sut/blame.ts';
import type { Answer, Call, Drive } from '../../sut/sut.ts';

/** What is known of the walk whose operation is recovered. */
interface Known {
  /** Whether the portal knows an operation again by its key. */
  knowsKeys: boolean;
  /** The requests that the walks of the run are known to have opened. */
  opened: ReadonlySet<string>;
  /** The last view of each request and session, by its id. */
  views: ReadonlyMap<string, unknown>;
}

/** Operations that change something, and may be done twice all the same. */
const REPEATABLE: ReadonlySet<Operation> = new Set(['authenticate', 'setCounterparty', 'makePayment']);
/** The most requests of a person that are looked at. */
const MOST_LOOKED_AT = 50;

/** @throws PortalFault where the operation may have been done, and its answer is lost */
export async function recover<O extends Operation>(
  drive: Drive,
  operation: O,
  call: Call<O>,
  known: Known,
): Promise<Answer<O>> {
  const isHarmless = OPERATIONS[operation].method === 'GET' || REPEATABLE.has(operation);
  if (isHarmless || known.knowsKeys) return drive.perform(operation, call);
  if (operation === 'open') {
    const found = await lookUp(drive, call as Call<'open'>, known);
    // The cast is safe: it is the answer to `open` that was asked for.
    if (found !== null) return found as Answer<O>;
  } else await mustBeUnchanged(drive, operation, call, known);
  return drive.perform(operation, call);
}

const lost = (operation: Operation): PortalFault =>
  new PortalFault(
    `the run was interrupted while ${operation} was under way, and it cannot be told whether the portal has done it`,
  );

/** The request that the session has opened, as the answer to `open`; null where it has certainly opened none. */
async function lookUp(drive: Drive, { input, token = null }: Call<'open'>, known: Known) {
  const { session } = input;
  const steps = historyOf(known.views.get(session));
  const [own] = steps;
  const listed = await drive.aside?.('readHistory', { at: { session }, token, input: null });
  if (listed?.body == null) throw lost('open');
  // Nothing has been done with the one that is looked for.
  const strange = listed.body.requests.filter(({ request, state }) => state === 'open' && !known.opened.has(request));
  if (strange.length > 0 && (own === undefined || strange.length > MOST_LOOKED_AT)) throw lost('open');
  const found: Answer<'readRequest'>[] = [];
  for (const { request } of strange) {
    const answer = await drive.aside?.('readRequest', { at: { session, request }, token, input: null });
    if (answer?.body == null) throw lost('open');
    const { history } = answer.body;
    const isOfSession = history[0]?.action === own?.action && history[0]?.startedAt === own?.startedAt;
    if (isOfSession && history.length <= steps.length) found.push(answer);
  }
  if (found.length > 1) throw lost('open');
  return found[0] ?? null;
}

const historyOf = (view: unknown): SessionView['history'] => Object(view).history ?? [];

/** Makes sure that a request is as it was when it was last seen. @throws PortalFault where it is not */
async function mustBeUnchanged(
  drive: Drive,
  operation: Operation,
  { at, token = null }: Call<Operation>,
  known: Known,
) {
  const before = known.views.get(at?.request ?? '');
  if (before === undefined) throw lost(operation);
  // Whoever asked may be nobody who is shown the request.
  const others = [...known.views.values()].map((view): unknown => Object(view).token);
  const tokens = new Set([token, ...others].filter((one) => typeof one === 'string'));
  for (const one of tokens) {
    const now = await drive.aside?.('readRequest', { ...(at === undefined ? {} : { at }), token: one, input: null });
    if (now?.body == null) continue;
    if (standingOf(now.body) === standingOf(Object(before))) return;
    break;
  }
  throw lost(operation);
}

/** What of a request an operation could have changed; the words of the notifications depend on who reads them. */
function standingOf({ state, number, history, attachments, form, result }: RequestView): string {
  return JSON.stringify([state, number, history, attachments?.length, form, result]);
}
