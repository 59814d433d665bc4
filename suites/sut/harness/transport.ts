// One way to reach a portal, as the harness sees it: it performs one operation and tells what was really sent.

import type { Exchange } from '../../../schemas/run/report.ts';
import type { Operation, Roster } from '../../../schemas/target/driver.ts';
import type { Blame } from '../blame.ts';
import type { Wire } from '../evidence/evidence.ts';
import type { Call, Rehearsal, Whose } from '../sut.ts';

/** What an operation came to, with the time that its answer tells. */
export type Reply = Said & {
  /** The time of the portal as the answer tells it, ISO 8601; absent where it tells none. */
  now?: string;
};

/** A body (not checked yet), a refusal with its problem, or a fault from which nothing can be concluded. */
type Said =
  | { status: number | null; body: unknown }
  /** `unless` is the culprit in case the operation should have been accepted, such as a wrong path in the target file. */
  | { status: number | null; problem: string; unless?: Blame }
  | { status: number | null; fault: Blame };

/**
 * One message: either as it was on the wire, with what was read of its answer, or as a module reports it, which gives itself redacted.
 * Neither is redacted before the answer to the operation is known: what that makes a secret may stand in it more than once.
 */
export type Message = { wire: Wire; read?: unknown } | { redacted: () => Omit<Exchange, 'id'> };

/** Reaches a portal for one walk. Whatever goes wrong on the portal is returned as a reply; an exception ends the walk. */
export interface Transport {
  /** The test persons; null where the portal names them only when it opens a world. */
  readonly roster: Roster | null;
  /** @param sent the list to add every message to as soon as it is known, so that a failed operation leaves evidence too */
  perform<O extends Operation>(operation: O, call: Call<O>, sent: Message[]): Promise<Reply>;
  /** The portal's clock where the transport reads and moves it itself; absent where the harness uses the driver contract. */
  readonly clock?: { now(): number; pass(seconds: number): Promise<void> };
  /** What it knows beside the answers that it gave, as JSON, so that the walk can go on in another process; absent where it cannot. */
  save?(): unknown;
  /** Takes up what `save` gave. @throws PortalFault where that is not what it can give */
  restore?(saved: unknown): void;
  /**
   * Performs the leading exchanges of an operation that only read, and need nothing that is not known; absent where these cannot be told.
   * `body` is what was read where the whole operation could be performed; it is not checked yet.
   */
  rehearse?(operation: Operation, call: Whose, sent: Message[]): Promise<Rehearsal & { body?: unknown }>;
}
