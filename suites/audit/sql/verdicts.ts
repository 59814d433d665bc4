// Writes each assertion that an event log can decide as SQL over the steps of a case: the same judgement as its predicate makes of a trace.
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import type { GraphStep } from '../../../schemas/flow/flow-graph.ts';
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import { COMPLETIONS } from '../../../schemas/vocabulary.ts';
import type { PredicateCall } from '../../calls.ts';
import { answeredBy, operationOf } from '../../flow/deed.ts';
import type { Source } from '../../flow/source.ts';
import { callOf, isIssue, turnOf } from '../shown.ts';
import { dueOn, localDay } from './calendar-table.ts';
import { codeOf, openCode, VERDICT, type Words } from './codes.ts';
import { choose, inList, pairOf } from './expression.ts';
import { type Way, waysOf } from './ways.ts';

const { pass: PASS, fail: FAIL } = VERDICT;
const NOT_SHOWN = openCode('not-shown');
/** What nothing can be told of because the step is not on record: whether it may still come depends on whether the case is over. */
export const MISSING = 99;
/** What the moments of a case tell. */
export const PENDING = 98;
const SECOND_MS = 1000;

/** What the SQL of assertions is written with. */
export interface Writing {
  source: Source;
  words: Words;
  calendar: Calendar;
  convention: TermStart;
  grainMs: number;
  /** An expression of the moment until which the log is whole, in milliseconds since the epoch. */
  until: string;
  /** The name of the calendar's table. */
  calendarTable: string;
}

/** An assertion as SQL over the shape of a case: a code of a verdict, `MISSING`, or `PENDING` where its moments tell. */
export interface Written {
  verdict: string;
  /** How the moments of a case are judged; null where they are not asked for. */
  timed: Timed | null;
}

/** What is judged of the moments of a case whose shape leaves it pending. With the number n of the assertion, they are `since_n` and `at_n`. */
export interface Timed {
  /** Where the two moments stand among those of a case, as SQL over its shape; 0 where the log does not tell of one. */
  from: string;
  to: string;
  /** Columns that the others are written with, so that no due date is counted twice. */
  columns: readonly string[];
  /** A code of a verdict, or `MISSING`. */
  verdict: string;
  /** How long it took at most, -1 where that is not known; and its term. */
  elapsedMs: string;
  termMs: string;
}

const untimed = (verdict: string): Written => ({ verdict, timed: null });

/** Writes an assertion. @param n its number, which its columns are named by @throws TypeError for one that no log of events can decide, which is a defect of the suites */
export function writeVerdict(writing: Writing, assertion: TestAssertion, n: number): Written {
  const call = callOf(assertion);
  switch (call.predicate) {
    case 'followed-by':
      return untimed(followedBy(writing, call.arguments));
    case 'done-once':
      return untimed(doneOnce(writing, call.arguments.action));
    case 'ends-with':
      return untimed(endsWith(writing, call.arguments));
    case 'refused-early':
    case 'refused-after':
      return untimed(outOfTurn(writing, assertion));
    case 'finished-within':
      return finishedWithin(writing, call.arguments, n);
    case 'outcome-due':
      return outcomeDue(writing, call.arguments, n);
    case 'notified':
      return untimed(notified(writing, call.arguments));
    case 'completed-by':
      return untimed(completedBy(writing, call.arguments));
    case 'done-by':
      return untimed(doneBy(writing, call.arguments));
    case 'issues-nothing':
      return untimed(issuesNothing(writing, call.arguments.action));
    default:
      throw new TypeError(`${assertion.id} names ${call.predicate}, which no log of events shows`);
  }
}

type ArgumentsOf<N extends PredicateCall['predicate']> = Extract<PredicateCall, { predicate: N }>['arguments'];

const numberOf = ({ words }: Writing, action: string): number => codeOf(words.steps, action);
const first = (k: number) => `indexOf(steps, ${k})`;
const last = (k: number) => `(length(steps) + 1 - indexOf(arrayReverse(steps), ${k}))`;
const isOn = (k: number) => `has(steps, ${k})`;
const of = (array: string, k: number) => `${array}[${first(k)}]`;

