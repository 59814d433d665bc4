// Derives the list of assertions of a regulation: every family over every flow, in printed order.
import type { Family, TestAssertion } from '../../schemas/assertion.ts';
import { flowOf, suiteGraph } from '../../schemas/flow-graph.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { deriveAccess } from './access.ts';
import { deriveActor } from './actor.ts';
import { deriveCause } from './cause.ts';
import { deriveCompletion } from './completion.ts';
import { deriveDocument } from './document.ts';
import { deriveForm } from './form.ts';
import { deriveNextStep } from './next-step.ts';
import { deriveOrder } from './order.ts';
import { deriveRefusal } from './refusal.ts';
import type { Source } from './row.ts';
import { deriveTerm } from './term.ts';

const DERIVATIONS: Partial<Record<Family, (source: Source) => TestAssertion[]>> = {
  'next-step': deriveNextStep,
  cause: deriveCause,
  order: deriveOrder,
  term: deriveTerm,
  refusal: deriveRefusal,
  completion: deriveCompletion,
  actor: deriveActor,
  document: deriveDocument,
  access: deriveAccess,
  form: deriveForm,
};

/** A flow with the graph that the suites derive from. @throws RangeError when the regulation has no such flow */
export function sourceOf(regulation: Regulation, flowId: string): Source {
  return { regulation, flowId, flow: flowOf(regulation, flowId), graph: suiteGraph(regulation, flowId) };
}

/** Every assertion of a regulation, or of the named flows of it. Ids are unique; the order is that of the families and steps. */
export function derive(
  regulation: Regulation,
  flows: readonly string[] = Object.keys(regulation.flows),
): TestAssertion[] {
  return flows.flatMap((flow) => {
    const source = sourceOf(regulation, flow);
    return Object.values(DERIVATIONS).flatMap((family) => family(source));
  });
}
