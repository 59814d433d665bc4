// Stands in for what counterparties send of their own accord: a page in a browser has no socket to send it by.
import type { Address, postOut as send } from '../reference/counterparties/outgoing.ts';
import { Rejection } from '../reference/engine/rejection.ts';

/** Nothing can be declared here. @throws Rejection 404 */
export function readAddress(): Address {
  throw new Rejection(404, 'addresses: in a browser nothing is sent to a portal of its own accord');
}

/** Sends nothing. */
export const postOut: typeof send = () => Promise.resolve(false);
