// Judges one case of a log by the predicates that judge live walks.

import type { CaseVerdict, OpenReason } from '../../schemas/audit/case-verdict.ts';
import type { MappedEvent } from '../../schemas/audit/event.ts';
import { grainOf, type Mapping, stepsOf } from '../../schemas/audit/mapping.ts';
import type { Calendar, TermStart } from '../../schemas/calendar.ts';
import { type Scenario, suits, type TestAssertion } from '../../schemas/run/assertion.ts';
import { type Said, say } from '../../schemas/said.ts';
import { type Finding, open, type Setting } from '../engine/judging/finding.ts';
import { predicateOf } from '../engine/judging/predicates.ts';
import type { Probe, Trace } from '../engine/trace.ts';
import type { Source } from '../flow/source.ts';
import { CasePaths } from './case-path.ts';
import {
  overdueStep,
  recordOf,
  sightingsOf,
  type TraceSetting,
  traceByDay,
  traceOfIssue,
  traceOfMessages,
} from './case-trace.ts';
import { callOf, isIssue, turnOf, whyNotShown } from './shown.ts';

/** What was found of one case for one assertion. */
export interface CaseFinding extends Pick<CaseVerdict, 'verdict' | 'because'> {
  assertion: TestAssertion;
  finding: Finding;
}

/** What is judged in every case of a log, and what no case of it can show. */
export interface AuditPlan {
  source: Source;
  assertions: readonly TestAssertion[];
  judged: readonly TestAssertion[];
  notShown: ReadonlyMap<string, Said>;
  paths: CasePaths;
  setting: Setting;
  grainMs: number;
  /** The first step that the log can show: a case without it may have begun before the log. */
  first: string;
  rank: ReadonlyMap<string, number>;
  steps: TraceSetting['steps'];
  issues: ReadonlySet<string>;
  /** What was found in every case of a kind. */
  kinds: Map<string, readonly KindFinding[]>;
}

/** What the cases of a log are judged by. */
export function planAudit(
  source: Source,
  assertions: readonly TestAssertion[],
  mapping: Mapping,
  setting: { calendar: Calendar; convention: TermStart; onUnsettledYears?(years: readonly number[]): void },
): AuditPlan {
  const reasons = assertions.map((assertion) => [assertion, whyNotShown(source, mapping, assertion)] as const);
  const named = stepsOf(mapping);
  return {
    source,
    assertions,
    judged: reasons.flatMap(([assertion, why]) => (why === null ? [assertion] : [])),
    notShown: new Map(reasons.flatMap(([{ id }, why]) => (why === null ? [] : [[id, why] as const]))),
    paths: new CasePaths(source),
    setting,
    grainMs: grainOf(mapping),
    first: source.graph.steps.find(({ action, only }) => only === null && named.includes(action))?.action ?? '',
    rank: new Map(source.graph.steps.map(({ action }, n) => [action, n])),
    steps: new Map(source.graph.steps.map((step) => [step.action, step])),
    issues: new Set(source.graph.steps.filter(isIssue).map(({ action }) => action)),
    kinds: new Map(),
  };
}

/** The rows of a case in their order. Of one moment, the order is the one most in favour of the procedure, so that only what fails in any order fails. */
export function inOrder(events: readonly MappedEvent[], { rank }: Pick<AuditPlan, 'rank'>): MappedEvent[] {
  return events.toSorted(
    (a, b) =>
      a.at - b.at ||
      a.order - b.order ||
      (rank.get(a.step) ?? 0) - (rank.get(b.step) ?? 0) ||
      a.file - b.file ||
      a.row - b.row,
  );
}

/** A case to be judged: its rows, and whether a row of it could not be read. */
export interface LogCase {
  events: readonly MappedEvent[];
  isSpoiled: boolean;
}

/** The predicates that ask for moments. All others find the same in every case of the same rows in the same order. */
const TIMED: readonly string[] = ['finished-within', 'outcome-due'];
/** Whether the predicate of an assertion asks for moments. */
export const isTimed = ({ predicate }: Pick<TestAssertion, 'predicate'>): boolean => TIMED.includes(predicate);
/** How many kinds of case are remembered: a log in which every case is of another kind must not fill the memory. */
const MOST_KINDS = 5000;

