// Makes the views of a session and of a request that the operations answer with.
import type { HistoryEntry, Notification, RequestView, SessionView } from '../../../schemas/target/driver.ts';
import type { Language } from '../../../schemas/vocabulary.ts';
import { FEE_MINOR_UNITS } from '../counterparties/payment-gateway.ts';
import { instantText } from '../engine/instant.ts';
import { mutationAnywhere, mutationOf } from '../engine/mutation.ts';
import { type Message, phrase } from '../engine/notifications.ts';
import { isParked, type Walk } from '../engine/walk.ts';
import { type AnyCall, regulationOf, settleNow } from './portal.ts';
import type { Application, Session } from './world.ts';

/** The view of a session at the world's present instant. */
export async function viewSession(call: AnyCall, session: Session): Promise<SessionView> {
  const state = await sessionState(call, session);
  const { walk } = session;
  // Where the flow has no condition for the login its step is on record, but whoever is turned away is not told that it has succeeded.
  const history = walk === null ? [] : historyOf(walk);
  return {
    session: session.id,
    state,
    token: state === 'authorised' || isHanded(session) ? session.token : null,
    history: session.known ? history : history.map((entry) => ({ ...entry, completion: null })),
    notifications: walk === null || !session.known ? [] : notificationsOf(call, session.regulation, walk),
  };
}

/** For mutants only: whether whoever was refused is handed a token all the same. */
const isHanded = ({ walk }: Session): boolean =>
  walk?.outcome === 'refused' && mutationAnywhere(walk.program.mutant, 'hands-the-refused-a-token') !== null;

/** Whether the person is let in; if so, the session's token becomes valid. */
export async function sessionState(call: AnyCall, session: Session): Promise<SessionView['state']> {
  const { walk } = session;
  if (session.ended) return 'refused';
  if (walk !== null) {
    await settleNow(call, walk, null);
    if (walk.outcome === 'refused') return 'refused';
    if (!isParked(walk) && walk.outcome === 'open') return 'pending';
  }
  if (!session.known) return 'refused';
  call.world.tokens.set(session.token, session);
  return 'authorised';
}

/** The view of a request at the world's present instant. */
export async function viewRequest(call: AnyCall, request: Application): Promise<RequestView> {
  const { walk } = request;
  await settleNow(call, walk, request.id);
  const paid = walk.program.nodes.some((node) => node.kind === 'step' && node.does === 'pay');
  return {
    request: request.id,
    state: walk.outcome,
    number: walk.number,
    registeredOn: walk.registeredAt === null ? null : instantText(walk.registeredAt).slice(0, 10),
    feeMinorUnits: paid ? FEE_MINOR_UNITS : null,
    history: historyOf(walk),
    notifications: notificationsOf(call, request.regulation, walk),
    result: hasResult(walk),
    ...(takesDocuments(walk)
      ? { attachments: request.attachments.map(({ name, mediaType }) => ({ name, mediaType })) }
      : {}),
    ...(walk.program.nodes.some((node) => node.kind === 'step' && node.does === 'fill') ? { form: formOf(walk) } : {}),
    ...(walk.program.nodes.some((node) => node.kind === 'step' && node.onPaper) ? { onPaper: request.onPaper } : {}),
  };
}

/** The form as it stands, which is empty before it is filled in. */
function formOf({ facts: { values }, program: { mutant } }: Walk): Record<string, string> | null {
  if (values === null) return mutationAnywhere(mutant, 'shows-no-form') === null ? {} : null;
  const { attorney: _, ...others } = values;
  if (mutationAnywhere(mutant, 'forgets-the-attorney') !== null) return others;
  return mutationAnywhere(mutant, 'loses-the-form') === null ? values : {};
}

const takesDocuments = ({ program }: Walk) =>
  program.nodes.some((node) => node.kind === 'step' && (node.attaches || node.does === 'attach'));

/** Whether a settled walk has a result to fetch. */
export function hasResult(walk: Walk): boolean {
  return walk.issued !== null && mutationOf(walk.program.mutant, walk.issued.by, 'gives-no-document') === null;
}

function historyOf(walk: Walk): HistoryEntry[] {
  const { calendar } = walk.program;
  return walk.history.map(({ action, actor, startedAt, endsAt, finished, completion }) => ({
    action,
    actor,
    startedAt: instantText(startedAt, calendar),
    finishedAt: finished ? instantText(endsAt, calendar) : null,
    completion,
  }));
}

function notificationsOf({ portal, language }: AnyCall, id: string, walk: Walk): Notification[] {
  const regulation = regulationOf(portal, id);
  return walk.messages.map((message) => {
    const before = said.get(message);
    if (before?.asked === language) return before.notification;
    const notification = phrase(portal.phrasebook, regulation, message, language);
    said.set(message, { asked: language, notification });
    return notification;
  });
}

/** Messages as they were told last: every view of a request tells all of them again. */
const said = new WeakMap<Message, { readonly asked: Language; readonly notification: Notification }>();
