// What a target has to offer so that a predicate can be decided, and the needs that several predicates share.
import type { Operation } from '../../../schemas/target/driver.ts';
import type { Language } from '../../../schemas/vocabulary.ts';
import { type WrittenDeed, writtenOperation } from '../../flow/deed.ts';

/** What a target has to offer besides the history of the walk, which every predicate reads. */
export interface Needs {
  operations?: readonly Operation[];
  /** Parts of the views. */
  shown?: readonly string[];
  /** Test persons, by the names that the roster has for them. */
  persons?: readonly string[];
  /** The language in which the walk is read again after its end. */
  language?: Language;
}

export const HISTORY: Needs = {};
export const RESULT: Needs = { operations: ['fetchResult'] };
export const TIMES: Needs = { shown: ['finishedAt'] };
export const NOTICES: Needs = { shown: ['notifications'] };
export const ANOTHER: Needs = { persons: ['another-person'] };

/** A part of the pages. */
export const pages = (part: string): Needs => ({ operations: ['readPages'], shown: [part] });

/** The operations by which a deed is tried. Without a login the first step of a request is tried by opening one. */
export function trying(deed: WrittenDeed): readonly Operation[] {
  const operation = writtenOperation(deed);
  return operation === 'fill' || operation === 'confirm' ? [operation, 'open'] : [operation];
}
