// Ids and dates of the gateway's messages; equal content gives equal ids, so that a rerun gives the same bytes.
import { createHash } from 'node:crypto';
import { instantText } from '../engine/instant.ts';

/** A UUID made from a hash of the content, in the form of version 4. */
export function uuidFrom(content: string): string {
  const bytes = createHash('sha256').update(`reglament ${content}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** An instant as the gateway writes it: in the time of the capital, always with milliseconds. */
export function gatewayDate(ms: number): string {
  return instantText(ms).replace(/(:\d{2})([+-]\d{2}:\d{2})$/u, '$1.000$2');
}
