// Names the cases of a log without their identifiers.
import { createHmac } from 'node:crypto';

/** How many hexadecimal digits of the code name a case: with 64 bits, a hundred million cases hardly ever share one. */
const DIGITS = 16;

/** Names a case by its identifier. @param key the key of whoever audits; without it nobody can find the case by its name */
export const pseudonymOf = (key: Uint8Array, identifier: string): string =>
  createHmac('sha256', key).update(identifier, 'utf8').digest('hex').slice(0, DIGITS);
