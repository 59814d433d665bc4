// What a target has to offer so that a predicate can be decided, with the needs that several predicates share.
import type { Counterparty, Operation } from '../../../schemas/target/driver.ts';
import type { Language } from '../../../schemas/vocabulary.ts';
import { type WrittenDeed, writtenOperation } from '../../flow/deed.ts';

/** What a target has to offer besides the history of the walk, which every predicate reads. */
export interface Needs {
  operations?: readonly Operation[];
  /** The parts of requests and sessions that the target has to show, such as `number`. */
  shown?: readonly string[];
  /** Whether the target has to name the organisation that provides the service. */
  provider?: true;
  /** Whether it has to name the head of that organisation too. */
  heads?: true;
  /** The counterparties of which the portal has to ask one at least that writes down what it is asked. */
  asks?: readonly Counterparty[];
  /** Whether days have to pass: by a clock that can be moved, or in a run that can be left open until the portal has decided by itself. */
  days?: true;
  /** The test persons whose credentials the target has to supply, by their names in the roster. */
  persons?: readonly string[];
  /** The standing of a certificate that whoever walks needs besides. */
  certificate?: string;
  /** The language in which the walk is read again after its end. */
  language?: Language;
}

/** Nothing besides the history of the walk. */
export const HISTORY: Needs = {};
/** The result. */
export const RESULT: Needs = { operations: ['fetchResult'] };
/** The times at which steps were finished. */
export const TIMES: Needs = { shown: ['finishedAt'] };
/** The notifications. */
export const NOTICES: Needs = { shown: ['notifications'] };
/** A person other than the owner of the request. */
export const ANOTHER: Needs = { persons: ['another-person'] };

/** The need for one part of the pages of a request. */
export const pages = (part: string): Needs => ({ operations: ['readPages'], shown: [part] });

/** The operations by which a deed is tried out of turn. Before the login there is no request, so its first step is tried by opening one. */
export function trying(deed: WrittenDeed): readonly Operation[] {
  const operation = writtenOperation(deed);
  return operation === 'fill' || operation === 'confirm' ? [operation, 'open'] : [operation];
}
