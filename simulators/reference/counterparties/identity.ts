// Ids and dates of the gateway's messages; equal content gives equal ids, so that a rerun gives the same bytes.
import { instantText } from '../engine/instant.ts';
import { sha256 } from '../engine/sha256.ts';

/** A UUID made from a hash of the content, in the form of version 4. */
export function uuidFrom(content: string): string {
  const hex = sha256(`reglament ${content}`);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An instant as the gateway writes it: in the time of the capital, always with milliseconds. */
export function gatewayDate(ms: number): string {
  const text = instantText(ms);
  const offset = text.length - 6;
  return text.charAt(offset - 4) === '.' ? text : `${text.slice(0, offset)}.000${text.slice(offset)}`;
}
