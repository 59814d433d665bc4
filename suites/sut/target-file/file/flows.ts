// What a target file says of one flow: what it says of all, except where it says otherwise below that flow.
import { claimedFlows, type Target } from '../../../../schemas/target/target.ts';
import type { Segment } from '../../../../schemas/violation.ts';

/** A target as it is for one flow, with the ids of all flows. */
export type FlowTarget = Omit<Target, 'flows' | 'certificates'> & {
  flows: string[];
  certificates?: Exclude<NonNullable<Target['certificates']>, string>;
};

/** The keys that a flow has otherwise entry by entry; all others it has otherwise as a whole. */
const BY_ENTRY: readonly string[] = [
  'credentials',
  'staff',
  'certificates',
  'lacks',
  'variables',
  'words',
  'operations',
];

/** What the target says below a flow alone. */
const ownOf = ({ flows }: Target, flow: string): Readonly<Record<string, unknown>> =>
  (Array.isArray(flows) ? undefined : flows[flow]) ?? {};

/** The target as it is for a flow. */
export function targetFor(target: Target, flow: string): FlowTarget {
  const view: Record<string, unknown> = { ...target, flows: claimedFlows(target) };
  for (const [key, own] of Object.entries(ownOf(target, flow)))
    view[key] = BY_ENTRY.includes(key) ? { ...Object(view[key]), ...Object(own) } : own;
  // The cast is safe: each key has the shape below a flow that it has at the top, or entries of it.
  return view as FlowTarget;
}

/** Where in the file a place stands that was found in the target of a flow. */
export function placeFor(target: Target, flow: string, path: Segment[]): Segment[] {
  const [top = '', entry = ''] = path.map(String);
  const own = ownOf(target, flow)[top];
  const isOwn = own !== undefined && (!BY_ENTRY.includes(top) || path.length < 2 || entry in Object(own));
  return isOwn ? ['flows', flow, ...path] : path;
}
