// What is recorded of a sign-in or an order of the JSON portal: a trail and messages.
import type { Reason, Topic } from './wording.ts';

/** The activities of a trail. */
export type Activity =
  | 'SIGN_IN'
  | 'ACCESS_DENIAL'
  | 'APPLICATION'
  | 'PAYMENT'
  | 'PAYMENT_REJECTION'
  | 'CERTIFICATE'
  | 'CERTIFICATE_REJECTION'
  | 'SIGNATURE'
  | 'REGISTRATION'
  | 'CASE_REJECTION'
  | 'LICENCE';
export type Performer = 'CUSTOMER' | 'WEB_PORTAL' | 'PAYMENT_GATEWAY' | 'LICENSING_SYSTEM';
/** One entry of a trail; `until` and `topic` are null while the activity lasts. */
export interface TrailEntry {
  readonly activity: Activity;
  readonly performedBy: Performer;
  readonly from: Date;
  until: Date | null;
  topic: Topic | null;
}

/** One message to the customer. */
export interface OrderMessage {
  readonly activity: Activity;
  readonly topic: Topic;
  readonly reason: Reason | null;
  readonly number: string | null;
  readonly at: Date;
}

/** A trail with the messages that its activities left. */
export interface Log {
  readonly trail: TrailEntry[];
  readonly messages: OrderMessage[];
}

/** Ends an entry and records its message. @param more what else the message holds; null for no message */
export function close(
  log: Log,
  entry: TrailEntry,
  topic: Topic,
  at: Date,
  more: Partial<OrderMessage> | null = {},
): void {
  entry.until = at;
  entry.topic = topic;
  if (more !== null) log.messages.push({ activity: entry.activity, topic, reason: null, number: null, at, ...more });
}

/** Adds an entry to the trail, which lasts until `close`. */
export function begin(log: Log, activity: Activity, performedBy: Performer, from: Date): TrailEntry {
  const entry: TrailEntry = { activity, performedBy, from, until: null, topic: null };
  log.trail.push(entry);
  return entry;
}
