// Tells what a diagram of a flow shows: who does what in which lane, what is asked, where each branch leads, and how long a step may take.
import { parseNext } from '../../schemas/flow/branches.ts';
import {
  type Edge,
  flowOf,
  type GraphStep,
  isCondition,
  isProcess,
  partyOf,
  placeOf,
  type TermReading,
} from '../../schemas/flow/flow-graph.ts';
import { suiteGraph } from '../../schemas/flow/suite-graph.ts';
import { samePlace } from '../../schemas/place.ts';
import {
  type ClauseCondition,
  type ClauseProcess,
  type Flow,
  type Locator,
  type Regulation,
  ROWS,
  type TableStep,
} from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import type { Term } from '../../schemas/term.ts';
import { CHECKS, isDoneInPerson, readOutcome, VERBS } from '../../schemas/vocabulary.ts';
import { tellPlace } from '../act/printed.ts';
import { Speaker } from '../language/speaker.ts';
import { plainText } from '../portal-text.ts';
import { ROW_WORDS } from '../sentences.ts';
import { shorten } from './text.ts';
import { type DiagramWords, KAZAKH, sayTerm } from './words.ts';

/** The most letters of the printed words that stand in a task; the whole stands in its `detail`. */
const MOST_LETTERS = 92;

/** The time that a step may take. `duration` is ISO 8601, and null where that cannot say it: working days, and terms that differ. */
export interface Timer {
  readonly id: string;
  readonly name: string;
  readonly duration: string | null;
}

/** Something that stands in a lane. `action` is the step that it belongs to, null where none of the flow does. */
export interface Part {
  readonly id: string;
  readonly kind: 'start' | 'task' | 'gateway' | 'end';
  readonly lane: string;
  readonly action: string | null;
  readonly name: string;
  /** All that the act prints about it, in lines; empty where that is nothing. */
  readonly detail: string;
  /** Whether people do it, or a system by itself; null where the act does not say who does it, or nothing is done. */
  readonly doneBy: 'person' | 'system' | null;
  readonly timer: Timer | null;
}

/** A branch of the flow: from one action to another, with the outcome that leads there (null: always). */
export interface FlowBranch extends Edge {
  readonly from: string;
}

/** An arrow from one part to another. `branch` is what it stands for in the flow; null where it only joins parts of a step. */
export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly detail: string;
  readonly branch: FlowBranch | null;
}

/** Whether an arrow leads on where a condition does not hold. */
export const isBad = ({ branch }: Arrow): boolean => branch?.when != null && !readOutcome(branch.when).good;

/** A flow as it is drawn: its lanes from the top, its parts and arrows in the order of the flow. */
export interface Diagram {
  readonly regulation: string;
  readonly flow: string;
  /** The name of the service. */
  readonly title: string;
  /** Where the act tells the flow, as in "clause 6, table 1". */
  readonly places: string;
  readonly words: DiagramWords;
  readonly lanes: readonly { readonly id: string; readonly name: string }[];
  readonly parts: readonly Part[];
  readonly arrows: readonly Arrow[];
}

/** The lane of what the text gives to nobody. */
const NOBODY = '';

/**
 * The diagram of a flow, by its table as the errata read it, or by its clause where it has no table.
 *
 * @throws RangeError when the regulation has no such flow
 */
export function diagramOf(regulation: Regulation, flowId: string, words: DiagramWords = KAZAKH): Diagram {
  const flow = flowOf(regulation, flowId);
  const graph = suiteGraph(regulation, flowId);
  const told = graph.steps.map((step) => tell(regulation, flow, step, words));
  const drawn = join(told, words);
  const speaker = new Speaker('kk', regulation);
  const actors = [...new Set(drawn.parts.map(({ lane }) => lane))];
  const places = [
    ...(flow.clause === null ? [] : [speaker.within(tellPlace({ clause: flow.clause }))]),
    ...(flow.table === null ? [] : [speaker.within(tellPlace({ annex: flow.table.annex, table: flow.table.number }))]),
  ];
  return {
    regulation: regulation.id,
    flow: flowId,
    title: plainText(regulation.service.name.kk),
    places: places.join(', '),
    words,
    lanes: actors.map((id) => ({
      id,
      name: id === NOBODY ? words.nobody : plainText(partyOf(regulation, id).name.kk),
    })),
    ...drawn,
  };
}

