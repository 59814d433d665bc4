// The faults that are planted in a log: each breaks one thing on the record of a case that was right, and names the cell that has to tell.
import { type Calendar, lookUpDay } from '../../../schemas/calendar.ts';
import type { GraphStep } from '../../../schemas/flow/flow-graph.ts';
import { CHECKS, COMPLETIONS, isOutright } from '../../../schemas/vocabulary.ts';
import { localInstant } from '../../../schemas/zone.ts';
import { deriveActor } from '../../derive/actor.ts';
import type { Source } from '../../flow/source.ts';
import type { Draw } from './draw.ts';
import { type Clockwork, countsOn, type Done, lastMoment, limitOf, type Way, walk, waysOf } from './walk.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long no case may have begun before the day that its term is planted over. */
const LONGEST_DAYS = 25;

/** What is wrong with a case. */
export const FAULTS = [
  'late-by-a-second',
  'late-over-a-holiday',
  'late-over-a-moved-day',
  'late-over-the-change-of-zone',
  'wrong-order',
  'wrong-branch',
  'missing-refusal',
  'wrong-notice',
  'wrong-actor',
  'done-twice',
] as const;
/** One of these. */
export type Fault = (typeof FAULTS)[number];

/** A case whose record is wrong in one way. */
export interface Broken {
  fault: Fault;
  done: Done[];
  /** The assertions that have to fail. */
  breaks: string[];
  /** The actions of which other assertions may fail too, because the same rows speak of them; none where the fault touches one cell. */
  touches: string[];
  /** What would have been right, as a sentence. */
  right: string;
}

/** Everything a fault is made with. */
export interface Making {
  source: Source;
  draw: Draw;
  clockwork: Clockwork;
  /** The first and the last moment at which a case may begin, in milliseconds since the epoch. */
  span: { first: number; last: number };
}

/** How the faults are made that the text of a flow leaves room for: for each kind of them, every place where it can be planted. */
export function faultsFor(making: Making): (() => Broken | null)[][] {
  const { source } = making;
  const ways = waysOf(source);
  const [good] = ways;
  if (good === undefined) return [];
  const overDays = DAY_FAULTS.map((fault) => ways.flatMap((way) => lateByADay(making, way, fault)));
  const kinds = [
    ways.flatMap((way) => lateByASecond(making, way)),
    ...overDays,
    wrongOrder(making, good),
    ways.flatMap((way) => wrongBranch(making, way, good)),
    ways.flatMap((way) => missingRefusal(making, way)),
    ways.flatMap((way) => wrongNotice(making, way)),
    wrongActor(making, ways),
    good.steps.slice(1, -1).map((step) => () => doneTwice(making, good, step)),
  ];
  return kinds.filter(({ length }) => length > 0);
}

const DAY_FAULTS = ['late-over-a-holiday', 'late-over-a-moved-day', 'late-over-the-change-of-zone'] as const;

const idOf = ({ regulation, flowId }: Source, action: string, aspect: string) =>
  `${regulation.id}/${flowId}/${action}/${aspect}`;

/** A moment at which a case may begin. */
export const begin = ({ draw, span, clockwork: { grainMs } }: Making): number =>
  draw.between(Math.ceil(span.first / grainMs), Math.floor(span.last / grainMs)) * grainMs;

const rightly = (making: Making, way: Way, from = begin(making)): Done[] =>
  walk(making.source, way, { from, draw: making.draw, clockwork: making.clockwork, onBrink: false });

const seconds = (ms: number) => `${ms / 1000} s`;

/** Moves a step and all after it so that it takes so long. */
const lasting = (done: readonly Done[], at: number, ms: number): Done[] => {
  const more = ms - ((done[at]?.at ?? 0) - (done[at]?.startedAt ?? 0));
  return done.map((one, n) =>
    n < at ? one : { ...one, at: one.at + more, startedAt: n === at ? one.startedAt : one.startedAt + more },
  );
};

