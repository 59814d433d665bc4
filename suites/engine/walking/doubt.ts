// Looks for signs that a portal shows the same whatever is done on it. A walk on such a portal may not make any assertion pass.

import type { FlowGraph } from '../../../schemas/flow/flow-graph.ts';
import { quote, type Said, say } from '../../../schemas/said.ts';
import { CAUSES } from '../../../schemas/vocabulary.ts';
import { type Deed, deedBehind, type Handling, isSameDeed } from '../../flow/deed.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Trace } from '../trace.ts';
import type { Fresh } from './fresh.ts';
import type { Hands } from './hands.ts';

/** How many seconds pass between readings while a login with the right credentials has exceeded its term. */
const LOGIN_PATIENCE_S = [1, 9, 50] as const;

/**
 * Doubts every walk on a portal that shows a session or a request that nobody has opened, because it shows the same to everybody.
 * @returns the reason to doubt the walk; null where there is none
 */
export async function doubtEverything(drive: Drive, { unknown }: Fresh): Promise<Said | null> {
  const session = await drive.perform('readSession', { input: null, at: { session: unknown } });
  if (session.body !== null) return say`the portal shows a session that nobody has opened`;
  if (session.fault !== null && session.blame?.lacks !== true)
    return say`whether it shows a session that nobody has opened cannot be told: ${quote(session.fault)}`;
  const request = await drive.perform('readRequest', { input: null, at: { request: unknown } });
  if (request.body !== null) return say`the portal shows a request that nobody has opened`;
  return request.fault === null || request.blame?.lacks === true
    ? null
    : say`whether it shows a request that nobody has opened cannot be told: ${quote(request.fault)}`;
}

/**
 * Doubts a record that does not agree with what was done: it holds a step that nobody has tried yet, or has lost a step.
 * @param before the record as it was read last time
 * @param canTry whether an operation is done alone; what is done within another one is on record with that
 * @returns the reason to doubt the walk; null where there is none
 */
export function doubtRecord(
  { history, performed, probes, intrusions }: Trace,
  graph: FlowGraph,
  before: Trace['history'] = [],
  canTry: (operation: Handling) => boolean = () => true,
): Said | null {
  const lost = before.find(({ action }) => !history.some((entry) => entry.action === action));
  if (lost !== undefined) return say`the portal has lost ${lost.action} from its record`;
  const isTried = (deed: Deed) =>
    [...performed, ...probes].some((tried) => isSameDeed(tried, deed)) ||
    intrusions.some(({ operation }) => operation === deed.operation);
  // A portal may decide by itself once somebody has applied; one that shows an outcome to whoever merely logs in shows it to everybody.
  const isApplied = performed.some(({ operation, accepted }) => accepted && operation !== 'authenticate');
  const early = history.find(({ action }) => {
    const needed = deedBehind(graph, action);
    const isApart = needed !== null && canTry(needed.operation) && !(isApplied && needed.operation === 'decide');
    return isApart && !isTried(needed);
  });
  return early === undefined ? null : say`the portal records ${early.action} before anybody has done it`;
}

/**
 * Doubts a walk whose outcome contradicts its input: it is refused although nothing refusable was sent, or goes on although a fatal
 * cause was accepted. Such a portal ignores its input. What is entered in a form it may rightly ignore, where it knows better.
 * @returns the reason to doubt the walk; null where there is none
 */
export function doubtEnd({ scenario: { path, cause }, history, state, performed }: Trace): Said | null {
  const end = path.at(-1);
  if (history.some(({ action }) => action === end)) return null;
  if (state === 'refused') return say`the portal refuses the walk for something that was not tried on it`;
  const tried =
    cause !== null &&
    cause !== 'another-applicant' &&
    performed.some(({ operation, accepted }) => accepted && operation === CAUSES[cause].operation);
  return tried ? say`the portal goes on in spite of ${cause}` : null;
}

/**
 * Doubts the refusal of a login by logging in with the right credentials. Where these are refused too, the cause of the walk was not
 * the reason.
 * @returns the reason to doubt the walk; null where there is none
 */
export async function doubtLogin(drive: Drive, hands: Hands, { steps }: FlowGraph): Promise<Said | null> {
  let login = await hands.perform('authenticate', null, '');
  const term = steps[0]?.term ?? null;
  for (const seconds of [term === null || 'unit' in term ? 1 : term.max, ...LOGIN_PATIENCE_S]) {
    if (login.view?.state !== 'pending') break;
    await drive.pass(seconds);
    login = await hands.read();
  }
  if (login.view?.state === 'authorised') return null;
  const said = login.fault ?? login.problem ?? say`the session is ${login.view?.state ?? ''}`;
  return say`the portal does not let in whoever gives the right credentials either: ${said}`;
}
