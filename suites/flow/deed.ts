// What somebody does on the portal at a step: which operation it is, and how rows and sentences write it.
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
export type Handling = (typeof HANDLINGS)[number];

/** An operation at the step that it belongs to. */
export interface Deed {
  operation: Handling;
  action: string;
}

/**
 * A deed as the arguments of assertions and the sentences of reports have it. A flow has several confirmations, so a confirmation
 * is written with its step; every other operation occurs once and is written alone.
 */
export type WrittenDeed = Exclude<Handling, 'confirm'> | `confirm ${string}`;

/** Which texts are written deeds, as a regular expression. */
export const WRITTEN_DEED = `^(${HANDLINGS.filter((name) => name !== 'confirm').join('|')}|confirm .+)$`;

export const writeDeed = ({ operation, action }: Deed): WrittenDeed =>
  operation === 'confirm' ? `confirm ${action}` : operation;

/** The operation of a deed that is only there in writing. */
export const writtenOperation = (written: WrittenDeed): Handling => (isConfirmation(written) ? 'confirm' : written);

const isConfirmation = (written: WrittenDeed): written is `confirm ${string}` => written.startsWith('confirm ');

/** Whether two deeds of one flow are the same: of all operations only a confirmation can stand at several steps. */
export const isSameDeed = (one: Deed, other: Deed): boolean =>
  one.operation === other.operation && (one.operation !== 'confirm' || one.action === other.action);

/** The operation by which somebody starts a step; null where the systems start it by themselves. */
export const operationOf = (step: GraphStep) => VERBS[step.does].operation;

/**
 * The operation that the portal waits for after a step, because it brings the answer to the condition that follows; null where the
 * step brings the answer itself, or no condition follows.
 */
export function answeredBy(step: GraphStep): 'decide' | null {
  const waitsFor = step.check === null ? null : CHECKS[step.check].waitsFor;
  return waitsFor === operationOf(step) ? null : waitsFor;
}

/**
 * The deed without which a step cannot be on record: its own, or the one that answers the condition before it.
 * @returns null where no deed is needed, or the graph has no such step
 */
export function deedBehind({ steps }: FlowGraph, action: string): Deed | null {
  const step = steps.find((found) => found.action === action);
  const own = step === undefined ? null : operationOf(step);
  if (own !== null) return { operation: own, action };
  const before = stepBefore({ steps }, action);
  const waitsFor = before?.check == null ? null : CHECKS[before.check].waitsFor;
  return before === undefined || waitsFor === null ? null : { operation: waitsFor, action: before.action };
}