function lateByASecond(making: Making, way: Way): (() => Broken)[] {
  const { source, clockwork } = making;
  return way.steps.flatMap((step, at) => {
    const limit = limitOf(source, step);
    // Terms of days that end later would be broken too, where the step is moved up to their end.
    if (limit === null || countsOn(source, way).some(({ outcome }) => outcome === step.action)) return [];
    return () => ({
      fault: 'late-by-a-second',
      done: lasting(rightly(making, way), at, limit + Math.max(1000, clockwork.grainMs)),
      breaks: [idOf(source, step.action, 'term')],
      touches: [],
      right: `${step.action} takes at most ${seconds(limit)}`,
    });
  });
}

function lateByADay(making: Making, way: Way, fault: Fault): (() => Broken | null)[] {
  const { source, clockwork } = making;
  const { calendar } = clockwork;
  return countsOn(source, way).map((count) => () => {
    const last = way.steps.findIndex(({ action }) => action === count.outcome);
    const step = way.steps[last];
    const from = beginOver(making, fault);
    if (step === undefined || from === null) return null;
    const done = rightly(making, way, from);
    const since = done.find((one) => one.step === count.begun)?.at ?? from;
    const moment = lastMoment(source, way, { step, done, clockwork });
    if (moment === null || !isOver(calendar, fault, since, moment.latest)) return null;
    const at = fault === 'late-over-the-change-of-zone' ? moment.tooLate : moment.tooLate + DAY_MS / 2;
    const more = Math.ceil(at / clockwork.grainMs) * clockwork.grainMs - (done[last]?.at ?? 0);
    return {
      fault,
      done: done.map((one, n) => (n < last ? one : { ...one, at: one.at + more, startedAt: one.startedAt + more })),
      breaks: [idOf(source, count.action, 'term')],
      touches: [],
      right: `${count.outcome} is there by ${localInstant(calendar, moment.latest)}`,
    };
  });
}

/** A moment from which a term may run over what a fault is named for; null where the calendar has no such day in the span. */
function beginOver(making: Making, fault: Fault): number | null {
  const { clockwork, span, draw } = making;
  const days = daysOver(clockwork.calendar, fault)
    .map((day) => Date.parse(`${day}T06:00:00Z`))
    .filter((day) => day - LONGEST_DAYS * DAY_MS >= span.first && day <= span.last);
  if (days.length === 0) return null;
  return draw.of(days) - draw.between(1, LONGEST_DAYS) * DAY_MS;
}

/** The days that a fault is named for: those off in the week, those worked at a weekend, and those from which another offset holds. */
function daysOver({ years, zone, zones }: Calendar, fault: Fault): string[] {
  const settled = Object.values(years).filter(({ complete }) => complete);
  if (fault === 'late-over-a-holiday') return settled.flatMap(({ weekdayHolidays }) => Object.keys(weekdayHolidays));
  if (fault === 'late-over-a-moved-day') return settled.flatMap(({ workingWeekends }) => workingWeekends);
  return (zones[zone].later ?? []).map(({ from }) => from.slice(0, 10));
}

/** Whether a term that ran from one moment to another really ran over such a day. */
function isOver(calendar: Calendar, fault: Fault, since: number, due: number): boolean {
  const [first, last] = [since, due].map((ms) => localInstant(calendar, ms).slice(0, 10));
  return (
    first !== undefined &&
    last !== undefined &&
    [first, last].every((day) => lookUpDay(calendar, day).incomplete.length === 0) &&
    daysOver(calendar, fault).some((day) => first < day && day <= last)
  );
}

function wrongOrder(making: Making, way: Way): (() => Broken)[] {
  const { source } = making;
  return way.steps.slice(1, -2).map((step, n) => () => {
    const at = n + 1;
    const done = rightly(making, way);
    const [one, other] = [done[at], done[at + 1]];
    const before = way.steps[at - 1];
    if (one === undefined || other === undefined || before === undefined) throw new RangeError(`no step ${at}`);
    const swapped = done.with(at, { ...one, ...deedOf(other) }).with(at + 1, { ...other, ...deedOf(one) });
    return {
      fault: 'wrong-order',
      done: swapped,
      breaks: [nextOf(source, before, step.action)],
      touches: [before.action, one.step, other.step, way.steps[at + 2]?.action ?? ''],
      right: `${one.step} comes before ${other.step}`,
    };
  });
}

const deedOf = ({ step, actor, outcome, cause, completion }: Done) => ({ step, actor, outcome, cause, completion });

