// Derives the test assertions of a regulation: every family over every flow, and over the table of basic requirements.

import type { Regulation } from '../../schemas/regulation.ts';
import { FAMILIES, type Family, type TestAssertion } from '../../schemas/run/assertion.ts';
import { type Source, sourceOf } from '../flow/source.ts';
import { deriveAccess } from './access.ts';
import { deriveActor } from './actor.ts';
import { deriveAsked } from './asked.ts';
import { type Draft, writeAssertion } from './assertion.ts';
import { deriveCause } from './cause.ts';
import { deriveCompletion } from './completion.ts';
import { deriveDocument } from './document.ts';
import { deriveForm } from './form.ts';
import { deriveNextStep } from './next-step.ts';
import { deriveOrder } from './order.ts';
import { deriveRefusal } from './refusal.ts';
import { deriveRequired } from './required.ts';
import { deriveTerm } from './term.ts';

/** The derivation of every family. The type demands one for each, so that none can be forgotten. */
const DERIVATIONS: Readonly<Record<Family, (source: Source) => Draft[]>> = {
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
  asked: deriveAsked,
};

/** Assertions that were derived before: a process asks for the same several times, and a run cannot begin before it has them. */
const known = new WeakMap<Regulation, Map<string, readonly TestAssertion[]>>();

/**
 * Every assertion of a regulation, or of the named flows in it. Ids are unique. The order is that of the flows, then of `FAMILIES`, then
 * of the steps.
 * @throws RangeError where the regulation has no such flow
 */
export function derive(
  regulation: Regulation,
  flows: readonly string[] = Object.keys(regulation.flows),
): TestAssertion[] {
  const derived = known.get(regulation) ?? new Map<string, readonly TestAssertion[]>();
  known.set(regulation, derived);
  return flows.flatMap((flow) => {
    const own = derived.get(flow) ?? deriveFlow(sourceOf(regulation, flow));
    derived.set(flow, own);
    return own;
  });
}

const deriveFlow = (source: Source): TestAssertion[] =>
  FAMILIES.flatMap((family) =>
    [...DERIVATIONS[family](source), ...deriveRequired(source, family)].map((draft) =>
      writeAssertion(source, family, draft),
    ),
  );
