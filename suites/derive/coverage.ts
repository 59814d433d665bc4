// Tells for every cell of every table, every clause item and every sentence which assertions test it, or why none can.

import { flowOf, isCondition, isProcess, readColumn, transcriptionOf } from '../../schemas/flow/flow-graph.ts';
import { describePlace, samePlace } from '../../schemas/place.ts';
import { type Locator, type Regulation, ROWS, type Row, type Sentence } from '../../schemas/regulation.ts';
import type { TestAssertion } from '../../schemas/run/assertion.ts';
import { CELL_STATES, type CellState, SENTENCE_STATES, type SentenceState } from '../../schemas/run/output.ts';
import { printedForms } from '../flow/printed-forms.ts';
import { derive } from './derive.ts';

/** The state of a place; `reason` is a sentence where it is not `tested`. */
interface Covered {
  regulation: string;
  flow: string;
  state: CellState;
  assertions: string[];
  reason: string | null;
}
/** A cell with its state. */
export type CoveredCell = Covered & { table: number; step: number; row: Row };
/** A clause item with its state. */
export type CoveredItem = Covered & { clause: number; item: number };

/** A paragraph with its state; `reason` is null where it is `tested`, and for `partly` says what is left out. */
export interface CoveredSentence {
  regulation: string;
  clause: number | null;
  item: number | null;
  paragraph: number | null;
  annex: number | null;
  /** The place in words. */
  place: string;
  what: string;
  state: SentenceState;
  assertions: string[];
  reason: string | null;
}

/** The states of all cells, items and sentences, with the number of each. */
export interface Coverage {
  cells: CoveredCell[];
  items: CoveredItem[];
  sentences: CoveredSentence[];
  totals: {
    cells: Record<CellState, number>;
    items: Record<CellState, number>;
    sentences: Record<SentenceState, number>;
  };
}

/** The coverage of the regulations. */
export function cover(regulations: readonly Regulation[]): Coverage {
  const cells: CoveredCell[] = [];
  const items: CoveredItem[] = [];
  const sentences: CoveredSentence[] = [];
  for (const regulation of regulations) {
    const assertions = derive(regulation);
    sentences.push(...regulation.sentences.map((sentence) => sentenceOf(regulation, sentence, assertions)));
    for (const flowId of Object.keys(regulation.flows)) {
      const mine = assertions.filter(({ flow }) => flow === flowId);
      cells.push(...cellsOf(regulation, flowId, mine));
      items.push(...itemsOf(regulation, flowId, mine), ...fillingOf(regulation, flowId, mine));
    }
  }
  const totals = {
    cells: tally(CELL_STATES, cells),
    items: tally(CELL_STATES, items),
    sentences: tally(SENTENCE_STATES, sentences),
  };
  return { cells, items, sentences, totals };
}

function sentenceOf(regulation: Regulation, sentence: Sentence, rows: readonly TestAssertion[]): CoveredSentence {
  const { at, says, leaves, beyond, excluded, none } = sentence;
  const place = { clause: null, item: null, paragraph: null, annex: null };
  for (const key of Object.keys(place)) if (key in at) Object.assign(place, { [key]: Reflect.get(at, key) });
  const assertions = rows.filter(({ source }) => source.some((cited) => isWithin(cited, at))).map(({ id }) => id);
  const told = (state: SentenceState, reason: string | null): CoveredSentence => ({
    ...{ regulation: regulation.id, ...place, place: describePlace(at), what: says, state, assertions, reason },
  });
  if (none !== undefined) return told('no-requirement', none);
  if (excluded !== undefined) return told('excluded', excluded);
  if (assertions.length === 0) return told('missing', 'no assertion cites it, and no reason is given');
  return leaves === undefined ? told('tested', beyond ?? null) : told('partly', leaves);
}

/** Whether a cited place is the paragraph, or an item as a whole that the paragraph belongs to. */
function isWithin(cited: Locator, at: Locator): boolean {
  if (samePlace(cited, at)) return true;
  if ('requirement' in at && 'requirement' in cited)
    return cited.paragraph === undefined && cited.annex === at.annex && cited.requirement === at.requirement;
  if (!('clause' in at && 'clause' in cited) || at.paragraph === undefined || cited.paragraph !== undefined)
    return false;
  return cited.clause === at.clause && cited.item === at.item;
}