/** The assertion that a step is followed by another one. */
function nextOf(source: Source, { action, next }: GraphStep, to: string): string {
  const when = next.find((edge) => edge.to === to)?.when ?? null;
  return idOf(source, action, when === null ? 'next' : `next-when-${when}`);
}

/** The case goes on after its condition has failed. */
function wrongBranch(making: Making, way: Way, good: Way): (() => Broken)[] {
  const { source } = making;
  const { refusal } = way;
  if (refusal === null) return [];
  const { check, to, cause } = refusal;
  return [
    () => {
      const done = rightly(making, good).map((one) =>
        one.step === check.action && check.check !== null ? { ...one, outcome: CHECKS[check.check].fails, cause } : one,
      );
      return {
        fault: 'wrong-branch',
        done,
        breaks: [nextOf(source, check, to.action)],
        touches: [check.action, to.action, ...good.steps.map(({ action }) => action)],
        right: `${to.action} follows ${check.action}, which fails`,
      };
    },
  ];
}

/** Nothing follows a condition that has failed, although a system has to refuse within its term. */
function missingRefusal(making: Making, way: Way): (() => Broken)[] {
  const { source } = making;
  const { refusal } = way;
  if (refusal === null || limitOf(source, refusal.to) === null || !isAtOnce(refusal.check)) return [];
  const { check, to } = refusal;
  return [
    () => ({
      fault: 'missing-refusal',
      done: rightly(making, way).slice(0, -1),
      breaks: [nextOf(source, check, to.action)],
      touches: [check.action, to.action],
      right: `${to.action} follows ${check.action} within ${seconds(limitOf(source, to) ?? 0)}`,
    }),
  ];
}

/** Whether what follows the condition of a step is begun by the systems as soon as the step is done. */
const isAtOnce = ({ check }: GraphStep): boolean => check !== null && CHECKS[check].waitsFor === null;

/** A refusal tells something that is no refusal of its kind. */
function wrongNotice(making: Making, way: Way): (() => Broken)[] {
  const { source } = making;
  const { refusal } = way;
  // What the answer alone may refuse need leave no notice.
  if (refusal === null || refusal.to.forms.length === 0 || isOutright(refusal.cause)) return [];
  const { to, cause } = refusal;
  return [
    () => {
      const other = COMPLETIONS.find((kind) => !to.forms.includes(kind)) ?? null;
      return {
        fault: 'wrong-notice',
        done: rightly(making, way).map((one) => (one.step === to.action ? { ...one, completion: other } : one)),
        breaks: [idOf(source, to.action, `notified-when-${cause}`)],
        touches: [to.action],
        right: `${to.action} forms ${to.forms.join(' or ')}`,
      };
    },
  ];
}

function wrongActor(making: Making, ways: readonly Way[]): (() => Broken)[] {
  const { source } = making;
  return deriveActor(source).flatMap(({ action, aspect, call }) => {
    const way = ways.find(({ steps }) => steps.some((step) => step.action === action));
    const allowed = 'actors' in call.arguments ? call.arguments.actors : [];
    const others = source.regulation.parties.map(({ id }) => id).filter((id) => !allowed.includes(id));
    if (way === undefined || others.length === 0) return [];
    return () => ({
      fault: 'wrong-actor',
      done: rightly(making, way).map((one) => (one.step === action ? { ...one, actor: making.draw.of(others) } : one)),
      breaks: [idOf(source, action, aspect)],
      touches: [],
      right: `${action} is done by ${allowed.join(' or ')}`,
    });
  });
}

function doneTwice(making: Making, way: Way, step: GraphStep): Broken {
  const { source, clockwork } = making;
  const done = rightly(making, way);
  const at = done.findIndex((one) => one.step === step.action);
  const again = done[at];
  if (again === undefined) throw new RangeError(`${step.action} is not on the way`);
  const more = Math.max(1000, clockwork.grainMs);
  const later = { ...again, startedAt: again.at, at: again.at + more };
  return {
    fault: 'done-twice',
    done: [...done.slice(0, at + 1), later, ...done.slice(at + 1)],
    breaks: [idOf(source, step.action, 'once')],
    touches: [step.action, ...way.steps.slice(at, at + 2).map(({ action }) => action)],
    right: `${step.action} is done once`,
  };
}
