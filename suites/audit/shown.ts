// Tells which assertions a log of events can show at all, by what its mapping names; the others are not observable, each with the reason.

import { Value } from 'typebox/value';
import { type Mapping, stepsOf } from '../../schemas/audit/mapping.ts';
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import type { TestAssertion } from '../../schemas/run/assertion.ts';
import { type Said, say } from '../../schemas/said.ts';
import { VERBS } from '../../schemas/vocabulary.ts';
import { CALLS, type PredicateCall, type PredicateName } from '../calls.ts';
import { answeredBy, type Handling, operationOf, writeDeed } from '../flow/deed.ts';
import type { Source } from '../flow/source.ts';
import { waitingPoints } from '../flow/waiting.ts';

/** The steps between which an order is broken: `early` was not to be done before `waiting`, or not again after it. */
export interface Turn {
  early: string;
  waiting: string;
  /** The operation by which somebody does the step `early`. */
  operation: Handling;
}

const isCall = (call: { predicate: string; arguments: unknown }): call is PredicateCall =>
  isName(call.predicate) && Value.Check(CALLS[call.predicate], call.arguments);
const isName = (name: string): name is PredicateName => Object.hasOwn(CALLS, name);

/** Calls that were checked before: every case asks for those of all assertions. */
const checked = new WeakMap<TestAssertion, PredicateCall>();

/** The call of an assertion. @throws TypeError for one that no predicate understands, which is a defect of the suites */
export function callOf(assertion: TestAssertion): PredicateCall {
  const known = checked.get(assertion);
  if (known !== undefined) return known;
  const call = { predicate: assertion.predicate, arguments: assertion.arguments };
  if (!isCall(call)) throw new TypeError(`no predicate understands the arguments of ${assertion.id}`);
  checked.set(assertion, call);
  return call;
}

/** Why no log that is mapped so can decide an assertion; null where it can. */
export function whyNotShown(source: Source, mapping: Mapping, assertion: TestAssertion): Said | null {
  const { walk } = assertion;
  const steps = stepsNamed(source, assertion);
  if (steps === null) return NOT_IN_LOGS;
  const named = stepsOf(mapping);
  const missing = steps.find((step) => !named.includes(step));
  if (missing !== undefined) return say`the mapping names no value of the log for ${missing}`;
  if (walk.tag !== undefined) return say`the log does not tell which kind of request it is`;
  if (typeof walk.cause === 'string' && mapping.cause === undefined)
    return say`the mapping names no column that tells why a request was refused`;
  const call = callOf(assertion);
  const tellsCompletion =
    call.predicate === 'notified' || (call.predicate === 'completed-by' && !call.arguments.byRecord);
  if (tellsCompletion && mapping.completion === undefined)
    return say`the mapping names no column that tells what completed a step`;
  if (call.predicate === 'done-by' && mapping.resource === undefined)
    return say`the mapping names no column that tells who did a step`;
  if (
    call.predicate === 'issues-nothing' &&
    !source.graph.steps.some((step) => isIssue(step) && named.includes(step.action))
  )
    return say`the mapping names no value of the log for what is issued`;
  if (call.predicate === 'finished-within' && mapping.started === undefined && !canBegin(source, call.arguments.action))
    return say`the mapping names no column that tells when a step began`;
  return null;
}

const NOT_IN_LOGS = say`a log of events does not show it`;

/** Whether a step issues the result. */
export const isIssue = ({ does }: GraphStep): boolean => VERBS[does].ends === 'completed';

/** The steps that must be in a log for an assertion to be decided; null where no log can decide it. */
function stepsNamed(source: Source, assertion: TestAssertion): string[] | null {
  const call = callOf(assertion);
  switch (call.predicate) {
    case 'followed-by':
      return [call.arguments.action, call.arguments.next];
    case 'outcome-due':
      return [call.arguments.begun, call.arguments.outcome];
    case 'refused-early':
    case 'refused-after': {
      const turn = turnOf(source, assertion);
      return turn === null ? null : [turn.early, turn.waiting];
    }
    case 'ends-with':
    case 'done-once':
    case 'finished-within':
    case 'done-by':
    case 'completed-by':
    case 'notified':
    case 'issues-nothing':
      return [call.arguments.action];
    default:
      return null;
  }
}

/** Turns that were found before: every case asks for those of all assertions. */
const turns = new WeakMap<TestAssertion, Turn | null>();

/** The steps that an assertion on the order is about; null for any other, and where an attempt is of something that no row stands for. */
export function turnOf(source: Source, assertion: TestAssertion): Turn | null {
  const known = turns.get(assertion);
  if (known !== undefined) return known;
  const turn = findTurn(source, assertion);
  turns.set(assertion, turn);
  return turn;
}

function findTurn(source: Source, assertion: TestAssertion): Turn | null {
  const call = callOf(assertion);
  if (call.predicate !== 'refused-early' && call.predicate !== 'refused-after') return null;
  const points = waitingPoints(source);
  const early = points.find((point) => writeDeed(point) === call.arguments.operation && point.name === point.action);
  if (early === undefined) return null;
  if (call.predicate === 'refused-after')
    return { early: early.action, waiting: call.arguments.action, operation: early.operation };
  const waiting = points.find(({ name, action }) => name === call.arguments.waitingFor && name === action);
  if (waiting === undefined) return null;
  const isBefore = points.indexOf(early) > points.indexOf(waiting);
  // What is filled in or attached again after the signature is told by the assertion that it is done once.
  return isBefore || points.indexOf(early) === points.indexOf(waiting) - 1
    ? { early: early.action, waiting: waiting.action, operation: early.operation }
    : null;
}

/** Whether a log without beginnings can show when a step began: systems begin it as soon as the step before is done. */
export function canBegin({ graph }: Source, action: string): boolean {
  const at = graph.steps.findIndex((step) => step.action === action);
  const step = graph.steps[at];
  if (step === undefined || at === 0 || operationOf(step) !== null) return false;
  return graph.steps.some((before) => before.next.some(({ to }) => to === action) && answeredBy(before) === null);
}
