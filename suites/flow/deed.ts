// Says what somebody does on the portal at a step: which operation it is, and how assertions and reports write it.
import type { FlowGraph, GraphStep } from '../../schemas/flow/flow-graph.ts';
import { CHECKS, VERBS } from '../../schemas/vocabulary.ts';
import { stepBefore } from './path.ts';

/** The operations that somebody performs on the portal in the course of a walk. */
const HANDLINGS = [
  'confirm',
  'authenticate',
  'fill',
  'attach',
  'pay',
  'chooseCertificate',
  'sign',
  'lookUp',
  'decide',
  'fetchResult',
] as const;
/** One of these operations. */
export type Handling = (typeof HANDLINGS)[number];

/** An operation together with the step that it belongs to. */
export interface Deed {
  operation: Handling;
  action: string;
}

/**
 * A deed as it is written in the arguments of assertions and in reports. A flow can have several confirmations, so these are written
 * with their step. Every other operation occurs once in a flow and is written alone.
 */
export type WrittenDeed = Exclude<Handling, 'confirm'> | `confirm ${string}`;

/** The regular expression of all written deeds. */
export const WRITTEN_DEED = `^(${HANDLINGS.filter((name) => name !== 'confirm').join('|')}|confirm .+)$`;

/** How a deed is written. */
export const writeDeed = ({ operation, action }: Deed): WrittenDeed =>
  operation === 'confirm' ? `confirm ${action}` : operation;

/** The operation of a written deed. */
export const writtenOperation = (written: WrittenDeed): Handling => (isConfirmation(written) ? 'confirm' : written);

const isConfirmation = (written: WrittenDeed): written is `confirm ${string}` => written.startsWith('confirm ');

/** Whether two deeds of one flow are the same. Steps are compared only for confirmations, because other operations occur once in a flow. */
export const isSameDeed = (one: Deed, other: Deed): boolean =>
  one.operation === other.operation && (one.operation !== 'confirm' || one.action === other.action);

/** The operation by which somebody starts a step; null where the systems start it by themselves. */
export const operationOf = (step: GraphStep) => VERBS[step.does].operation;

/**
 * The operation that the portal waits for after a step, because it answers the condition of that step; null where the step has no
 * condition or answers it itself.
 */
export function answeredBy(step: GraphStep): 'decide' | null {
  const waitsFor = step.check === null ? null : CHECKS[step.check].waitsFor;
  return waitsFor === operationOf(step) ? null : waitsFor;
}

/**
 * The deed without which a step cannot be on record: its own, or the one that answers the condition of the step before it.
 * @returns null where the step needs no deed, or the graph has no such step
 */
export function deedBehind({ steps }: FlowGraph, action: string): Deed | null {
  const step = steps.find((found) => found.action === action);
  const own = step === undefined ? null : operationOf(step);
  if (own !== null) return { operation: own, action };
  const before = stepBefore({ steps }, action);
  const waitsFor = before?.check == null ? null : CHECKS[before.check].waitsFor;
  return before === undefined || waitsFor === null ? null : { operation: waitsFor, action: before.action };
}
