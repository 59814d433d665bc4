// Finds the ways in which a flow can refuse: every condition with every cause for which it can fail.
import { isOpenToOrganisations } from '../../schemas/flow/entering.ts';
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import type { Scenario } from '../../schemas/run/assertion.ts';
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
 * The refusals of a flow, one for each cause of each condition. Some causes come to light only at a step after the condition, as a
 * signature over other bytes does; they lead from that step to the refusal of the condition.
 */
export function refusalsOf({ graph, flow, regulation }: Pick<Source, 'graph' | 'flow' | 'regulation'>): Refusal[] {
  const stepOf = (action: string | undefined) => graph.steps.find((step) => step.action === action);
  return graph.steps.flatMap((check) => {
    const kind = check.check;
    if (kind === null) return [];
    const to = stepOf(check.next.find(({ when }) => when === CHECKS[kind].fails)?.to);
    const good = check.next.find(({ when }) => when === CHECKS[kind].passes)?.to ?? null;
    if (to === undefined) return [];
    return causesIn({ flow, regulation, graph }, check).flatMap((cause) => {
      const { operation } = CAUSES[cause];
      const own = operationOf(check);
      // In a flow where nobody chooses a certificate, a bad one is seen only when the request is signed with it; and whoever a form names
      // is compared with the certificate.
      const comparedWith = (operation === 'chooseCertificate' && own === 'sign') || cause === 'another-applicant';
      const here = operation === own || operation === CHECKS[kind].waitsFor || comparedWith;
      const from = here ? check : graph.steps.find((step) => operationOf(step) === operation);
      return from === undefined ? [] : [{ cause, from, check, to, instead: here ? good : (from.next[0]?.to ?? null) }];
    });
  });
}

/**
 * The step of a walk that is refused as soon as it is done, and the step that refuses it: a portal may well put that one alone on record.
 * @returns null on a walk without a cause, and where somebody decides later
 */
export function refusedAt({ path, cause }: Pick<Scenario, 'path' | 'cause'>): { step: string; by: string } | null {
  const [step, by] = path.slice(-2);
  if (cause === null || step === undefined || by === undefined) return null;
  return CHECKS[CAUSES[cause].check].waitsFor === null ? { step, by } : null;
}

/** The steps that refuse a request by the decision. */
export function decidedRefusals(source: Pick<Source, 'graph' | 'flow' | 'regulation'>): string[] {
  const ofDecision = refusalsOf(source).filter(({ check }) => check.check === 'qualification');
  return [...new Set(ofDecision.map(({ to }) => to.action))];
}

/**
 * The causes for which the condition of a step can fail. Only in the portal flow is the number looked at with which somebody logs in, and
 * does whom the form names sign it, unless a notary is asked; only an organisation signs for another one, and only a database that is asked can fail to know
 * somebody.
 */
function causesIn(
  { flow, regulation, graph }: Pick<Source, 'flow' | 'regulation' | 'graph'>,
  { check, asks }: GraphStep,
): Cause[] {
  const isDone = (operation: string) => graph.steps.some((step) => operationOf(step) === operation);
  const isNotaryAsked = graph.steps.some((step) => step.asks.includes('notary-is'));
  const all = CAUSE_NAMES.filter((cause) => CAUSES[cause].check === check);
  return all.filter((cause) => {
    if (cause === 'no-certificate') return isDone('chooseCertificate');
    if (cause === 'no-signature' || cause === 'own-content') return isDone('sign');
    // Whoever has a power of attorney, which a notary is asked for, may sign for whom the form names.
    if (cause === 'another-applicant') return flow.entry === 'portal' && isDone('fill') && !isNotaryAsked;
    if (cause === 'malformed-id' || cause === 'wrong-check-digit') return flow.entry === 'portal';
    if (cause === 'another-organisation') return isOpenToOrganisations(regulation, flow);
    const traits = CAUSES[cause];
    return !('asks' in traits) || asks.includes(traits.asks);
  });
}
