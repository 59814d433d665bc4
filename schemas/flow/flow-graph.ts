// Reads a flow as a graph of steps, either from its table or from its clause.
import { namesMessage } from '../language.ts';
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
} from '../regulation.ts';
import { parseTerm, type Term } from '../term.ts';
import {
  CHECKS,
  type Check,
  type Completion,
  type Means,
  type Outcome,
  readOutcome,
  VERBS,
  type Verb,
} from '../vocabulary.ts';

/** An edge to a following step, named by its action; `when` is the outcome that leads there, or null where it always follows. */
export interface Edge {
  to: string;
  when: Outcome | null;
}

/** One step of a flow, with the meaning of everything that the text says of it. `step` is its printed number, null in a clause. */
export interface GraphStep {
  step: number | null;
  action: string;
  does: Verb;
  actor: string | null;
  /** The units that the actor cell names besides `actor`. */
  also: string[];
  /** The units that the step involves: whoever does it, and whoever is asked in it. */
  asks: string[];
  /** The messages that the step sends to other units. */
  sends: GraphSending[];
  /** The ways in which the step may hand the result over. */
  means: Means[];
  forms: Completion[];
  /** Whether the text names a message as the completion; otherwise it states a fact, which a record shows as well. */
  namesMessage: boolean;
  result: string | null;
  term: Term | null;
  /** Every term of the step, also those of single variants, each with all its readings. */
  terms: TermReading[];
  /** The tag of the variants that the step belongs to; null where it belongs to all. */
  only: string | null;
  check: Check | null;
  next: Edge[];
}

/** One message of a step. `row` is the row of the table that says so; a message from a clause counts as of the row `action`. */
export interface GraphSending extends Sending {
  row: 'action' | 'completion';
  /** The place of a clause that says so beside the table, or on filling in the form; absent where the step itself says it. */
  cited?: { at: Locator; printed: string };
}

/** The term of the variants that have the tag `only` (null: of all). It has several readings where an erratum is disputed. */
export interface TermReading {
  only: string | null;
  readings: Term[];
}

/** The steps of a flow in printed order; the flow starts with the first. */
export interface FlowGraph {
  regulation: string;
  flow: string;
  source: 'table' | 'clauses';
  steps: GraphStep[];
}

/** How a table is read: `printed` as its cells stand, or `resolved` with the readings that its errata adopt. */
export type Reading = 'printed' | 'resolved';

/**
 * The flow with this id.
 *
 * @throws RangeError when the regulation has no such flow
 */
export function flowOf(regulation: Regulation, flow: string): Flow {
  const found = regulation.flows[flow];
  if (found === undefined)
    throw new RangeError(`${regulation.id} has no flow ${flow}; it has ${Object.keys(regulation.flows).join(', ')}`);
  return found;
}

/**
 * The party with this id.
 *
 * @throws RangeError when the regulation has no such party
 */
export function partyOf(regulation: Regulation, id: string): Party {
  const found = regulation.parties.find((party) => party.id === id);
  if (found === undefined) throw new RangeError(`${regulation.id} has no party ${id}`);
  return found;
}

/** The parties that may act for any of these. */
export const deputiesOf = ({ parties }: Regulation, ids: readonly string[]): string[] =>
  parties.flatMap(({ id, deputy }) => (deputy !== undefined && ids.includes(id) ? [deputy] : []));

/** The errata that cite a cell. */
export function errataAt(regulation: Regulation, annex: number, table: number, step: number, row: Row): Erratum[] {
  return regulation.errata.filter(({ at }) =>
    at.some(
      (place) =>
        'table' in place && place.annex === annex && place.table === table && place.step === step && place.row === row,
    ),
  );
}

/**
 * Reads the table of a flow as a graph. A branch to a step number that the table lacks is left out.
 *
 * @throws RangeError when the flow has no table
 */