/** The verdicts on one case, for each assertion that says something of it. */
export function judgeCase(
  plan: AuditPlan,
  { events: unordered, isSpoiled }: LogCase,
  of: Pick<TraceSetting, 'until' | 'nameOf'>,
): CaseFinding[] {
  const events = inOrder(unordered, plan);
  const { scenario, isCauseKnown } = plan.paths.of(events);
  const first = plan.source.graph.steps[0]?.action ?? '';
  const setting: TraceSetting = { steps: plan.steps, first, grainMs: plan.grainMs, ...of };
  // The rows are named by their places in the case while what is found is the same in many cases.
  const placed: TraceSetting = { ...setting, nameOf: (event) => String(events.indexOf(event)) };
  const overdue = overdueStep(events, scenario, placed);
  const key = kindOf(events, overdue?.action ?? '', isSpoiled);
  const known = plan.kinds.get(key) ?? judgeKind();
  if (plan.kinds.size < MOST_KINDS) plan.kinds.set(key, known);
  const nameOf = (place: string): string => {
    const event = events[Number(place)];
    return event === undefined ? place : of.nameOf(event);
  };
  let timed: Trace | null = null;
  return known.map((one): CaseFinding => {
    if ('finding' in one) {
      const { finding } = one;
      return { ...one, finding: { ...finding, evidence: finding.evidence.map(nameOf) } };
    }
    const { assertion } = one;
    timed ??= traceOf(setting);
    const finding = findingOn({ plan, assertion, trace: timed, events, setting });
    return { assertion, ...verdictOf(finding, assertion, timed), finding: untilTheEnd(finding, timed) };
  });

  function traceOf(named: TraceSetting): Trace {
    const record = recordOf(events, scenario, named);
    const late = record.state === 'open' ? overdueStep(events, scenario, named) : null;
    return { ...record, sightings: [...sightingsOf(events, named), ...(late === null ? [] : [late])] };
  }

  function judgeKind(): readonly KindFinding[] {
    const isCut = events.every(({ step }) => step !== plan.first);
    const trace = traceOf(placed);
    const rows = [...new Set([0, events.length - 1])].map(String);
    return plan.judged.flatMap((assertion): KindFinding[] => {
      if (!isAbout(assertion, scenario, isCauseKnown)) return [];
      const because = isSpoiled ? 'unreadable-row' : isCut ? 'began-before' : null;
      if (because !== null) {
        const reason = isSpoiled
          ? say`a row of the case cannot be read`
          : say`the case may have begun before the log: ${plan.first} is not in it`;
        return [{ assertion, verdict: 'inconclusive', because, finding: open(assertion.titled, reason, rows) }];
      }
      if (isTimed(assertion)) return [{ assertion }];
      const finding = findingOn({ plan, assertion, trace, events, setting: placed });
      return [{ assertion, ...verdictOf(finding, assertion, trace), finding: untilTheEnd(finding, trace) }];
    });
  }
}

/** What is found in every case of a kind, its evidence by the places of the rows; the assertion alone where moments decide. */
export type KindFinding = CaseFinding | Pick<CaseFinding, 'assertion'>;

/** By what two cases are of one kind: their rows but for the moments, and where two are of one moment, in which order they stand. */
function kindOf(events: readonly MappedEvent[], overdue: string, isSpoiled: boolean): string {
  const rows = events.map(({ step, at, order, actor, outcome, cause, completion, file, row }, n) => {
    const before = events[n - 1];
    const isTied = before !== undefined && before.at === at && before.order === order;
    const isTurned = isTied && (before.file > file || (before.file === file && before.row > row));
    return [step, actor, outcome, cause, completion, isTied ? (isTurned ? 'turned' : 'tied') : ''].join(' ');
  });
  return [isSpoiled ? 'spoiled' : '', overdue, ...rows].join('\n');
}

/** Whether an assertion says something of a walk. Of a refusal whose cause nobody tells only what holds of every cause is asked. */
function isAbout(assertion: TestAssertion, scenario: Scenario, isCauseKnown: boolean): boolean {
  if (!isCauseKnown && assertion.walk.cause !== undefined) return false;
  return suits(scenario, assertion);
}

interface Judging {
  plan: AuditPlan;
  assertion: TestAssertion;
  trace: Trace;
  events: readonly MappedEvent[];
  setting: TraceSetting;
}