/** What holds on the ways on which a condition of ours is met. */
function onWays(writing: Writing, isMet: (way: Way) => boolean): string {
  const { ways } = waysOf(writing.source);
  return inList(
    'way',
    ways.flatMap((way, n) => (isMet(way) ? [n] : [])),
  );
}

function followedBy(writing: Writing, { action: usual, next, others, otherwise }: ArgumentsOf<'followed-by'>): string {
  const [k, to] = [numberOf(writing, usual), numberOf(writing, next)];
  const other = otherwise === undefined ? 0 : numberOf(writing, otherwise);
  const action = other === 0 ? `${k}` : `if(NOT ${isOn(k)} AND ${isOn(other)}, ${other}, ${k})`;
  const at = `indexOf(record, ${action})`;
  const unwanted = others.map(
    (name) =>
      `(${onWays(writing, ({ path }) => !path.includes(name))} AND has(arraySlice(record, ${at} + 1), ${numberOf(writing, name)}))`,
  );
  const [one, two] = [last(k), first(to)];
  const sameMoment = `(${isOn(k)} AND ${isOn(to)} AND notEmpty(ties) AND ties[${one}] = ties[${two}] AND ranks[${one}] >= ranks[${two}])`;
  return choose(
    [
      [`${at} = 0`, MISSING],
      ...(unwanted.length === 0 ? [] : [[unwanted.join(' OR '), FAIL] as const]),
      [`record[${at} + 1] = ${to}`, `if(${sameMoment}, ${openCode('same-moment')}, ${PASS})`],
      [`length(record) > ${at}`, FAIL],
      [`${isOn(to)} OR closed OR ${isOverdue(writing, to)}`, FAIL],
    ],
    MISSING,
  );
}

/** Within how long systems have to do a step by themselves, in milliseconds; null for any other step, and where its term is of days. */
function limitOfWaiting(step: GraphStep | undefined): number | null {
  if (step === undefined || operationOf(step) !== null || step.term === null || 'unit' in step.term) return null;
  return step.term.max * SECOND_MS;
}

/** All such terms of a flow, each once, the shortest first. */
export const limitsOfWaiting = ({ source }: Writing): number[] =>
  [...new Set(source.graph.steps.map(limitOfWaiting).filter((limit) => limit !== null))].toSorted((a, b) => a - b);

/** Whether a step certainly did not come although it had to: systems do it by themselves, and its term ran out before the log ends. */
function isOverdue(writing: Writing, k: number): string {
  const { source } = writing;
  const { steps } = source.graph;
  const step = steps[k - 1];
  const limit = limitOfWaiting(step);
  if (step === undefined || limit === null) return '(0 = 1)';
  const before = waysOf(source).ways.flatMap(({ path }, way) =>
    path.flatMap((action, n) => {
      const from = steps.find((one) => one.action === action);
      const isNext = path.indexOf(action) === n && path[n + 1] === step.action;
      return isNext && from !== undefined && answeredBy(from) === null ? [pairOf(way, numberOf(writing, action))] : [];
    }),
  );
  const isAwaited = inList('toUInt32(way * 256 + steps[length(steps)])', before);
  return `(NOT closed AND NOT ${isOn(k)} AND ${isAwaited} AND idle > ${limitsOfWaiting(writing).indexOf(limit)})`;
}

function doneOnce(writing: Writing, action: string): string {
  const k = numberOf(writing, action);
  const { ways } = waysOf(writing.source);
  const ended = ways.flatMap(({ path }, way) => {
    const before = path[path.indexOf(action) - 1];
    return before === undefined ? [] : [pairOf(way, numberOf(writing, before))];
  });
  const past = writing.words.steps.flatMap((later, n) => {
    const after = onWays(
      writing,
      ({ path }) => path.includes(action) && path.slice(path.indexOf(action) + 1).includes(later),
    );
    return after === NEVER ? [] : [`(${isOn(n + 1)} AND ${after})`];
  });
  return choose(
    [
      [`countEqual(steps, ${k}) > 1`, FAIL],
      [isOn(k), PASS],
      [`has(record, ${k})`, MISSING],
      [`closed AND ${inList('toUInt32(way * 256 + steps[length(steps)])', ended)}`, FAIL],
      ...(past.length === 0 ? [] : [[past.join(' OR '), FAIL] as const]),
    ],
    MISSING,
  );
}