export function tableGraph(regulation: Regulation, flow: string, reading: Reading): FlowGraph {
  const { table, steps } = flowOf(regulation, flow);
  if (table === null) throw new RangeError(`${regulation.id}/${flow} has no table`);
  const actionOf = new Map(steps.map(({ step, action }) => [step, action.is]));
  const read = steps.map((column): GraphStep => {
    const { actors, ...cell } = readColumn(regulation, table, column, reading);
    const next = cell.next.flatMap(({ to, when }) => {
      const action = actionOf.get(to);
      return action === undefined ? [] : [{ to: action, when }];
    });
    return {
      ...cell,
      also: [...new Set([...(column.actor.also ?? []), ...actors])].filter((id) => id !== cell.actor),
      asks: [column.actor.party, ...(column.actor.also ?? []), ...(column.action.asks ?? [])],
      sends: [...sentIn('action', column.action.sends), ...sentIn('completion', column.completion.sends)],
      means: [],
      only: null,
      namesMessage: namesMessage(column.completion.printed),
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

/** The keys of an erratum's `adopts` that replace what a cell of each row says. */
const KEYS: Readonly<Record<Row, readonly string[]>> = {
  actor: ['actor', 'actors'],
  action: [],
  completion: ['forms'],
  term: ['term', 'readings'],
  next: ['next'],
};

/** What the actor, completion, term and next cells of one column say, as printed or with the readings that the errata adopt. */
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
  const actors = adopted('actor')?.actors ?? [];
  return {
    actor: adopted('actor')?.actor ?? actors[0] ?? column.actor.party,
    actors,
    forms: adopted('completion')?.forms ?? column.completion.forms,
    term,
    terms: readings.length > 0 ? [{ only: null, readings }] : term === null ? [] : [{ only: null, readings: [term] }],
    next,
  };
}

/** Reads the clause of a flow as a graph: each process is a step, and a condition becomes the branches of the process before it. */
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
      namesMessage: namesMessage(item.printed),
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

/** The terms that an item prints: one for all variants, or one for each tag. A term whose erratum is disputed has all its readings. */
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

/** Whether a clause item is a process: something that is done. */
export const isProcess = (item: ClauseItem): item is ClauseProcess => 'does' in item;
/** Whether a clause item is a condition: a question with two answers. */
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

/** The place of a clause item, or of one of its paragraphs. */
export function placeOf(clause: number, of: { item: number; paragraph?: number | undefined }): Locator {
  const { item, paragraph } = of;
  return paragraph === undefined ? { clause, item } : { clause, item, paragraph };
}

/**
 * The text by which the simulator runs a flow. It is the clause, except where there is none, or where the clause tells another procedure
 * than the table and an erratum adopts the table, or both because they complete each other.
 */
export function transcriptionOf(regulation: Regulation, flow: string): FlowGraph['source'] | 'both' {
  const { clause, table } = flowOf(regulation, flow);
  if (table !== null && orderOfBoth(regulation, flow) !== null) return 'both';
  const adopted = adoptedFor(regulation, flow).some(({ source }) => source === 'table');
  return clause === null || (adopted && table !== null) ? 'table' : 'clauses';
}

/** The actions of the clause and the table together, where an erratum says that they complete each other; null where none does. */
export const orderOfBoth = (regulation: Regulation, flow: string): string[] | null =>
  adoptedFor(regulation, flow).find(({ order }) => order !== undefined)?.order ?? null;

/** What the errata at the clause of a flow adopt. */
function adoptedFor(regulation: Regulation, flow: string) {
  const { clause } = flowOf(regulation, flow);
  return regulation.errata
    .filter(({ at }) => at.some((place) => 'clause' in place && place.clause === clause))
    .flatMap(({ adopts }) => adopts ?? []);
}

/**
 * Whether documents are attached to the form while an action fills it in, by the clause or the table of its flow: what only one of them
 * says adds to the other. Where the flow attaches them in a step of its own, that step tells of them.
 */
export function attachesTo(regulation: Regulation, flow: string, action: string): boolean {
  const { items, steps } = flowOf(regulation, flow);
  const told = [
    ...items.filter(isProcess),
    ...steps.map((step) => ({ action: step.action.is, does: step.action.does, attaches: step.action.attaches })),
  ];
  if (told.some(({ does }) => does === 'attach')) return false;
  return told.some((one) => one.action === action && one.attaches === true);
}

/** Whether the form is marked at an action that the documents exist on paper, by the clause or the table of its flow. */
export function marksPapers(regulation: Regulation, flow: string, action: string): boolean {
  const { items, steps } = flowOf(regulation, flow);
  const inItems = items.filter(isProcess).some((item) => item.action === action && item.onPaper === true);
  return inItems || steps.some((step) => step.action.is === action && step.action.onPaper === true);
}

/** The places of the clause items about an action: its process and the condition that follows it, also in clauses that retell the flow. */
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