/** A step with its parts: the task, the question after it and the end of the flow, where it has them, and what its branches are called. */
interface ToldStep {
  readonly step: GraphStep;
  readonly task: Part;
  readonly question: Part | null;
  readonly end: Part | null;
  readonly branches: readonly (Pick<Arrow, 'name' | 'detail'> & { readonly branch: FlowBranch })[];
}

function tell(regulation: Regulation, flow: Flow, step: GraphStep, words: DiagramWords): ToldStep {
  const { action, next, check } = step;
  const column = flow.steps.find((one) => one.step === step.step) ?? null;
  const { item, condition } = itemOf(flow, action);
  const printed = plainText(column?.action.printed ?? item?.printed ?? action);
  const lane = step.actor ?? NOBODY;
  const common = { action, doneBy: null, timer: null };
  const task: Part = {
    ...common,
    ...{ id: `step-${action}`, kind: 'task', lane },
    name: shorten(`${step.step === null ? '' : `${step.step}. `}${printed}`, MOST_LETTERS),
    detail: detailOf(regulation, flow, column, item),
    doneBy: step.actor === null ? null : doneBy(step, partyOf(regulation, step.actor).role),
    timer: timerOf(step, words),
  };
  const question: Part | null =
    next.length < 2 && next.every(({ when }) => when === null)
      ? null
      : {
          ...common,
          ...{ id: `check-${action}`, kind: 'gateway' },
          // A table names who acts, and no other unit for what is asked then; a clause may name one.
          lane: column === null ? (condition?.by ?? lane) : lane,
          name: check === null ? '' : words.checks[check],
          detail: lines([column?.next.printed, condition?.printed]),
        };
  const ends = VERBS[step.does].ends;
  const end: Part | null =
    next.length > 0
      ? null
      : { ...common, id: `end-${action}`, kind: 'end', lane, name: ends === null ? '' : words.ends[ends], detail: '' };
  const branches = next.map((edge) => ({
    branch: { from: action, ...edge },
    name: edge.when === null ? '' : words.outcomes[edge.when],
    detail: printedBranch(flow, column, edge),
  }));
  return { step, task, question, end, branches };
}

const doneBy = (step: GraphStep, role: Parameters<typeof isDoneInPerson>[1]) =>
  isDoneInPerson(step.does, role) ? 'person' : 'system';

/** Joins the steps by arrows, and asks before those that only some variants of the flow have. */
function join(told: readonly ToldStep[], words: DiagramWords): Pick<Diagram, 'parts' | 'arrows'> {
  const stepOf = (action: string | undefined) => told.find(({ step }) => step.action === action);
  const arrows: Arrow[] = [];
  const asked = new Map<string, Part>();
  const draw = (from: string, to: string, { name = '', detail = '', branch = null }: Partial<Arrow> = {}) => {
    const id = [from, to, ...(branch?.when == null ? [] : [branch.when])].join('--');
    arrows.push({ id, from, to, name, detail, branch });
  };
  /** The part that is come to where a step follows one of the variants with a tag (null: of all). */
  const entryOf = ({ step, task }: ToldStep, tag: string | null): string => {
    if (step.only === null || step.only === tag) return task.id;
    const id = `variant-${step.action}`;
    if (asked.has(id)) return id;
    asked.set(id, { ...task, id, kind: 'gateway', name: words.variant, detail: '', doneBy: null, timer: null });
    draw(id, task.id, { name: step.only });
    const past = goodAfter(
      step,
      (one) => one.only !== step.only,
      (action) => stepOf(action)?.step,
    );
    const passed = stepOf(past?.action);
    if (passed !== undefined) draw(id, entryOf(passed, null), { name: words.otherwise });
    return id;
  };
  const [first] = told;
  if (first === undefined) return { parts: [], arrows };
  const start: Part = {
    ...first.task,
    ...{ id: 'start', kind: 'start', action: null, name: words.start, detail: '' },
    doneBy: null,
    timer: null,
  };
  draw(start.id, entryOf(first, null));
  for (const { step, task, question, end, branches } of told) {
    if (question !== null) draw(task.id, question.id);
    if (end !== null) draw(task.id, end.id);
    for (const one of branches) {
      const target = stepOf(one.branch.to);
      if (target !== undefined) draw(question?.id ?? task.id, entryOf(target, step.only), one);
    }
  }
  const ofStep = ({ step, task, question, end }: ToldStep) =>
    [asked.get(`variant-${step.action}`), task, question, end].flatMap((part) => part ?? []);
  return { parts: [start, ...told.flatMap(ofStep)], arrows };
}

