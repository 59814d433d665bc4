// Cuts recorded walks down to the transitions without cryptography, because only these can be measured on a bare server too.
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../schemas/target/driver.ts';
import type { Recorded, RecordedWalk } from './recording.ts';

/** A recorded request that was accepted, and the operation of the contract that it asked for. */
export interface Stage {
  operation: Operation;
  recorded: Recorded;
}

/** The part of a walk that is measured: its transitions, and the requests that have to be sent before. */
export interface Course {
  setup: Stage[];
  transitions: Stage[];
}

const SETUP: ReadonlySet<Operation> = new Set(['openWorld', 'authenticate', 'readSession']);
const STEPS: ReadonlySet<Operation> = new Set(['open', 'fill', 'attach', 'pay', 'lookUp', 'confirm', 'decide']);
/** A course ends before the first of these operations, because everything after it depends on cryptography. */
const CRYPTOGRAPHIC: ReadonlySet<Operation> = new Set(['chooseCertificate', 'sign']);

/** The course of a walk; null where it does nothing with a request but open it. */
export function courseOf(walk: RecordedWalk): Course | null {
  const accepted = walk
    .filter(({ status }) => status < 300)
    .map((recorded) => ({ operation: operationOf(recorded), recorded }));
  const end = accepted.findIndex(({ operation }) => CRYPTOGRAPHIC.has(operation));
  const plain = accepted.slice(0, end === -1 ? accepted.length : end);
  const paid = new Set(plain.filter(({ operation }) => operation === 'pay').map(({ recorded }) => recorded.body));
  const moves = ({ operation, recorded }: Stage) => {
    if (operation !== 'makePayment') return STEPS.has(operation) || operation === 'advanceClock';
    const { payment } = JSON.parse(recorded.answer);
    return [...paid].some((body) => body.includes(payment));
  };
  const transitions = plain.filter(moves);
  if (!transitions.some(({ operation }) => operation !== 'open' && STEPS.has(operation))) return null;
  return { setup: plain.filter(({ operation }) => SETUP.has(operation)), transitions };
}

/** The operation that an HTTP request asks for. @throws RangeError when the contract has none with this method and path */
export function operationOf({ method, path }: Pick<Recorded, 'method' | 'path'>): Operation {
  const found = OPERATION_NAMES.find(
    (name) => OPERATIONS[name].method === method && PATTERNS.get(name)?.test(path) === true,
  );
  if (found === undefined) throw new RangeError(`the contract has no ${method} ${path}`);
  return found;
}

const PATTERNS = new Map(
  OPERATION_NAMES.map((name) => [name, new RegExp(`^${OPERATIONS[name].path.replace(/\{\w+\}/g, '[^/]+')}$`)]),
);
