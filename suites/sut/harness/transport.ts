// One way to reach a portal, as the harness sees it: it performs one operation and tells what was really sent.

import type { Exchange } from '../../../schemas/run/report.ts';
import type { Operation, Roster } from '../../../schemas/target/driver.ts';
import type { Blame } from '../blame.ts';
import type { Wire } from '../evidence/evidence.ts';
import type { Call } from '../sut.ts';

/** What an operation came to: a body of the driver contract, a refusal, or nothing that anything can be concluded from. */
export type Reply =
  | { status: number | null; body: unknown }
  /** `unless` is who is at fault if it should not have been refused. */
  | { status: number | null; problem: string; unless?: Blame }
  | { status: number | null; fault: Blame };

/** One message: as it was on the wire, with what was read of its answer; or as somebody else tells it, redacted already. */
export type Message = { wire: Wire; read?: unknown } | { redacted: Omit<Exchange, 'id'> };

/** What a rehearsal came to: of so many exchanges some do no harm, and were performed. */
export interface Rehearsal {
  tried: number;
  of: number;
  fault: Blame | null;
}

/** Reaches a portal for one walk. Whatever goes wrong on the portal is a reply; what is thrown ends the walk. */
export interface Transport {
  /** The test persons, where they are known before a world is opened. */
  readonly roster: Roster | null;
  /** @param sent takes every message as soon as it is known, also where the operation is never finished */
  perform<O extends Operation>(operation: O, call: Call<O>, sent: Message[]): Promise<Reply>;
  /** The clock of a portal that tells and moves it in a way of its own. */
  readonly clock?: { now(): number; pass(seconds: number): Promise<void> };
  /** Performs what of an operation can do no harm, as far as it needs no request. */
  rehearse?(operation: Operation, token: string | null, sent: Message[]): Promise<Rehearsal>;
}
