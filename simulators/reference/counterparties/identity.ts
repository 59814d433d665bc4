// Ids and dates of the gateway's messages; equal content gives equal ids, so that a rerun gives the same bytes.
import { createHash } from 'node:crypto';

/** A UUID made from a hash of the content, in the form of version 4. */
export function uuidFrom(content: string): string {
  const bytes = createHash('sha256').update(`reglament ${content}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** An instant as the gateway writes it: always with milliseconds, at the offset +06:00. */
export function gatewayDate(ms: number): string {
  return `${new Date(ms + 6 * 3_600_000).toISOString().slice(0, 23)}+06:00`;
}