/** The ids of the assertions that cite exactly this place. */
const citing = (assertions: readonly TestAssertion[], place: Locator) =>
  assertions.filter(({ source }) => source.some((cited) => samePlace(cited, place))).map(({ id }) => id);

/** The ids of the assertions that cite an item, or any paragraph of it. */
const citingItem = (assertions: readonly TestAssertion[], { clause, item }: { clause: number; item: number }) =>
  assertions
    .filter(({ source }) => source.some((cited) => 'clause' in cited && cited.clause === clause && cited.item === item))
    .map(({ id }) => id);

function cellsOf(regulation: Regulation, flowId: string, assertions: readonly TestAssertion[]): CoveredCell[] {
  const { table, steps } = flowOf(regulation, flowId);
  if (table === null) return [];
  return steps.flatMap((column) => {
    const { term, terms } = readColumn(regulation, table, column, 'resolved');
    return ROWS.map((row) => {
      const at = { annex: table.annex, table: table.number, step: column.step, row };
      const none = row === 'term' && term === null ? 'the cell prints no term' : null;
      const state = covered(regulation, flowId, citing(assertions, at), none);
      const isDisputed = row === 'term' && terms.some(({ readings }) => readings.length > 1);
      return { table: table.number, step: column.step, row, ...state, ...(isDisputed ? DISPUTED : {}) };
    });
  });
}

/** The state of an item that an erratum sets aside in favour of the table. */
const SUPERSEDED = {
  state: 'disputed',
  assertions: [],
  reason: 'the table tells another procedure, and an erratum adopts the table',
} satisfies Partial<Covered>;

/** The state of a cell whose term has several readings. Assertions still test it where the readings agree. */
const DISPUTED = {
  state: 'disputed',
  reason: 'the document contradicts itself; judged only where its readings agree',
} as const;

function itemsOf(regulation: Regulation, flowId: string, assertions: readonly TestAssertion[]): CoveredItem[] {
  const { clause, items, retold = [] } = flowOf(regulation, flowId);
  if (clause === null) return [];
  const isSuperseded = transcriptionOf(regulation, flowId) === 'table';
  return [{ clause, items }, ...retold].flatMap((text) =>
    [...new Set(text.items.map(({ item }) => item))].map((item) => {
      const entries = text.items.filter((entry) => entry.item === item);
      const starts = entries.some((entry) => isProcess(entry) || isCondition(entry));
      const place = { clause: text.clause, item };
      const tested = citingItem(assertions, place);
      if (tested.length === 0 && starts && isSuperseded)
        return { ...place, regulation: regulation.id, flow: flowId, ...SUPERSEDED };
      return {
        ...place,
        ...covered(regulation, flowId, tested, starts ? null : 'the item starts nothing in this flow'),
      };
    }),
  );
}

/** The items on filling in the form, in the portal flow. */
function fillingOf(regulation: Regulation, flowId: string, assertions: readonly TestAssertion[]): CoveredItem[] {
  const { filling } = printedForms({ regulation, flow: flowOf(regulation, flowId) });
  if (filling === null) return [];
  return [...new Set(filling.items.map(({ item }) => item))].map((item) => {
    const place = { clause: filling.clause, item };
    return { ...place, ...covered(regulation, flowId, citingItem(assertions, place), null) };
  });
}

function covered(regulation: Regulation, flow: string, assertions: string[], none: string | null): Covered {
  const place = { regulation: regulation.id, flow };
  if (assertions.length > 0) return { ...place, state: 'tested', assertions, reason: null };
  if (none !== null) return { ...place, state: 'no-requirement', assertions, reason: none };
  return {
    ...place,
    state: 'not-observable',
    assertions,
    reason: 'no assertion can be derived that a portal could show',
  };
}

function tally<State extends string>(
  states: readonly State[],
  covered: readonly { state: State }[],
): Record<State, number> {
  const totals: Partial<Record<State, number>> = {};
  for (const name of states) totals[name] = covered.filter(({ state }) => state === name).length;
  return totals as Record<State, number>;
}
