// One thing that can go wrong with a step, before it has an id.
import type { Row } from '../../../schemas/regulation.ts';
import type { Mutation } from '../engine/mutation.ts';

/** One thing that can go wrong with a step: which row of the table it breaks, the data, and a sentence. */
export interface Slip {
  readonly row: Row;
  readonly mutation: Mutation;
  readonly description: string;
  /** Ends the id where the kind alone does not tell it from others of the same action. */
  readonly detail?: string;
}
