// Lists the mutants of several regulations.
import type { Regulation } from '../../../schemas/regulation.ts';
import type { Mutant } from '../engine/mutation.ts';
import { deriveMutants } from './derive.ts';

/** The mutants of the regulations, in their order. */
export function listMutants(regulations: readonly Regulation[]): Mutant[] {
  return regulations.flatMap(deriveMutants);
}
