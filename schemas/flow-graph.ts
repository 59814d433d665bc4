// A flow as a graph of steps: once as its table reads it, once as its clause does.
import type {
  Branch,
  ClauseCondition,
  ClauseItem,
  ClauseProcess,
  Erratum,
  Flow,
  Locator,
  Party,
  Regulation,
  Row,
  Sending,
  TableStep,
} from './regulation.ts';
import { parseTerm, type Term } from './term.ts';
import {
  CHECKS,
  type Check,
  type Completion,
  type Means,
  type Outcome,
  readOutcome,
  VERBS,
  type Verb,
} from './vocabulary.ts';

/** An edge to the step that follows; `when` is null where it always follows. */
export interface Edge {
  to: string;
  when: Outcome | null;
}

/** One step, with everything that its cells were read as. `step` is its printed number, null in a clause. */
export interface GraphStep {
  step: number | null;
  action: string;
  does: Verb;
  actor: string | null;
  /** The other units that the actor cell names. */
  also: string[];
  /** The units that the step asks. */
  asks: string[];
  /** What it sends to other units, and which row of the table says so. */
  sends: GraphSending[];
  /** The ways in which it may hand the result over. */
  means: Means[];
  forms: Completion[];
  result: string | null;
  term: Term | null;
  /** The terms that hold only for some variants, and the readings of a disputed one. */
  terms: TermReading[];
  /** The tag of the variants that the step is part of; null for all. */
  only: string | null;
  check: Check | null;
  next: Edge[];
}

/** One message of a step. */
export interface GraphSending extends Sending {
  row: 'action' | 'completion';
}

/** A term of the variants with a tag (null: all); several readings where the document contradicts itself. */
export interface TermReading {
  only: string | null;
  readings: Term[];
}

/** A flow's steps in printed order, the first one being where it starts. */
export interface FlowGraph {
  regulation: string;
  flow: string;
  source: 'table' | 'clauses';
  steps: GraphStep[];
}

/** Which text of the table is read: the cells as printed, or with the errata's adopted readings. */
export type Reading = 'printed' | 'resolved';

/** @throws RangeError when the regulation has no such flow */
export function flowOf(regulation: Regulation, flow: string): Flow {
  const found = regulation.flows[flow];
  if (found === undefined)
    throw new RangeError(`${regulation.id} has no flow ${flow}; it has ${Object.keys(regulation.flows).join(', ')}`);
  return found;
}

/** @throws RangeError when the regulation has no such party */
export function partyOf(regulation: Regulation, id: string): Party {
  const found = regulation.parties.find((party) => party.id === id);
  if (found === undefined) throw new RangeError(`${regulation.id} has no party ${id}`);
  return found;
}

/** The graph that the suites derive from: the table's, or the clause's where the flow has no table. */
export function suiteGraph(regulation: Regulation, flow: string): FlowGraph {
  return flowOf(regulation, flow).table === null
    ? clauseGraph(regulation, flow)
    : tableGraph(regulation, flow, 'resolved');
}

/** The errata that speak of a cell. */
export function errataAt(regulation: Regulation, annex: number, table: number, step: number, row: Row): Erratum[] {
  return regulation.errata.filter(({ at }) =>
    at.some(
      (place) =>
        'table' in place && place.annex === annex && place.table === table && place.step === step && place.row === row,
    ),
  );
}

/** Reads a flow's table as a graph. A branch to a number that the table lacks is left out. */
export function tableGraph(regulation: Regulation, flow: string, reading: Reading): FlowGraph {
  const { table, steps } = flowOf(regulation, flow);
  if (table === null) throw new RangeError(`${regulation.id}/${flow} has no table`);
  const actionOf = new Map(steps.map(({ step, action }) => [step, action.is]));
  const read = steps.map((column): GraphStep => {
    const cell = readColumn(regulation, table, column, reading);
    const next = cell.next.flatMap(({ to, when }) => {
      const action = actionOf.get(to);
      return action === undefined ? [] : [{ to: action, when }];
    });
    return {
      ...cell,
      also: column.actor.also ?? [],
      asks: [column.actor.party, ...(column.actor.also ?? []), ...(column.action.asks ?? [])],
      sends: [...sentIn('action', column.action.sends), ...sentIn('completion', column.completion.sends)],
      means: [],
      only: null,
      step: column.step,
      action: column.action.is,
      does: column.action.does,
      result: column.completion.result ?? null,
      next,
      check: checkOf(next),
    };
  });
  return { regulation: regulation.id, flow, source: 'table', steps: read };
}

const sentIn = (row: GraphSending['row'], sends: readonly Sending[] = []): GraphSending[] =>
  sends.map((sending) => ({ ...sending, row }));

/** By which keys an erratum adopts another reading of a cell. */
const KEYS: Readonly<Record<Row, readonly string[]>> = {
  actor: ['actor'],
  action: [],
  completion: ['forms'],
  term: ['term', 'readings'],
  next: ['next'],
};

