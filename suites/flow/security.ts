// What a security clause demands of a flow, and what another person can try there.
import type { Locator } from '../../schemas/regulation.ts';
import { type Deed, operationOf } from './deed.ts';
import { successPath } from './path.ts';
import type { Source } from './source.ts';

/** The demands of a security clause that the session of another person can put to the test. */
const DEMANDS = ['confidentiality', 'integrity', 'availability'] as const;
export type Demand = (typeof DEMANDS)[number];

/** The operations of the person whom the request belongs to; officers have others. */
export const OWNED = ['fill', 'attach', 'pay', 'chooseCertificate', 'sign', 'lookUp'] as const;

/** What only the owner of a request may do. */
interface OwnedDeed extends Deed {
  operation: (typeof OWNED)[number];
}

/** The deeds of the good walk that only the owner of the request may do, in order. */
export function ownedDeeds(source: Pick<Source, 'graph' | 'flow'>): OwnedDeed[] {
  return successPath(source).flatMap((action) => {
    const step = source.graph.steps.find((found) => found.action === action);
    const operation = OWNED.find((owned) => step !== undefined && operationOf(step) === owned);
    return operation === undefined ? [] : [{ operation, action }];
  });
}

/** The flow through which another person comes to the portal; null where the regulation has none, and nothing can be tried. */
export function entranceOf({ flows }: Source['regulation']): string | null {
  return Object.entries(flows).find(([, { entry }]) => entry === 'portal')?.[0] ?? null;
}

/** The demands that can be put to the test in a flow, each with where it is printed. */
export function demandsOf({ regulation }: Pick<Source, 'regulation'>) {
  const { security } = regulation;
  if (security === null || entranceOf(regulation) === null) return [];
  return security.items.flatMap(({ item, is, printed }) => {
    const demand = DEMANDS.find((known) => known === is);
    const at: Locator = { clause: security.clause, ...(item === undefined ? {} : { item }) };
    return demand === undefined ? [] : [{ demand, place: { at, printed } }];
  });
}