/** The first step that is wanted among those that follow a step while every condition holds. */
function goodAfter(
  step: GraphStep,
  isWanted: (step: GraphStep) => boolean,
  stepOf: (action: string | undefined) => GraphStep | undefined,
): GraphStep | undefined {
  const seen = new Set<string>();
  for (let one: GraphStep | undefined = step; one !== undefined && !seen.has(one.action); ) {
    if (isWanted(one)) return one;
    seen.add(one.action);
    const { check, next }: GraphStep = one;
    one = stepOf(check === null ? next[0]?.to : next.find(({ when }) => when === CHECKS[check].passes)?.to);
  }
  return undefined;
}

function timerOf({ action, terms }: GraphStep, words: DiagramWords): Timer | null {
  const readings = terms.flatMap((term) => term.readings);
  if (readings.length === 0) return null;
  const say = ({ only, readings: of }: TermReading) =>
    `${only === null ? '' : `${only}: `}${of.map((term) => sayTerm(term, words)).join(` ${words.or} `)}`;
  const [term] = readings;
  return {
    id: `term-${action}`,
    name: terms.map(say).join('; '),
    duration: term === undefined || readings.length > 1 ? null : durationOf(term),
  };
}

/** A term as a duration of ISO 8601, which knows no working days; null for those. */
function durationOf(term: Term): string | null {
  if ('unit' in term) return term.unit === 'calendar-day' ? `P${term.max}D` : null;
  const parts = [
    [Math.floor(term.max / 3600), 'H'],
    [Math.floor((term.max % 3600) / 60), 'M'],
    [Math.round((term.max % 60) * 1000) / 1000, 'S'],
  ] as const;
  return `PT${parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join('')}`;
}

/** The item of the clause that tells of an action, and the condition after it. */
function itemOf({ items }: Flow, action: string): { item: ClauseProcess | null; condition: ClauseCondition | null } {
  const at = items.findIndex((item) => isProcess(item) && item.action === action);
  const found = items[at];
  const after = items[at + 1];
  if (found === undefined || !isProcess(found)) return { item: null, condition: null };
  return { item: found, condition: after !== undefined && isCondition(after) ? after : null };
}

const lines = (texts: readonly (string | undefined)[]): string =>
  texts.flatMap((text) => (text === undefined || text === '' ? [] : [plainText(text)])).join('\n');

/** All that the act prints of a step, where it stands, and the errata about it. */
function detailOf(regulation: Regulation, flow: Flow, column: TableStep | null, item: ClauseProcess | null): string {
  const speaker = new Speaker('kk', regulation);
  const at =
    column === null || flow.table === null
      ? null
      : { annex: flow.table.annex, table: flow.table.number, step: column.step };
  const inClause = item === null || flow.clause === null ? null : placeOf(flow.clause, item);
  const cells =
    column === null
      ? []
      : ROWS.filter((row) => row !== 'action').map((row) => `${ROW_WORDS[row].kk}: ${column[row].printed}`);
  const places: Locator[] = at === null ? [] : [at, ...ROWS.map((row) => ({ ...at, row }))];
  const errata = regulation.errata.filter((erratum) =>
    erratum.at.some((place) =>
      [...places, ...(inClause === null ? [] : [inClause])].some((one) => samePlace(one, place)),
    ),
  );
  return lines([
    column?.action.printed,
    ...cells,
    ...(at === null ? [] : [speaker.tell(tellPlace(at))]),
    ...(inClause === null ? [] : [item?.printed, speaker.tell(tellPlace(inClause))]),
    ...errata.map(({ id, reading }) => `${speaker.tell(say`erratum`)} ${id}: ${speaker.word(reading)}`),
  ]);
}

/** The words with which the table prints a branch; empty where it prints only a number, or no such branch. */
function printedBranch({ steps }: Flow, column: TableStep | null, { to }: Edge): string {
  const target = steps.find(({ action }) => action.is === to)?.step;
  const found = parseNext(column?.next.printed ?? '').find((branch) => branch.to === target);
  return plainText(found?.when ?? '');
}
