// What a person has to look at in a text that was read: where, what stands there, and what is needed.
import type { Place } from './source/place.ts';

/** `unread` could not be read; `contradiction` is a place where the text disagrees with itself; `fault` is a fault of the table itself. */
export type WorkKind = 'unread' | 'contradiction' | 'fault';

/** One entry of the worklist. */
export interface Work {
  readonly kind: WorkKind;
  /** Null where the text has nothing that could be shown. */
  readonly place: Place | null;
  /** Which part of the regulation it is about, for example `annex 3, table 1, step 4, term`. */
  readonly about: string;
  readonly quotation: string;
  readonly needs: string;
}
