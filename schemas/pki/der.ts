// Puts DER together from bytes, because building a signature or an answer from objects takes longer than signing it.
import { ObjectIdentifier } from 'asn1js';
import { keeping } from './keeping.ts';

export const INTEGER = 0x02;
export const BITS = 0x03;
export const OCTETS = 0x04;
export const SEQUENCE = 0x30;
export const SET = 0x31;
/** The tag [0] of what is constructed; those of higher numbers follow it. */
export const TAGGED = 0xa0;
export const NULL = Uint8Array.of(0x05, 0x00);

/** One value in DER: its tag, its length and its contents. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(body.byteLength), body]);
}

/** An object identifier in DER. */
export const oid = keeping((id) => new Uint8Array(new ObjectIdentifier({ value: id }).toBER()));

/** A moment in whole seconds, as GeneralizedTime. */
export const generalizedTime = (moment: Date): Buffer => der(0x18, Buffer.from(digitsOf(moment)));

/** A moment in whole seconds: UTCTime through the year 2049, GeneralizedTime afterwards (RFC 5280, 4.1.2.5; RFC 5652, 11.3). */
export const timeOf = (moment: Date): Buffer =>
  moment.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digitsOf(moment).slice(2))) : generalizedTime(moment);

const digitsOf = (moment: Date): string => moment.toISOString().replace(/[-:T]|\.\d+/gu, '');

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Uint8Array.of(0x80 | bytes.byteLength), bytes]);
}