const NEVER = inList('', []);

function endsWith(writing: Writing, { action, otherwise }: ArgumentsOf<'ends-with'>): string {
  const k = numberOf(writing, action);
  const after = `steps[${first(k)} + 1]`;
  const going = otherwise?.path[0];
  return choose(
    [
      ...(going === undefined ? [] : [[`${after} = ${numberOf(writing, going)}`, openCode('reading')] as const]),
      [`NOT ${isOn(k)}`, MISSING],
      [`length(steps) > ${first(k)}`, FAIL],
    ],
    PASS,
  );
}

function outOfTurn(writing: Writing, assertion: TestAssertion): string {
  const turn = turnOf(writing.source, assertion);
  if (turn === null) return `${NOT_SHOWN}`;
  const [early, waiting] = [numberOf(writing, turn.early), numberOf(writing, turn.waiting)];
  if (assertion.predicate === 'refused-after')
    return `if(${isOn(waiting)} AND ${isOn(early)} AND ${last(early)} > ${first(waiting)}, ${FAIL}, ${NOT_SHOWN})`;
  const again = `indexOf(arraySlice(steps, ${first(early)} + 1), ${early})`;
  // Done a second time, where the first time was right.
  const [isDone, at] =
    early > waiting ? [isOn(early), first(early)] : [`countEqual(steps, ${early}) > 1`, `${first(early)} + ${again}`];
  return `if(${isDone} AND (NOT ${isOn(waiting)} OR ${at} < ${first(waiting)}), ${FAIL}, ${NOT_SHOWN})`;
}

function finishedWithin(writing: Writing, { action, term }: ArgumentsOf<'finished-within'>, n: number): Written {
  const { grainMs, source } = writing;
  const k = numberOf(writing, action);
  const limit = term.max * SECOND_MS;
  const step = source.graph.steps[k - 1];
  const awaiting = source.graph.steps.flatMap((before, n) => (answeredBy(before) === null ? [n + 1] : []));
  const isBySystem = step !== undefined && k > 1 && operationOf(step) === null;
  const isTold = `${of('begins', k)} = 1`;
  const isBegun = isBySystem
    ? `(${isTold} OR (${first(k)} > 1 AND ${inList(`steps[${first(k)} - 1]`, awaiting)}))`
    : `(${isTold})`;
  const isPending = `(${isOn(k)} AND ${isBegun})`;
  const took = `(at_${n} - since_${n})`;
  return {
    verdict: `if(${isPending}, ${PENDING}, ${MISSING})`,
    timed: {
      from: `if(${isPending}, if(${isTold}, toUInt32(length(steps) + ${first(k)}), toUInt32(${first(k)} - 1)), toUInt32(0))`,
      to: `if(${isPending}, ${first(k)}, 0)`,
      columns: [],
      verdict: choose(
        [
          [`${took} + ${grainMs - 1} <= ${limit}`, PASS],
          [`${took} - ${grainMs} >= ${limit}`, FAIL],
        ],
        openCode('time'),
      ),
      elapsedMs: `if(to_${n} > 0, greatest(${took} + ${grainMs - 1}, toInt64(0)), toInt64(-1))`,
      termMs: `toInt64(${limit})`,
    },
  };
}

