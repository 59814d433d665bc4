// What every family derives from, and how it writes one row of the list of assertions.
import type { Family, TestAssertion, WalkDemand } from '../../schemas/assertion.ts';
import type { Control } from '../../schemas/driver.ts';
import { retellings } from '../../schemas/filling.ts';
import { errataAt, type FlowGraph, type GraphStep, itemsOf } from '../../schemas/flow-graph.ts';
import { placeKey } from '../../schemas/place.ts';
import type { Flow, Locator, Regulation, Row } from '../../schemas/regulation.ts';
import { CAUSE_NAMES, CAUSES, type Cause, CHECKS, VERBS } from '../../schemas/vocabulary.ts';
import type { PredicateCall } from '../engine/judging/predicates.ts';

/** One flow as a family sees it: the graph to derive from, and the regulation that it cites. */
export interface Source {
  regulation: Regulation;
  flow: Flow;
  flowId: string;
  graph: FlowGraph;
}

/** What a family says of one assertion; the rest follows from the source. */
export interface Draft {
  family: Family;
  action: string;
  aspect: string;
  title: string;
  cells: readonly (readonly [action: string, row: Row])[];
  call: PredicateCall;
  walk: WalkDemand;
  needs?: readonly Control[];
  /** Places outside the flow that come before its cells, with their words. */
  places?: readonly { at: Locator; printed: string }[];
}

/** Writes the row of a draft: its id, the cells and clause items that it rests on, and the errata that touch them. */
export function writeRow(source: Source, draft: Draft): TestAssertion {
  const { regulation, flow, flowId } = source;
  const cells = draft.cells.flatMap(([action, row]) => cellOf(source, action, row));
  const items = draft.cells.flatMap(([action]) => itemsOf(flow, action));
  const retold = flow.entry === 'portal' ? draft.cells.flatMap(([action]) => retellings(regulation, action)) : [];
  const elsewhere = draft.places ?? [];
  const errata = [
    ...cells.flatMap((cell) => errataAt(regulation, cell.annex, cell.table, cell.step, cell.row)),
    ...elsewhere.flatMap(({ at }) => errataOf(regulation, flowId, at)),
  ].map(({ id }) => id);
  const places: Locator[] = [...elsewhere.map(({ at }) => at), ...cells, ...items, ...retold];
  return {
    id: `${regulation.id}/${flowId}/${draft.action}/${draft.aspect}`,
    family: draft.family,
    title: draft.title,
    regulation: regulation.id,
    flow: flowId,
    action: draft.action,
    source: apart(places),
    printed: elsewhere[0]?.printed ?? printedAt(source, places[0]),
    predicate: draft.call.predicate,
    arguments: draft.call.arguments,
    walk: draft.walk,
    needs: [...(draft.needs ?? [])],
    errata: [...new Set(errata)].map((id) => `${regulation.id}/${id}`),
  };
}

/** Each place once. */
function apart(places: readonly Locator[]): Locator[] {
  const keys = places.map((place) => JSON.stringify(place));
  return places.filter((_, i) => keys.indexOf(keys[i] ?? '') === i);
}

function cellOf({ flow, graph }: Source, action: string, row: Row) {
  const step = graph.steps.find((found) => found.action === action)?.step;
  if (flow.table === null || step == null) return [];
  return [{ annex: flow.table.annex, table: flow.table.number, step, row }];
}

/** The errata of a place outside the flow; one of an item goes for each of its paragraphs. */
function errataOf({ errata }: Regulation, flowId: string, place: Locator) {
  const keys = [placeKey(place)];
  if ('clause' in place && place.item !== undefined) keys.push(placeKey({ clause: place.clause, item: place.item }));
  return errata.filter(
    ({ flow = flowId, at }) => flow === flowId && at.some((cited) => keys.includes(placeKey(cited))),
  );
}

function printedAt({ flow }: Source, place: Locator | undefined): string {
  if (place !== undefined && 'table' in place && place.row !== undefined) {
    return flow.steps.find(({ step }) => step === place.step)?.[place.row].printed ?? '';
  }
  if (place !== undefined && 'clause' in place)
    return flow.items.find(({ item }) => item === place.item)?.printed ?? '';
  return '';
}

/** A way in which a walk is refused: the check that fails, for what cause, from which step to which. */
export interface Refusal {
  cause: Cause;
  from: GraphStep;
  check: GraphStep;
  to: GraphStep;
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
      const own = VERBS[check.does].operation;
      // Where nobody chooses a certificate first, the one that is signed with comes with the signature.
      const signedWith = operation === 'chooseCertificate' && own === 'sign';
      const here = operation === own || operation === CHECKS[kind].waitsFor || signedWith;
      const from = here ? check : graph.steps.find(({ does }) => VERBS[does].operation === operation);
      return from === undefined ? [] : [{ cause, from, check, to, instead: here ? good : (from.next[0]?.to ?? null) }];
    });
  });
}

/** The causes that can arise at a step: only an applicant logs in with an identification number, and only who is asked can miss. */
function causesIn(flow: Flow, { check, asks }: GraphStep): Cause[] {
  const all = CAUSE_NAMES.filter((cause) => CAUSES[cause].check === check);
  return all.filter((cause) => {
    if (cause === 'malformed-id' || cause === 'wrong-check-digit') return flow.entry === 'portal';
    const row = CAUSES[cause];
    return !('asks' in row) || asks.includes(row.asks);
  });
}

/** The actions of the walk on which every condition holds, in order; without tags those of the first variant. */
export function successPath(
  { graph, flow }: Pick<Source, 'graph' | 'flow'>,
  tags: readonly string[] = flow.variants?.[0]?.tags ?? [],
): string[] {
  const path: string[] = [];
  const seen = new Set<string>();
  let step = graph.steps[0];
  while (step !== undefined && !seen.has(step.action)) {
    seen.add(step.action);
    if (step.only === null || tags.includes(step.only)) path.push(step.action);
    const good: string | undefined = goodNext(step);
    step = graph.steps.find(({ action }) => action === good);
  }
  return path;
}

/** The step that follows when every condition holds. */
export function goodNext({ check, next }: GraphStep): string | undefined {
  return (check === null ? next[0] : next.find(({ when }) => when === CHECKS[check].passes))?.to;
}

/** Whether a step has an operation that somebody performs on the portal, and which. */
export const operationOf = (step: GraphStep) => VERBS[step.does].operation;
