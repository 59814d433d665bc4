// Tells what the security clause demands of a flow, and what another person can try in order to test it.
import type { Locator } from '../../schemas/regulation.ts';
import { type Deed, operationOf } from './deed.ts';
import { successPath } from './path.ts';
import type { Source } from './source.ts';

/** The demands of a security clause that can be tested through the session of another person. */
const DEMANDS = ['confidentiality', 'integrity', 'availability'] as const;
/** One of these demands. */
export type Demand = (typeof DEMANDS)[number];

/** The operations that only the owner of a request may perform. Officers have operations of their own. */
export const OWNED = ['fill', 'attach', 'pay', 'chooseCertificate', 'sign', 'lookUp'] as const;

/** A deed that only the owner of a request may do. */
interface OwnedDeed extends Deed {
  operation: (typeof OWNED)[number];
}

/** The deeds of the walk without a cause that only the owner of the request may do, in order. */
export function ownedDeeds(source: Pick<Source, 'graph' | 'flow'>): OwnedDeed[] {
  return successPath(source).flatMap((action) => {
    const step = source.graph.steps.find((found) => found.action === action);
    const operation = OWNED.find((owned) => step !== undefined && operationOf(step) === owned);
    return operation === undefined ? [] : [{ operation, action }];
  });
}

/** The flow through which another person can log in; null where the regulation has no portal flow, so that nobody else can try anything. */
export function entranceOf({ flows }: Source['regulation']): string | null {
  return Object.entries(flows).find(([, { entry }]) => entry === 'portal')?.[0] ?? null;
}

/** The demands that can be tested, each with the place where it is printed. */
export function demandsOf({ regulation }: Pick<Source, 'regulation'>) {
  const { security } = regulation;
  if (security === null || entranceOf(regulation) === null) return [];
  return security.items.flatMap(({ item, is, printed }) => {
    const demand = DEMANDS.find((known) => known === is);
    const at: Locator = { clause: security.clause, ...(item === undefined ? {} : { item }) };
    return demand === undefined ? [] : [{ demand, place: { at, printed } }];
  });
}
