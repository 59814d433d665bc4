// Tells how a flow may go on by the other reading of a disputed erratum.
import { goodNext } from './path.ts';
import { refusalsOf } from './refusals.ts';
import type { Source } from './source.ts';

/** What the other readings of a flow adopt. */
type Adopted = readonly { readonly after: string; readonly follows: string }[];

/** It by errata and flow: every step of every walk asks for it. */
const known = new WeakMap<Source['regulation']['errata'], Map<string, Adopted>>();

function adoptedIn({ errata }: Source['regulation'], flowId: string): Adopted {
  const flows = known.get(errata) ?? new Map<string, Adopted>();
  const adopted =
    flows.get(flowId) ?? errata.flatMap(({ flow, adopts }) => (flow === flowId ? (adopts?.otherwise ?? []) : []));
  known.set(errata, flows.set(flowId, adopted));
  return adopted;
}

/** The action that may come directly after another one by the other reading; null where there is none. */
export function otherwiseAfter(
  { regulation, flowId }: Pick<Source, 'regulation' | 'flowId'>,
  action: string,
): string | null {
  return adoptedIn(regulation, flowId).find(({ after }) => after === action)?.follows ?? null;
}

/** The earlier action that a refusal may directly follow by the other reading; null where there is none, and for what refuses nothing. */
export function refusedBefore(source: Source, refusal: string): string | null {
  const { steps } = source.graph;
  const refuses = steps.some(({ action, does }) => action === refusal && does === 'refuse');
  return refuses ? (steps.find(({ action }) => otherwiseAfter(source, action) === refusal)?.action ?? null) : null;
}

/** Whether the certificate may be chosen and checked at an action already, before the request is signed. */
export const mayBeCheckedAt = (source: Source, action: string): boolean =>
  refusalsOf(source).some(
    ({ check, to }) => check.check === 'certificate' && to.action === otherwiseAfter(source, action),
  );

/** The actions by which a flow may go on to its end after its last step; none where there is no other reading. */
export function otherwisePath(source: Source, last: string): string[] {
  const path: string[] = [];
  let action = otherwiseAfter(source, last) ?? undefined;
  while (action !== undefined && !path.includes(action)) {
    path.push(action);
    const step = source.graph.steps.find((found) => found.action === action);
    action = step === undefined ? undefined : goodNext(step);
  }
  return path;
}
