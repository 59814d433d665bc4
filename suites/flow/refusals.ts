// In which ways a flow refuses somebody: every condition with every cause for which it can fail.
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import type { Flow } from '../../schemas/regulation.ts';
import { CAUSE_NAMES, CAUSES, type Cause, CHECKS } from '../../schemas/vocabulary.ts';
import { operationOf } from './deed.ts';
import type { Source } from './source.ts';

/** One way in which a walk is refused. */
export interface Refusal {
  cause: Cause;
  /** The step at which the cause comes to light. */
  from: GraphStep;
  /** The step whose condition fails. */
  check: GraphStep;
  /** The step that refuses. */
  to: GraphStep;
  /** The action that would have followed otherwise; null where none would. */
  instead: string | null;
}

/**
 * Every cause of every condition of the flow. A cause that its own operation brings to light only later in the walk
 * (a signature over other bytes) leads from that step to the same refusal.
 */
export function refusalsOf({ graph, flow }: Pick<Source, 'graph' | 'flow'>): Refusal[] {
  const stepOf = (action: string | undefined) => graph.steps.find((step) => step.action === action);
  return graph.steps.flatMap((check) => {
    const kind = check.check;
    if (kind === null) return [];
    const to = stepOf(check.next.find(({ when }) => when === CHECKS[kind].fails)?.to);
    const good = check.next.find(({ when }) => when === CHECKS[kind].passes)?.to ?? null;
    if (to === undefined) return [];
    return causesIn(flow, check).flatMap((cause) => {
      const { operation } = CAUSES[cause];
      const own = operationOf(check);
      // Where nobody chooses a certificate first, the one that is signed with comes with the signature.
      const signedWith = operation === 'chooseCertificate' && own === 'sign';
      const here = operation === own || operation === CHECKS[kind].waitsFor || signedWith;
      const from = here ? check : graph.steps.find((step) => operationOf(step) === operation);
      return from === undefined ? [] : [{ cause, from, check, to, instead: here ? good : (from.next[0]?.to ?? null) }];
    });
  });
}

/**
 * The causes that can arise at a step. Only applicants log in with an identification number, and only a registry that is asked can miss
 * somebody.
 */
function causesIn(flow: Flow, { check, asks }: GraphStep): Cause[] {
  const all = CAUSE_NAMES.filter((cause) => CAUSES[cause].check === check);
  return all.filter((cause) => {
    if (cause === 'malformed-id' || cause === 'wrong-check-digit') return flow.entry === 'portal';
    const traits = CAUSES[cause];
    return !('asks' in traits) || asks.includes(traits.asks);
  });
}
