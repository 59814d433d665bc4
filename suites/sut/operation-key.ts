// Makes the keys by which a portal knows an operation again: they look drawn, and are the same where it is sent once more.
import { createHash } from 'node:crypto';

/** The key of whatever a text names, in the form of a UUID. */
export function operationKey(names: string): string {
  const hash = createHash('sha256').update(names).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
