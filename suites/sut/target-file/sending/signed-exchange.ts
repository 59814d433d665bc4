// An exchange whose messages are signed: what is sent for it, and what of its answer may be read.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import type { Reading } from '../answer/page.ts';
import { type MessageSignature, signedPartOf, signMessage } from '../message/message-signature.ts';
import type { Encoded } from '../message/send-body.ts';

interface Signing {
  signature: MessageSignature | null;
  reading: Pick<Reading, 'where'>;
}

/** The body to send, signed where the target file demands it. @throws Fault where the message has no place for a signature */
export function signed({ body, type }: Encoded, exchange: TargetExchange, { signature, reading }: Signing): Encoded {
  if (signature === null || exchange.xml === undefined || typeof body !== 'string') return { body, type };
  const message = signMessage(body, signature);
  if ('signed' in message) return { body: message.signed, type };
  throw new Fault('target file', `${reading.where(exchange, 'xml')}: cannot be signed: the message ${message.wrong}`);
}

/** The part of an answer that may be read: all of it, or only its signed part. @throws Fault where a signature is missing or wrong */
export function readable(
  bytes: Buffer,
  status: number,
  { method, path, xml }: TargetExchange,
  { signature }: Signing,
): Buffer {
  if (xml === undefined || signature === null || signature.answers === null) return bytes;
  const part = signedPartOf(bytes.toString(), signature.answers);
  if ('signed' in part) return Buffer.from(part.signed);
  throw new Fault('portal', `the answer to ${method} ${path} (status ${status}) ${part.wrong}`);
}