function outcomeDue(writing: Writing, args: ArgumentsOf<'outcome-due'>, n: number): Written {
  const { calendar, convention, calendarTable, until } = writing;
  const [begun, outcome] = [numberOf(writing, args.begun), numberOf(writing, args.outcome)];
  const second = (ms: string) => `(intDiv(${ms}, 1000) * 1000)`;
  const [from, at] = [second(`since_${n}`), second(`at_${n}`)];
  const froms = [from, ...(args.fromReceipt === true ? [second('begun')] : [])];
  const counted = froms.flatMap((since) =>
    args.readings.map((term) => dueOn(calendarTable, term, convention, localDay(calendar, since))),
  );
  const dues = counted.map((_, at) => `due_${n}_${at}`);
  const isThere = `(to_${n} > 0)`;
  const judged = dues.map(
    (due) => `if(${isThere}, if(${at} <= ${due}, ${PASS}, ${FAIL}), if(${until} >= ${due}, ${FAIL}, ${MISSING}))`,
  );
  const [one = `${MISSING}`, ...more] = judged;
  const isAgreed = more.map((other) => `${one} = ${other}`).join(' AND ');
  return {
    verdict: `if(${isOn(begun)}, ${PENDING}, ${MISSING})`,
    timed: {
      from: first(begun),
      to: `if(${isOn(begun)}, ${first(outcome)}, 0)`,
      columns: counted.map((due, at) => `${due} AS ${dues[at]}`),
      verdict: choose(more.length === 0 ? [] : [[`NOT (${isAgreed})`, openCode('reading')] as const], one),
      // Where the readings disagree, nobody can say against which term it is held.
      elapsedMs: `if(${isThere}${more.length === 0 ? '' : ` AND ${isAgreed}`}, greatest(${at} - ${from}, toInt64(0)), toInt64(-1))`,
      termMs: `(${dues[0] ?? 'toInt64(0)'} - ${from})`,
    },
  };
}

const completions = (k: number) => `arrayFilter((done, step) -> step = ${k} AND done > 0, dones, steps)`;
const kindsOf = (kinds: readonly (typeof COMPLETIONS)[number][]) => kinds.map((kind) => codeOf(COMPLETIONS, kind));
const hasKind = (k: number, kinds: readonly (typeof COMPLETIONS)[number][]) =>
  `hasAny(${completions(k)}, [${['0', ...kindsOf(kinds)].map((kind) => `toUInt8(${kind})`).join(', ')}])`;

function notified(writing: Writing, { action, kinds }: ArgumentsOf<'notified'>): string {
  const k = numberOf(writing, action);
  return choose(
    [
      [`empty(${completions(k)})`, NOT_SHOWN],
      [hasKind(k, kinds), PASS],
    ],
    FAIL,
  );
}

function completedBy(writing: Writing, { action, kinds, byRecord }: ArgumentsOf<'completed-by'>): string {
  const k = numberOf(writing, action);
  const own = of('dones', k);
  const wrong = `${own} > 0 AND NOT ${inList(own, kindsOf(kinds))}`;
  return choose(
    byRecord
      ? [
          [`NOT ${isOn(k)}`, MISSING],
          [wrong, FAIL],
        ]
      : [
          [`empty(${completions(k)})`, NOT_SHOWN],
          [wrong, FAIL],
          [`NOT ${hasKind(k, kinds)}`, FAIL],
        ],
    PASS,
  );
}

function doneBy(writing: Writing, { action, actors }: ArgumentsOf<'done-by'>): string {
  const k = numberOf(writing, action);
  const own = of('actors', k);
  const allowed = actors.map((actor) => codeOf(writing.words.actors, actor));
  return choose(
    [
      [`NOT ${isOn(k)}`, MISSING],
      [`${own} = 0`, NOT_SHOWN],
      [inList(own, allowed), PASS],
    ],
    FAIL,
  );
}

function issuesNothing(writing: Writing, action: string): string {
  const issuing = writing.source.graph.steps.flatMap((step: GraphStep, n) => (isIssue(step) ? [n + 1] : []));
  const issued = [...issuing.map(isOn), `has(dones, ${codeOf(COMPLETIONS, 'result-issued')})`];
  return choose(
    [
      [`NOT ${isOn(numberOf(writing, action))}`, MISSING],
      [issued.join(' OR '), FAIL],
    ],
    PASS,
  );
}
