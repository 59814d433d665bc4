// Message and session ids of the gateway: version-4 shaped, and the same for the same content.
import { createHash } from 'node:crypto';

/** A UUID that follows from the content. */
export function uuidFrom(content: string): string {
  const bytes = createHash('sha256').update(`reglament ${content}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The instant as the gateway writes it: milliseconds always, +06:00. */
export function gatewayDate(ms: number): string {
  return `${new Date(ms + 6 * 3_600_000).toISOString().slice(0, 23)}+06:00`;
}
