// What the exchanges of an operation are performed with, and what they come to.
import type { Refusal, TargetExchange } from '../../../../schemas/target/operations.ts';
import type { Culprit } from '../../blame.ts';
import type { Wire } from '../../evidence/evidence.ts';
import type { Reading, Seen } from '../answer/page.ts';
import type { Visitor } from '../answer/visitor.ts';
import type { MessageSignature } from '../message/message-signature.ts';
import type { Envelopes } from '../message/send-body.ts';
import type { Gate } from './gate.ts';

/** How the exchanges of an operation ended: on a page, or with a refusal of the portal. */
export type Outcome = Seen | Refused;

/** An exchange with all that was sent for it, for whoever keeps the evidence. */
export interface Sent {
  exchange: TargetExchange;
  /** In order; what the exchange came to rests on the last one. Empty where nothing was sent. */
  wires: Wire[];
  /** Hosts that a page asked for and may not contact. */
  blocked: readonly string[];
  fault: string | null;
  picked: Record<string, string>;
}

/** What an operation is performed with. */
export interface Performance {
  gate: Gate;
  baseUrl: string;
  visitor: Visitor;
  reading: Reading & { variables: Record<string, unknown> };
  headers: Readonly<Record<string, string>>;
  envelopes: Envelopes;
  signature: MessageSignature | null;
  refused: readonly Refusal[];
  onSent(sent: Sent): void;
  onPick(name: string, value: string, isOfRequest: boolean): void;
  /** Whether a variable is something that this visitor, who is let in, should have picked and has not. */
  isWanting(name: string): boolean;
  /** Is told of what the portal gave and nobody may see. */
  onSecret(value: string): void;
}

/** A refusal of the portal; `unless` is who is at fault if it should not have been one, and by which part of the file it was told. */
export interface Refused {
  status: number;
  problem: string;
  unless: { culprit: Culprit; where: string };
}
