// Why nothing that a walk shows can count in the portal's favour: signs that it shows the same whatever is done.
import type { FlowGraph } from '../../../schemas/flow-graph.ts';
import { CAUSES } from '../../../schemas/vocabulary.ts';
import { type Deed, deedBehind, isSameDeed } from '../../flow/deed.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Trace } from '../trace.ts';
import type { Hands } from './hands.ts';

/** How long is waited for the right login beyond its term, in seconds. */
const LOGIN_PATIENCE_S = [1, 9, 50] as const;

/** Asks for a session and a request that nobody has opened: a portal that shows one shows the same to everybody. */
export async function doubtEverything(drive: Drive): Promise<string | null> {
  const session = await drive.perform('readSession', { input: null, at: { session: 'no-such-session' } });
  if (session.body !== null) return 'the portal shows a session that nobody has opened';
  if (session.fault !== null)
    return `whether it shows a session that nobody has opened cannot be told: ${session.fault}`;
  const request = await drive.perform('readRequest', { input: null, at: { request: 'no-such-request' } });
  if (request.body !== null) return 'the portal shows a request that nobody has opened';
  return request.fault === null
    ? null
    : `whether it shows a request that nobody has opened cannot be told: ${request.fault}`;
}

/**
 * A step that somebody has to do cannot be on record before anybody has tried, and one that was on record `before` stays on it:
 * any other record is no observation.
 */
export function doubtRecord(
  { history, performed, probes, intrusions }: Trace,
  graph: FlowGraph,
  before: Trace['history'] = [],
): string | null {
  const lost = before.find(({ action }) => !history.some((entry) => entry.action === action));
  if (lost !== undefined) return `the portal has lost ${lost.action} from its record`;
  const isTried = (deed: Deed) =>
    [...performed, ...probes].some((tried) => isSameDeed(tried, deed)) ||
    intrusions.some(({ operation }) => operation === deed.operation);
  const early = history.find(({ action }) => {
    const needed = deedBehind(graph, action);
    return needed !== null && !isTried(needed);
  });
  return early === undefined ? null : `the portal records ${early.action} before anybody has done it`;
}

/** A walk that ends otherwise than by what was tried on it: the portal does not look at what it is told. */
export function doubtEnd({ scenario: { path, cause }, history, state, performed }: Trace): string | null {
  const end = path.at(-1);
  if (history.some(({ action }) => action === end)) return null;
  if (state === 'refused') return 'the portal refuses the walk for something that was not tried on it';
  const tried =
    cause !== null && performed.some(({ operation, accepted }) => accepted && operation === CAUSES[cause].operation);
  return tried ? `the portal goes on in spite of ${cause}` : null;
}

/** A login that is refused shows something only where the right one is let in: else it was refused for another reason. */
export async function doubtLogin(drive: Drive, hands: Hands, { steps }: FlowGraph): Promise<string | null> {
  let login = await hands.perform('authenticate', null, '');
  const term = steps[0]?.term ?? null;
  for (const seconds of [term === null || 'unit' in term ? 1 : term.max, ...LOGIN_PATIENCE_S]) {
    if (login.view?.state !== 'pending') break;
    await drive.pass(seconds);
    login = await hands.read();
  }
  if (login.view?.state === 'authorised') return null;
  const said = login.fault ?? login.problem ?? `the session is ${login.view?.state}`;
  return `the portal does not let in whoever gives the right credentials either: ${said}`;
}
