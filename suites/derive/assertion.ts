// Makes a test assertion out of the draft that a family gives: adds its id, its places, the printed words and the errata.

import { itemsSaying } from '../../schemas/flow/beside.ts';
import { retellings } from '../../schemas/flow/filling.ts';
import { errataAt } from '../../schemas/flow/flow-graph.ts';
import { placeKey, samePlace } from '../../schemas/place.ts';
import type { Locator, Regulation, Row } from '../../schemas/regulation.ts';
import type { Family, Level, TestAssertion, WalkDemand } from '../../schemas/run/assertion.ts';
import { plainly, type Said } from '../../schemas/said.ts';
import type { Control } from '../../schemas/target/driver.ts';
import type { PredicateCall } from '../calls.ts';
import type { Source } from '../flow/source.ts';

/** What a family says of one assertion. The rest follows from the flow. */
export interface Draft {
  action: string;
  aspect: string;
  title: Said;
  cells: readonly (readonly [action: string, row: Row])[];
  call: PredicateCall;
  walk: WalkDemand;
  needs?: readonly Control[];
  /** How far the text carries it; `required` by default. The other levels need `because`. */
  level?: Level;
  /** Why it follows from the source (`implied`), or why it is good practice (`recommended`): one sentence. */
  because?: string;
  /** Places outside the flow with their words. They are cited before the cells. */
  places?: readonly { at: Locator; printed: string }[];
  /** A place that only defines what is meant. It is cited last, because it demands nothing by itself. */
  definition?: Locator;
  /** The conditions of rendering the service that it tests besides. They are cited last too, for each says only in general what is needed. */
  conditions?: readonly Locator[];
}

/**
 * Makes the assertion of a draft. It cites the places outside the flow, then the cells, then of the clause items about the same actions,
 * and of what retells them elsewhere, those that say what the row of the cell says.
 */
export function writeAssertion(source: Source, family: Family, draft: Draft): TestAssertion {
  const { regulation, flowId } = source;
  const cells = draft.cells.flatMap(([action, row]) => cellOf(source, action, row));
  const elsewhere = draft.places ?? [];
  const said = [...elsewhere, ...cells, ...draft.cells.flatMap(([action, row]) => itemsFor(source, action, row))];
  const places: Locator[] = [...said.map(({ at }) => at), ...retoldAt(source, draft)];
  const errata = [
    ...cells.flatMap(({ at }) => errataAt(regulation, at.annex, at.table, at.step, at.row)),
    ...elsewhere.flatMap(({ at }) => errataOf(regulation, flowId, at)),
  ].map(({ id }) => id);
  for (const last of [...(draft.definition === undefined ? [] : [draft.definition]), ...(draft.conditions ?? [])])
    if (!places.some((place) => samePlace(place, last))) places.push(last);
  return {
    id: `${regulation.id}/${flowId}/${draft.action}/${draft.aspect}`,
    family,
    title: plainly(draft.title),
    titled: draft.title,
    regulation: regulation.id,
    flow: flowId,
    action: draft.action,
    source: apart(places),
    printed: said[0]?.printed ?? '',
    level: draft.level ?? 'required',
    because: draft.because ?? null,
    predicate: draft.call.predicate,
    arguments: draft.call.arguments,
    walk: draft.walk,
    needs: [...(draft.needs ?? [])],
    errata: [...new Set(errata)].map((id) => `${regulation.id}/${id}`),
  };
}

/** The same places in the same order, each once. */
function apart(places: readonly Locator[]): Locator[] {
  const keys = places.map(placeKey);
  return places.filter((_, i) => keys.indexOf(keys[i] ?? '') === i);
}

function cellOf({ flow, graph }: Source, action: string, row: Row) {
  const step = graph.steps.find((found) => found.action === action)?.step;
  if (flow.table === null || step == null) return [];
  const { annex, number: table } = flow.table;
  const printed = flow.steps.find((column) => column.step === step)?.[row].printed ?? '';
  return [{ at: { annex, table, step, row }, printed }];
}

const itemsFor = (source: Source, action: string, row: Row) =>
  itemsSaying(source.regulation, source.flowId, { action, row, alone: cellOf(source, action, row).length === 0 });

/** The places on filling in the form that retell what is done, which is all that they say of a step. */
const retoldAt = ({ flow, regulation }: Source, { cells }: Draft): Locator[] =>
  flow.entry === 'portal'
    ? cells.filter(([, row]) => row === 'action').flatMap(([action]) => retellings(regulation, action))
    : [];

/** The errata at a place outside the flow. An erratum at an item concerns all paragraphs of the item. */
function errataOf({ errata }: Regulation, flowId: string, place: Locator) {
  const keys = [placeKey(place)];
  if ('clause' in place && place.item !== undefined) keys.push(placeKey({ clause: place.clause, item: place.item }));
  return errata.filter(
    ({ flow = flowId, at }) => flow === flowId && at.some((cited) => keys.includes(placeKey(cited))),
  );
}