function findingOn(judging: Judging): Finding & { why?: OpenReason } {
  const { plan, assertion, trace, events, setting } = judging;
  const call = callOf(assertion);
  const judge = (of: Trace): Finding => predicateOf(assertion).judge(of, assertion.arguments, plan.setting);
  switch (call.predicate) {
    case 'outcome-due':
      return judge(traceByDay(trace, events, call.arguments.outcome, setting));
    case 'issues-nothing':
      return judge(traceOfIssue(trace, plan.issues));
    case 'completed-by':
    case 'notified': {
      const told = events.some(({ step, completion }) => step === call.arguments.action && completion !== null);
      const isBare = call.predicate === 'completed-by' && call.arguments.byRecord;
      return told || isBare
        ? judge(traceOfMessages(trace, events, setting))
        : { ...open(assertion.titled, say`the log does not tell it of this case`), lacks: true };
    }
    case 'refused-early':
    case 'refused-after':
      return outOfTurn(judging, judge);
    case 'ends-with': {
      const { action, otherwise } = call.arguments;
      const after = trace.history[trace.history.findIndex((entry) => entry.action === action) + 1];
      // By the other reading a document tells whether it is right, and no log shows one.
      return otherwise !== undefined && after?.action === otherwise.path[0]
        ? { ...open(assertion.titled, say`it depends on which reading of the text is right`), disputed: true }
        : judge(trace);
    }
    case 'followed-by':
      return unlessOfOneMoment(judge(trace), judging, call.arguments.action, call.arguments.next);
    default:
      return judge(trace);
  }
}

/** What was done out of its turn and is on record stands for an attempt that was accepted. Of other attempts a log shows nothing. */
function outOfTurn({ plan, assertion, trace, events, setting }: Judging, judge: (trace: Trace) => Finding): Finding {
  const turn = turnOf(plan.source, assertion);
  const call = callOf(assertion);
  const nothing = { ...open(assertion.titled, say`the log shows no attempt`), lacks: true as const };
  if (turn === null || (call.predicate !== 'refused-early' && call.predicate !== 'refused-after')) return nothing;
  const at = events.findIndex(({ step }) => step === turn.waiting);
  const isEarly = (plan.rank.get(turn.early) ?? 0) > (plan.rank.get(turn.waiting) ?? 0);
  const own = events.flatMap(({ step }, n) => (step === turn.early ? [n] : []));
  const wrong =
    call.predicate === 'refused-after'
      ? own.find((n) => at >= 0 && n > at)
      : own.slice(isEarly ? 0 : 1).find((n) => at < 0 || n < at);
  const event = wrong === undefined ? undefined : events[wrong];
  if (event === undefined) return nothing;
  const probe: Probe = {
    ...{ operation: turn.operation, action: turn.early, accepted: true, changed: true, status: null, problem: null },
    waitingFor: call.predicate === 'refused-early' ? call.arguments.waitingFor : null,
    after: call.predicate === 'refused-after' ? call.arguments.action : null,
    ...{ fault: null, exchange: setting.nameOf(event) },
  };
  return judge({ ...trace, probes: [probe] });
}

/** Where two rows of one moment stand the other way round in the log, nothing shows which step came first. */
function unlessOfOneMoment(
  finding: Finding,
  { events }: Judging,
  action: string,
  next: string,
): Finding & { why?: OpenReason } {
  if (finding.holds !== true) return finding;
  const one = events.findLast(({ step }) => step === action);
  const other = events.find(({ step }) => step === next);
  if (one === undefined || other === undefined || one.at !== other.at || one.order !== other.order) return finding;
  if (one.file < other.file || (one.file === other.file && one.row < other.row)) return finding;
  const reason = say`the rows of ${action} and ${next} are of the same moment, and nothing tells which came first`;
  return { ...open(finding.says.expected, reason, finding.evidence), why: 'same-moment' };
}

/** Only what speaks against whoever keeps the procedure is final in a case that goes on. */
function untilTheEnd(finding: Finding, { state }: Trace): Finding {
  if (state !== 'open' || finding.holds === false) return finding;
  return { ...finding, ...open(finding.says.expected, say`the case goes on after the log`, finding.evidence) };
}

function verdictOf(
  finding: Finding & { why?: OpenReason },
  assertion: TestAssertion,
  { state }: Trace,
): Pick<CaseFinding, 'verdict' | 'because'> {
  if (finding.holds === false) return { verdict: 'fail', because: null };
  const open = (because: OpenReason) => ({ verdict: 'inconclusive', because }) as const;
  if (finding.lacks === true) return open('not-shown');
  if (state === 'open') return open('ends-after');
  if (finding.holds === true) return { verdict: 'pass', because: null };
  if (finding.disputed === true) return open('reading');
  if (finding.why !== undefined) return open(finding.why);
  if (assertion.predicate === 'finished-within') return open(finding.elapsed === undefined ? 'not-shown' : 'time');
  // A case that is over and does not have the step: another assertion, on what came instead, says what is wrong.
  return open('not-shown');
}
