// Tells who tries the door of a flow beside its walk, whether they have to be let in, and who walks through it in the end.
import type { Flow } from '../../schemas/regulation.ts';
import { ENTRANCES } from '../../schemas/target/driver.ts';
import { loginOf } from './security.ts';
import type { Source } from './source.ts';

/**
 * Who tries to log in beside the walk. `wrong-password` and `unknown-id` are tried where the flow prints no refusal of a login, so that
 * no walk ends with it; `applicant` gives right credentials at the door of staff; `by-bin` is an organisation at the door of applicants.
 */
export const VISITORS = ['wrong-password', 'unknown-id', 'applicant', 'by-bin'] as const;
/** One of them. */
export type Visitor = (typeof VISITORS)[number];

/** The staff at whose door people log in to a flow; null at the door of applicants. */
export const staffOf = ({ entry }: Pick<Flow, 'entry'>): 'employee' | 'operator' | null =>
  entry === 'portal' ? null : ENTRANCES[entry];

/** Who tries the door of a flow; nobody where its text has no login. */
export function visitorsOf(source: Pick<Source, 'graph' | 'flow' | 'regulation'>): Visitor[] {
  if (loginOf(source) === null) return [];
  const isChecked = source.graph.steps[0]?.check === 'credentials';
  const { identifiers } = source.regulation.service;
  return [
    ...(isChecked ? [] : (['wrong-password', 'unknown-id'] as const)),
    ...(staffOf(source.flow) === null ? [] : (['applicant'] as const)),
    ...(staffOf(source.flow) === null && identifiers.includes('bin') ? (['by-bin'] as const) : []),
  ];
}

/** What a target supplies, by the names in its roster. */
interface Supply {
  has(kind: 'person' | 'certificate', name: string): boolean;
}

/**
 * The name under which the roster has whoever walks a flow, and their certificates: a member of staff of their own where the roster has
 * one, with certificates where the flow is signed; else `good`.
 */
export function walkerOf(
  { entry, signs }: { entry: Flow['entry']; signs: boolean },
  supply: Supply,
): 'good' | 'employee' | 'operator' {
  const staff = staffOf({ entry });
  if (staff === null || !supply.has('person', staff)) return 'good';
  return signs && !supply.has('certificate', certificateOf(staff, 'good')) ? 'good' : staff;
}

/** The name of a certificate of whoever walks, by its standing. */
export const certificateOf = (walker: string, standing: string): string =>
  walker === 'good' ? standing : `${walker}-${standing}`;
