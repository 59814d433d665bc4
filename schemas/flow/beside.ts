// Tells what the clauses say of a step beside its table or its own item: messages, numbers, shared terms, actors and paragraphs.
import type { ClauseCondition, ClauseProcess, Locator, Regulation, Row } from '../regulation.ts';
import { type ClockTerm, parseTerm } from '../term.ts';
import { CHECKS, type Given, VERBS } from '../vocabulary.ts';
import {
  clauseGraph,
  flowOf,
  type GraphSending,
  type GraphStep,
  isCondition,
  isProcess,
  placeOf,
  tableGraph,
} from './flow-graph.ts';

/** A place of a clause, with its words. */
export interface Cited {
  at: Locator;
  printed: string;
}

/** An item about an action, with its clause. */
interface Told<Item = ClauseProcess> {
  clause: number;
  item: Item;
}

/** The items about an action: that of the clause of the flow first, then those of the clauses that retell it. */
export function itemsAbout(regulation: Regulation, flow: string, action: string): Told[] {
  const { clause, items, retold = [] } = flowOf(regulation, flow);
  const own = clause === null ? [] : [{ clause, items }];
  return [...own, ...retold].flatMap((text) =>
    text.items.flatMap((item) => (isProcess(item) && item.action === action ? [{ clause: text.clause, item }] : [])),
  );
}

/** The place of such an item, with its words. */
export const cite = ({ clause, item }: Told<ClauseProcess | ClauseCondition>): Cited => ({
  at: placeOf(clause, item),
  printed: item.printed,
});

/** Whether an item about an action prints what the row of a table would: whose step it is, what completes it, how long it may take. */
const PRINTS: Readonly<Record<Exclude<Row, 'next'>, (item: ClauseProcess) => boolean>> = {
  actor: ({ by }) => by !== null,
  action: () => true,
  completion: ({ does, forms, result }) => VERBS[does].ends !== null || forms !== undefined || result !== undefined,
  term: ({ term }) => term !== undefined,
};

/**
 * The items that say of an action what one row of the table says of it. Where an action goes on is said by the condition after its item.
 * @param alone whether no table has the action, so that its items are all that the text says of it
 */
export function itemsSaying(
  regulation: Regulation,
  flow: string,
  { action, row, alone }: { action: string; row: Row; alone: boolean },
): Cited[] {
  const about = itemsAbout(regulation, flow, action);
  const saying =
    row === 'next' ? conditionsAfter(regulation, flow, about) : about.filter(({ item }) => PRINTS[row](item));
  return (saying.length === 0 && alone ? about : saying).map(cite);
}

/** The conditions that stand directly after items which end nothing, each with its clause. */
function conditionsAfter(regulation: Regulation, flow: string, about: readonly Told[]): Told<ClauseCondition>[] {
  const { items, retold = [] } = flowOf(regulation, flow);
  return about.flatMap(({ clause, item }) => {
    const texts = [items, ...retold.map((text) => text.items)];
    const list = texts.find((text) => text.includes(item)) ?? [];
    const after = list[list.indexOf(item) + 1];
    return after !== undefined && isCondition(after) && VERBS[item.does].ends === null ? [{ clause, item: after }] : [];
  });
}

/** A step with the messages that follow it by a clause, where its own cell or item does not name them. */
export function withMessages(regulation: Regulation, flow: string, step: GraphStep): GraphStep {
  const more = messagesBeside(regulation, flow, step.action).filter(
    ({ to, what }) => !step.sends.some((one) => one.to === to && one.what === what),
  );
  return more.length === 0 ? step : { ...step, sends: [...step.sends, ...more] };
}

/**
 * The item which says that a step forms the reasoned refusal as a document: the step by which the flow refuses after the decision does so
 * where the item that forms the result may form a refusal instead. Null for every other step.
 */
export function refusalFormedAt(regulation: Regulation, flow: string, action: string): Told | null {
  const { clause, items, table } = flowOf(regulation, flow);
  const item = items.filter(isProcess).find(({ refusal }) => refusal === true);
  if (clause === null || item === undefined) return null;
  const { steps } = table === null ? clauseGraph(regulation, flow) : tableGraph(regulation, flow, 'resolved');
  const isRefusing = steps.some(({ next }) =>
    next.some(({ to, when }) => to === action && when === CHECKS.qualification.fails),
  );
  return isRefusing ? { clause, item } : null;
}

/**
 * The messages that go out once a step is done, by its item beside a table or by the clause on filling in the form. A refusal that is a
 * document goes where the result would.
 */
