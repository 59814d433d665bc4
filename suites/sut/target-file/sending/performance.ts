// What the exchanges of an operation are performed with, and what they come to.
import type { Condition, Refusal } from '../../../../schemas/target/extractors.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import type { Target } from '../../../../schemas/target/target.ts';
import type { Culprit } from '../../blame.ts';
import type { Wire } from '../../evidence/evidence.ts';
import type { Seen } from '../answer/page.ts';
import type { Reading } from '../answer/reading.ts';
import type { Visitor } from '../answer/visitor.ts';
import type { MessageSignature } from '../message/message-signature.ts';
import type { Picking } from '../message/picking.ts';
import type { Envelopes } from '../message/send-body.ts';
import type { Picked } from '../message/variables.ts';
import type { Gate } from './gate.ts';

/** How the exchanges of an operation ended: with pages that can be read, or with a refusal of the portal. */
export type Outcome = Seen | Refused;

/** An exchange of the target file with all messages that were sent for it, for the evidence. */
export interface Sent {
  exchange: TargetExchange;
  /** The messages in order, of which the last one gave the result; empty where nothing was sent. */
  wires: Wire[];
  /** The hosts that a page asked for and may not contact. */
  blocked: readonly string[];
  fault: string | null;
  picked: Record<string, string>;
}

/** Everything that the exchanges of an operation are performed with. */
export interface Performance {
  gate: Gate;
  baseUrl: string;
  visitor: Visitor;
  reading: Reading & { variables: Record<string, unknown> };
  headers: Readonly<Record<string, string>>;
  envelopes: Envelopes;
  signature: MessageSignature | null;
  /** What the portal calls the values of variables. */
  words: NonNullable<Target['words']>;
  /** The detached signature of whoever acts over bytes. @throws Fault where they have nothing to sign with */
  sign(content: Uint8Array): Promise<string>;
  /** The rules that recognise a refusal; the first that fits counts. */
  refused: readonly Refusal[];
  /** What every page of the portal shows; null where the target file does not tell. */
  ownPage: Condition | null;
  onSent(sent: Sent): void;
  /** The value of the variable `uuid` for the next exchange. */
  newId(): string;
  /** Called for each pick; `isOfRequest` says that everybody who acts on the request shares it. */
  onPick(name: string, value: Picked, isOfRequest: boolean): void;
  /** How the variables of the target file are picked. */
  picks: ReadonlyMap<string, Picking>;
  /** Whether the visitor is logged in. */
  isLetIn: boolean;
  /** Whether another visitor has picked a variable on this walk. */
  isPicked(name: string): boolean;
  /** Whether a refusal says by itself who is let in, whatever was sent. */
  isLogin: boolean;
  /** Called with each value from the portal that must be redacted, such as a cookie. */
  onSecret(value: string): void;
}

/**
 * A refusal of the portal. `unless` applies if the portal should have accepted: who is then at fault, and which part of the target
 * file made us take the page for a refusal.
 */
export interface Refused {
  status: number;
  problem: string;
  unless: { culprit: Culprit; where: string };
}