/** What the cells of one column say, as printed or as read with the errata. */
export function readColumn(
  regulation: Regulation,
  table: { annex: number; number: number },
  column: TableStep,
  reading: Reading,
) {
  const adopted = (row: Row) =>
    reading === 'printed'
      ? undefined
      : errataAt(regulation, table.annex, table.number, column.step, row)
          .flatMap(({ adopts }) => adopts ?? [])
          .find((adopts) => KEYS[row].some((key) => key in adopts));
  const printed = adopted('term')?.term;
  const term = printed === undefined ? parseTerm(column.term.printed) : printed === null ? null : parseTerm(printed);
  const readings = adopted('term')?.readings?.flatMap((words) => parseTerm(words) ?? []) ?? [];
  const next: Branch[] = adopted('next')?.next ?? column.next.branches.map(({ to, when }) => ({ to, when }));
  return {
    actor: adopted('actor')?.actor ?? column.actor.party,
    forms: adopted('completion')?.forms ?? column.completion.forms,
    term,
    terms: readings.length > 0 ? [{ only: null, readings }] : term === null ? [] : [{ only: null, readings: [term] }],
    next,
  };
}

/** Reads a flow's clause as a graph: items in their order, conditions as branches of the process before them. */
export function clauseGraph(regulation: Regulation, flow: string): FlowGraph {
  const { items } = flowOf(regulation, flow);
  const steps: GraphStep[] = [];
  items.forEach((item, i) => {
    if (!isProcess(item)) return;
    const after = items.slice(i + 1).find((later) => isProcess(later) || isCondition(later));
    const next = VERBS[item.does].ends !== null ? [] : edgesTo(after);
    const terms = clauseTerms(regulation, flow, item);
    steps.push({
      step: null,
      action: item.action,
      does: item.does,
      actor: item.by,
      also: [],
      asks: [...(item.by === null ? [] : [item.by]), ...(item.asks ?? [])],
      sends: sentIn('action', item.sends),
      means: item.means ?? [],
      forms: item.forms === undefined ? [] : [item.forms],
      result: item.result ?? null,
      term: terms[0]?.readings[0] ?? null,
      terms,
      only: item.only ?? null,
      check: checkOf(next),
      next,
    });
  });
  return { regulation: regulation.id, flow, source: 'clauses', steps };
}

/** The terms that an item prints: one, or one for each kind of variant; a disputed one with all its readings. */
function clauseTerms(regulation: Regulation, flow: string, item: ClauseProcess): TermReading[] {
  const { clause } = flowOf(regulation, flow);
  const readingsAt = (printed: string, paragraph: number | undefined): Term[] => {
    const disputed = regulation.errata.find(
      ({ at, adopts }) =>
        adopts?.readings !== undefined &&
        at.some(
          (place) =>
            'clause' in place && place.clause === clause && place.item === item.item && place.paragraph === paragraph,
        ),
    );
    return (disputed?.adopts?.readings ?? [printed]).flatMap((words) => parseTerm(words) ?? []);
  };
  const plain =
    item.term === undefined ? [] : [{ only: null, readings: readingsAt(item.term.printed, item.paragraph) }];
  const tagged = (item.terms ?? []).map(({ only, paragraph, printed }) => ({
    only,
    readings: readingsAt(printed, paragraph),
  }));
  return [...plain, ...tagged];
}

export const isProcess = (item: ClauseItem): item is ClauseProcess => 'does' in item;
export const isCondition = (item: ClauseItem): item is ClauseCondition => 'checks' in item;

function edgesTo(item: ClauseProcess | ClauseCondition | ClauseItem | undefined): Edge[] {
  if (item === undefined) return [];
  if (isProcess(item)) return [{ to: item.action, when: null }];
  if (!isCondition(item)) return [];
  const { passes, fails } = CHECKS[item.checks];
  return [
    { to: item.fail, when: fails },
    { to: item.ok, when: passes },
  ];
}

function checkOf(next: Edge[]): Check | null {
  const outcome = next.find(({ when }) => when !== null)?.when;
  return outcome == null ? null : readOutcome(outcome).check;
}

/** Where an item stands. */
export function placeOf(clause: number, of: { item: number; paragraph?: number | undefined }): Locator {
  const { item, paragraph } = of;
  return paragraph === undefined ? { clause, item } : { clause, item, paragraph };
}

/**
 * By which of its two texts a flow is run: the table where it has no clause, or where an erratum finds that the clause tells another
 * procedure than the table and adopts the table.
 */
export function sourceOf(regulation: Regulation, flow: string): FlowGraph['source'] {
  const { clause, table } = flowOf(regulation, flow);
  const adopted = regulation.errata.some(
    ({ at, adopts }) => adopts?.source === 'table' && at.some((place) => 'clause' in place && place.clause === clause),
  );
  return clause === null || (adopted && table !== null) ? 'table' : 'clauses';
}

/** The clause items that speak of an action: its process, and the condition that follows it. */
export function itemsOf(flow: Flow, action: string): Locator[] {
  const own = flow.clause === null ? [] : [{ clause: flow.clause, items: flow.items }];
  return [...own, ...(flow.retold ?? [])].flatMap((text) => itemsIn(text, action));
}

function itemsIn(
  { clause, items }: Pick<NonNullable<Flow['retold']>[number], 'clause' | 'items'>,
  action: string,
): Locator[] {
  const at = items.findIndex((item) => isProcess(item) && item.action === action);
  const found = items[at];
  if (found === undefined) return [];
  const after = items[at + 1];
  const places = [placeOf(clause, found)];
  if (after !== undefined && isCondition(after) && isProcess(found) && VERBS[found.does].ends === null)
    places.push(placeOf(clause, after));
  return places;
}
