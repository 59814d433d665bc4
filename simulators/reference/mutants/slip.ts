// The shape of a slip: one mistake in a step, from which a mutant is made.
import type { Row } from '../../../schemas/regulation.ts';
import type { Mutation } from '../engine/mutation.ts';

/** One mistake in a step: the row of the table that it breaks, its mutation, and a sentence that describes it. */
export interface Slip {
  readonly row: Row;
  readonly mutation: Mutation;
  readonly description: string;
  /** Ends the id of the mutant, where the same action has several mutants of the same kind. */
  readonly detail?: string;
}
