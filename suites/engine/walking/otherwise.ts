// Lets a portal follow the other reading of a disputed erratum: what that reading has done as well is offered to it.
import { mayBeCheckedAt, otherwisePath } from '../../flow/otherwise.ts';
import type { Source } from '../../flow/source.ts';
import type { Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';

/**
 * Offers the certificate at a step at which it may be checked already. A portal that checks it later need not take it.
 * @returns what came of it, where the portal took it; else null
 */
export async function chooseEarly(action: string, hands: Hands, trace: Trace, source: Source): Promise<Attempt | null> {
  if (!mayBeCheckedAt(source, action)) return null;
  const chosen = await hands.perform('chooseCertificate', trace.scenario.cause, action);
  trace.chosenEarly = chosen.accepted;
  return chosen.accepted ? chosen : null;
}

/** Whether the request may have been refused before it is signed, for the certificate that was chosen early. */
export const mayBeRefusedEarly = ({ chosenEarly, scenario }: Trace): boolean => chosenEarly && scenario.cause !== null;

/** The actions that are still to be done where a portal leaves a walk open after its last step. */
export function actionsLeft({ history, state, scenario }: Trace, source: Source): string[] {
  const last = scenario.path.at(-1) ?? '';
  const done = history.at(-1);
  const isOpen = state === 'open' && done?.action === last && done.finishedAt !== null;
  return isOpen && scenario.cause !== null ? otherwisePath(source, last) : [];
}
