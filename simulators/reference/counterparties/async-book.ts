// Keeps the requests of one world that were sent over the AsyncChannel, with their answers.
import { CappedMap } from '../engine/capped-map.ts';
import type { Letter } from '../soap/async.ts';

const REMEMBERED_LETTERS = 1000;

/** A request that was taken; `letter` is null until it is answered. */
export interface Taken {
  readonly senderId: string;
  readonly serviceId: string;
  letter: Letter | null;
}

/** The requests of one world that were sent over the AsyncChannel, by their ids. */
export class AsyncBook {
  readonly taken = new CappedMap<Taken>(REMEMBERED_LETTERS);
}