export function messagesBeside(regulation: Regulation, flow: string, action: string): GraphSending[] {
  const { clause, entry } = flowOf(regulation, flow);
  const { filling } = regulation;
  const own = itemsAbout(regulation, flow, action).filter((told) => told.clause === clause);
  const refused = refusalFormedAt(regulation, flow, action);
  const ofForm = entry === 'portal' && filling !== null ? filling.items : [];
  return [
    ...[...own, ...(refused === null ? [] : [refused])].map((told) => ({ sends: told.item.sends, cited: cite(told) })),
    ...ofForm
      .filter(({ retells }) => retells === action)
      .map((item) => ({
        sends: item.sends,
        cited: { at: placeOf(filling?.clause ?? 0, item), printed: item.printed },
      })),
  ].flatMap(({ sends = [], cited }) =>
    sends
      .filter(({ afterwards }) => afterwards === true)
      .map((one): GraphSending => ({ ...one, row: 'action', cited })),
  );
}

/** What the text says that the request is given in a step. `cited` is null where a cell of the table says it; `row` is its row. */
export interface Gift {
  is: Given;
  row: 'action' | 'completion';
  cited: Cited | null;
}

/** What the cells of the table, and every clause that tells the flow, say that the request is given in a step. */
export function giftsOf(regulation: Regulation, flow: string, action: string): Gift[] {
  const column = flowOf(regulation, flow).steps.find((step) => step.action.is === action);
  const inCells = (['action', 'completion'] as const).flatMap((row) =>
    (column?.[row].gives ?? []).map((is): Gift => ({ is, row, cited: null })),
  );
  const inItems = itemsAbout(regulation, flow, action).flatMap((told) =>
    (told.item.gives ?? []).map((is): Gift => ({ is, row: 'action', cited: cite(told) })),
  );
  return [...inCells, ...inItems];
}

/** Whether the data of the power of attorney of a representative are entered in a step, by one of the clauses that tell the flow. */
export const entersAttorney = (regulation: Regulation, flow: string, action: string): boolean =>
  itemsAbout(regulation, flow, action).some(({ item }) => item.attorney === true);

/** A term that a step has together with an earlier one: it counts from when the step `since` could begin. */
export interface SharedTerm {
  since: string;
  term: ClockTerm;
}

/** The term of a step that counts from an earlier step, by its own item or by one that retells it; null where there is none. */
export function sharedTermOf(regulation: Regulation, flow: string, action: string): SharedTerm | null {
  for (const { item } of itemsAbout(regulation, flow, action)) {
    if (item.term?.since === undefined) continue;
    const term = parseTerm(item.term.printed);
    if (term !== null && !('unit' in term)) return { since: item.term.since, term };
  }
  return null;
}

/** The places that print the term of a step: all for a plain one, those of the tag for that of single variants. */
export function termPlaces(regulation: Regulation, flow: string, action: string, only: string | null): Cited[] {
  return itemsAbout(regulation, flow, action).flatMap(({ clause, item }) => {
    if (only === null) return item.term === undefined ? [] : [cite({ clause, item })];
    return (item.terms ?? [])
      .filter((term) => term.only === only)
      .map(({ paragraph, printed }) => ({
        at: placeOf(clause, { item: item.item, paragraph: paragraph ?? item.paragraph }),
        printed,
      }));
  });
}

/** The actors besides its own that a step may have: by a disputed erratum, or by the retelling where its own item names none. */
export function actorsBeside(regulation: Regulation, flow: string, action: string): { actor: string; cited: Cited }[] {
  const [own, ...retold] = itemsAbout(regulation, flow, action);
  if (own === undefined) return [];
  const isChoice = adoptedAt(regulation, flow, own).some(({ actors }) => actors !== undefined);
  if (own.item.by !== null && !isChoice) return [];
  return retold.flatMap((told) =>
    told.item.by === null || told.item.by === own.item.by ? [] : [{ actor: told.item.by, cited: cite(told) }],
  );
}

/** Whether the days of a step may also count from the receipt of the application, by a disputed erratum. */
export function countsFromReceipt(regulation: Regulation, flow: string, action: string): boolean {
  return itemsAbout(regulation, flow, action).some((told) =>
    adoptedAt(regulation, flow, told).some(({ begins }) => begins?.includes('receipt') === true),
  );
}

function adoptedAt({ errata }: Regulation, flow: string, { clause, item }: Told) {
  return errata
    .filter(
      ({ at, flow: of = flow }) =>
        of === flow && at.some((place) => 'clause' in place && place.clause === clause && place.item === item.item),
    )
    .flatMap(({ adopts }) => adopts ?? []);
}
